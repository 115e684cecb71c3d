"""zmq.green: each kind of sockets, what can be sent, options, errors, and waiting for several."""
import zmq.green as zmq

import gevent

context = zmq.Context()


def pair(one_type, other_type, endpoint='inproc://%d'):
    made.append(None)
    one, other = context.socket(one_type), context.socket(other_type)
    endpoint = endpoint % len(made)
    one.bind(endpoint)
    other.connect(endpoint)
    return one, other


def shown(function, *args, **kwargs):
    """What it returns, or how it fails."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__} {getattr(error, "errno", None)} {error}'


made = []

# A question, an answer; others run meanwhile.
server, client = pair(zmq.REP, zmq.REQ)
order = []


def serve():
    for n in range(3):
        order.append(f'asked {server.recv().decode()}')
        server.send_string(f'answer {n}')


def ask():
    for n in range(3):
        client.send_string(f'question {n}')
        order.append(f'got {client.recv_string()}')


gevent.joinall([gevent.spawn(serve), gevent.spawn(ask)])
print(*order, sep='\n')
print(shown(client.recv), shown(server.send, b'x'), shown(server.recv, zmq.NOBLOCK), sep='\n')

# Over TCP.
server, client = context.socket(zmq.PULL), context.socket(zmq.PUSH)
port = server.bind_to_random_port('tcp://127.0.0.1')
client.connect(f'tcp://127.0.0.1:{port}')
print(server.last_endpoint == f'tcp://127.0.0.1:{port}'.encode(), server.get_string(zmq.LAST_ENDPOINT)[:16])
receiving = gevent.spawn(server.recv_json)
gevent.sleep(0)
client.send_json({'a': [1, 'ä', None]})
print(receiving.get())
client.send_pyobj({'b': (1, 2)})
print(server.recv_pyobj())
print(client.bind_to_random_port('tcp://127.0.0.1', min_port=20000, max_port=30000) in range(20000, 30000))

# Several parts.
one, other = pair(zmq.PAIR, zmq.PAIR)
one.send(b'first', zmq.SNDMORE)
print(shown(other.recv, zmq.NOBLOCK))
one.send(b'last')
print(other.recv(), other.rcvmore, other.getsockopt(zmq.RCVMORE), other.recv(), other.rcvmore)
one.send_multipart([b'a', bytearray(b'b'), memoryview(b''), b'd'])
print(other.recv_multipart())
one.send_multipart((b'a', b'b'))
frames = other.recv_multipart(copy=False)
print([frame.bytes for frame in frames], [frame.more for frame in frames], bytes(frames[0]), len(frames[1]))
one.send(b'buffer', copy=False)
frame = other.recv(copy=False)
print(bytes(frame.buffer), frame.more)
other.send(frame)
print(one.recv())
one.send_serialized([1, 2], lambda numbers: [str(n).encode() for n in numbers])
print(other.recv_serialized(lambda parts: [int(part) for part in parts]))
for wrong in 'text', 5, None:
    print(shown(one.send, wrong).split(' ')[0])
print(shown(one.send_multipart, [b'a', 'b']).split(' ')[0], shown(one.send_string, b'x').split(' ')[0])

# Publishers.
publisher, subscriber = pair(zmq.XPUB, zmq.SUB)
subscriber.subscribe(b'a')
subscriber.setsockopt(zmq.SUBSCRIBE, b'b')
subscriber.subscribe = 'c'
print([publisher.recv() for _ in range(3)])
subscriber.unsubscribe('b')
print(publisher.recv())
for text in b'a1', b'b1', b'c1', b'd1':
    publisher.send(text)
print(subscriber.recv(), subscriber.recv(), shown(subscriber.recv, zmq.NOBLOCK))
print(shown(subscriber.send, b'x'), shown(publisher.setsockopt, zmq.SUBSCRIBE, b'x'))

# Routers.
router, dealer = context.socket(zmq.ROUTER), context.socket(zmq.DEALER)
dealer.identity = b'the dealer'
router.bind('inproc://router')
dealer.connect('inproc://router')
dealer.send_multipart([b'', b'hello'])
print(router.recv_multipart())
router.send_multipart([b'the dealer', b'back'])
print(dealer.recv(), dealer.identity, dealer.getsockopt(zmq.ROUTING_ID))
router.router_mandatory = 1
print(shown(router.send_multipart, [b'nobody', b'x']))

# Options.
one, other = context.socket(zmq.PUSH), context.socket(zmq.PULL)
one.linger = 0
one.setsockopt(zmq.SNDHWM, 5)
one.set(zmq.MAXMSGSIZE, 1000)
print(one.linger, one.sndhwm, one.get(zmq.SNDHWM), one.maxmsgsize, one.affinity, one.rcvtimeo, one.getsockopt(zmq.TYPE))
one.hwm = 7
print(one.get_hwm(), one.hwm, one.getsockopt(zmq.RCVHWM), one.type == zmq.PUSH, repr(one.socket_type))
for wrong in (lambda: one.setsockopt(zmq.LINGER, 'x'), lambda: one.setsockopt(zmq.IDENTITY, 'x'),
              lambda: one.setsockopt(zmq.LINGER, b'x'), lambda: one.no_such_option,
              lambda: setattr(one, 'no_such_option', 1), lambda: one.getsockopt(9999)):
    print(shown(wrong).split(' ')[0])
context.linger = 0
context.setsockopt(zmq.SNDHWM, 3)
with context.socket(zmq.PUSH) as defaults:
    print(defaults.linger, defaults.sndhwm, defaults.closed, context.linger)
print(defaults.closed, shown(defaults.send, b'x'), shown(defaults.poll, 0))
print(context.io_threads, context.closed)

# Times.
other.bind('inproc://late')
print(shown(one.send, b'nobody is there', zmq.NOBLOCK))
with gevent.Timeout(0.01, False):
    other.recv()
    print('never')
one.connect('inproc://late')
print(other.poll(10), other.poll(0, zmq.POLLOUT), one.poll(1000, zmq.POLLOUT))
gevent.spawn_later(0.001, one.send, b'now')
print(other.poll(5000), other.poll(), other.recv())

# Several at once.
poller = zmq.Poller()
first, to_first = pair(zmq.PULL, zmq.PUSH)
second, to_second = pair(zmq.PULL, zmq.PUSH)
poller.register(first, zmq.POLLIN)
poller.register(second, zmq.POLLIN)
names = {first: 'first', second: 'second', to_first: 'to first'}
print(poller.poll(1), first in poller, to_first in poller)
gevent.spawn_later(0.001, to_second.send, b'2')
print([(names[socket], event) for socket, event in poller.poll(5000)])
to_first.send(b'1')
print([(names[socket], event) for socket, event in poller.poll()], first.recv(), second.recv())
poller.register(to_first, zmq.POLLIN | zmq.POLLOUT)
print([(names[socket], event) for socket, event in poller.poll()])
poller.modify(to_first, zmq.POLLIN)
poller.unregister(second)
print(poller.poll(0), len(poller.sockets), shown(poller.unregister, second).split(' ')[0])
to_first.send(b'3')
print([[names[socket] for socket in found] for found in zmq.select([first, second], [to_first], [], timeout=5)])
print(zmq.select([second], [], [], timeout=0.001))

# A socket of the system beside one of ZeroMQ.
from gevent import socket

left, right = socket.socketpair()
mixed = zmq.Poller()
mixed.register(left, zmq.POLLIN)
mixed.register(second, zmq.POLLIN)
gevent.spawn_later(0.001, right.send, b'x')
print([found is left or found == left.fileno() for found, _ in mixed.poll(5000)], left.recv(1))
gevent.spawn_later(0.001, to_second.send, b'y')
print([found is second for found, _ in mixed.poll(5000)], second.recv(), mixed.poll(1))

# A broker in the middle.
front, back = context.socket(zmq.ROUTER), context.socket(zmq.DEALER)
front.bind('inproc://front')
back.bind('inproc://back')
broker = gevent.spawn(zmq.device, zmq.QUEUE, front, back)
worker = context.socket(zmq.REP)
worker.connect('inproc://back')


def work():
    while True:
        worker.send(worker.recv().upper())


working = gevent.spawn(work)


def ask_broker(text):
    with context.socket(zmq.REQ) as asking:
        asking.connect('inproc://front')
        asking.send(text)
        return asking.recv()


print([task.get() for task in [gevent.spawn(ask_broker, text) for text in (b'one', b'two', b'three')]])
gevent.killall([broker, working])

# Errors.
taken = context.socket(zmq.REP)
print(shown(taken.bind, 'inproc://front').split('(')[0])
print(shown(taken.bind, 'nonsense').split('(')[0], shown(taken.connect, 'nosuch://x').split('(')[0])
print(shown(taken.unbind, 'inproc://never').split('(')[0])
print(issubclass(zmq.Again, zmq.ZMQError), issubclass(zmq.ZMQError, zmq.ZMQBaseError))
print(repr(zmq.Again()), repr(zmq.ZMQError(zmq.EFSM)), str(zmq.ZMQError(msg='own')), zmq.ContextTerminated().errno)
print(zmq.strerror(zmq.EADDRINUSE), zmq.zmq_version_info() >= (4, 0), zmq.REQ == 3, repr(zmq.SUB), zmq.POLLIN | 2)
for socket_ in list(names) + [one, other, server, client, taken, front, back, worker, publisher, subscriber]:
    socket_.close()
print(first.closed, shown(context.socket, 99).split(' ')[0])
context.destroy(linger=0)
print(context.closed, shown(context.socket, zmq.REQ))
print(zmq.Context.instance() is zmq.Context.instance())
