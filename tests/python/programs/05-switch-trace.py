# greenlet.settrace: each switch as it is told of, also those through the hub, and what an error of the function's does.
# The recorder has a function of its own, which goes on being called.
import greenlet
import gevent

names = {gevent.getcurrent(): 'main', gevent.get_hub(): 'hub'}
told = []


def trace(event, switch):
    origin, target = switch
    assert target is gevent.getcurrent()
    told.append(f'{event} {names.get(origin, "?")} -> {names.get(target, "?")}')
    if recorder:
        recorder(event, switch)


def show(title):
    print(title)
    for line in told:
        print('   ', line)
    told.clear()


def spawn(name, function, *args):
    made = gevent.spawn(function, *args)
    names[made] = name
    return made


def give_way(times):
    for _ in range(times):
        gevent.sleep(0)


recorder = greenlet.settrace(trace)
print(greenlet.gettrace() is trace)
gevent.joinall([spawn('a', give_way, 2), spawn('b', give_way, 1)])
show('turns')

killed = spawn('killed', gevent.sleep, 10)
unstarted = spawn('unstarted', gevent.sleep, 10)
unstarted.kill()
gevent.sleep(0)
killed.kill()
show('killed')

gevent.spawn(give_way, 0)
gevent.sleep(0)
show('nobody has it')

with gevent.Timeout(0.01, False):
    gevent.sleep(1)
show('a timeout')

try:
    gevent.get_hub().switch()
except gevent.exceptions.LoopExit:
    show('nobody can go on')


def raw(given):
    given = greenlet.getcurrent().parent.switch(given + 1)
    try:
        greenlet.getcurrent().parent.switch(given + 1)
    except KeyError:
        greenlet.getcurrent().parent.switch('caught')


one = greenlet.greenlet(raw)
names[one] = 'raw'
print(one.switch(1), one.switch(5), one.throw(KeyError))
show('greenlets of its own')


def failing(event, switch):
    if recorder:
        recorder(event, switch)
    if switch[1] in names and names[switch[1]] == 'main':
        raise ValueError('of the function')


print(greenlet.settrace(failing) is trace)
try:
    gevent.sleep(0)
except ValueError as error:
    print(error, greenlet.gettrace())
greenlet.settrace(recorder)
gevent.sleep(0)
show('no more')
