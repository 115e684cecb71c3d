# Runners wait at a gate until the starter opens it.
from gevent import joinall, sleep, spawn
from gevent.event import Event

gate = Event()


def starter():
    print('starter: on your marks')
    sleep(0.03)
    gate.set()
    print('starter: the gate is open')


def runner(name):
    print(name, 'waits at the gate')
    gate.wait()
    print(name, 'runs')


def latecomer():
    sleep(0.05)
    gate.wait()
    print('the latecomer runs right through')


joinall([
    spawn(starter),
    spawn(runner, 'ann'),
    spawn(runner, 'ben'),
    spawn(latecomer),
])
