# A Timeout for a block of code, with an exception of our own.
from time import sleep as compute

from gevent import Timeout, sleep


class TooLong(Exception):
    pass


try:
    with Timeout(0.05, TooLong):
        sleep(0.2)
        print('never printed')
except TooLong:
    print('slept too long')

with Timeout(0.05, TooLong):
    sleep(0.02)
    print('slept, and was in time')

with Timeout(0.05, TooLong):
    compute(0.2)
    print('computed four times too long, and nobody minded')

sleep(0.1)
print('no limit is left behind')
