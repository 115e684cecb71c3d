# What greenlets say of themselves: made, started, running, over.
from gevent import Greenlet, joinall, sleep


def win():
    sleep(0.03)
    return 'you win'


def fail():
    sleep(0.06)
    raise ValueError('you fail')


def show(when):
    print(when)
    for name, g in ('winner', winner), ('loser', loser):
        print('  ' + name, 'started', g.started,
              'ready', g.ready(), 'successful', g.successful())
        print('    value', repr(g.value),
              'exception', g.exception)


winner = Greenlet(win)
loser = Greenlet(fail)
show('made')
winner.start()
loser.start()
show('started')
sleep(0.01)
show('running')
joinall([winner])
show('one is over')
joinall([loser])
show('both are over')
