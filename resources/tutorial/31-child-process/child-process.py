# A greenlet ticks while another process works.
from gevent import joinall, sleep, spawn
from gevent.subprocess import PIPE, Popen


def ticker():
    for number in range(1, 5):
        print('tick', number)
        sleep(0.03)


def parent():
    child = Popen(['sh', '-c', 'sleep 0.08; echo hello'],
                  stdout=PIPE, text=True)
    output, _ = child.communicate()
    print('the child said', output.strip())
    print('its exit code is', child.returncode)


joinall([
    spawn(ticker),
    spawn(parent),
])
