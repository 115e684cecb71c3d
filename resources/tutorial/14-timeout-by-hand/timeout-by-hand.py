# A Timeout that main starts by hand ends main's own waiting.
from gevent import Timeout, sleep, spawn


def nap(length):
    sleep(length)
    print('slept for', length)


def wait_for(greenlet):
    timeout = Timeout(0.05)
    timeout.start()
    try:
        greenlet.join()
        print('in time')
    except Timeout as expired:
        print('gave up after', expired, expired is timeout)
    finally:
        timeout.close()


wait_for(spawn(nap, 0.02))
sleeper = spawn(nap, 0.2)
wait_for(sleeper)
print('and the sleeper? ready:', sleeper.ready())
sleeper.join()
