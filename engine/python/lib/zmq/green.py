"""zmq.green: ZeroMQ's sockets, whose calls hold up only the greenlet that makes them."""

import json
import pickle
import random
import weakref

import _greenscope
import zmq
from zmq import *  # noqa: F403
from zmq import ContextOption, SocketOption, SocketType, constants
from zmq.constants import DONTWAIT, POLLERR, POLLIN, POLLOUT, SNDMORE
from zmq.error import Again, ZMQBindError, ZMQError

__all__ = [*zmq.__all__, 'Context', 'Frame', 'Message', 'MessageTracker', 'Poller', 'Socket', 'device', 'proxy',
           'select']

_ENOTSUP = constants.Errno.ENOTSUP
_ENOTSOCK = constants.Errno.ENOTSOCK


def _seconds(milliseconds):
    return None if milliseconds is None or milliseconds < 0 else milliseconds / 1000


# --- messages ---

class MessageTracker:
    """Whether a message was taken over: here it is as soon as it was sent."""

    done = True

    def wait(self, timeout=-1):
        """It has been done."""


class Frame:
    """A part of a message, as it is had with copy=False."""

    def __init__(self, data=b'', track=False, copy=None, copy_threshold=None, more=False):
        if isinstance(data, str):
            raise TypeError('Unicode strings are not allowed. Only: bytes, buffer interfaces')
        self.bytes = bytes(data)
        self.more = more
        self.tracker = MessageTracker() if track else None

    @property
    def buffer(self):
        return memoryview(self.bytes)

    def __bytes__(self):
        return self.bytes

    def __len__(self):
        return len(self.bytes)

    def __eq__(self, other):
        return self.bytes == (other.bytes if isinstance(other, Frame) else other)

    __hash__ = None

    def __str__(self):
        return self.bytes.decode()


Message = Frame


# --- options as attributes ---

def _option(kind, name):
    """The option that is meant by the attribute, or None."""
    return kind.__members__.get(name.upper())


def _is_own(instance, name):
    return name in instance.__dict__ or any(name in kind.__dict__ for kind in type(instance).__mro__)


class Context:
    """What sockets have in common. Its attributes are what new sockets' options begin with: `context.linger = 0`."""

    _instance = None

    def __init__(self, io_threads=1, shadow=None):
        self.__dict__.update(_io_threads=int(io_threads), _native=_greenscope.ZmqContext(int(io_threads)),
                             _sockets=weakref.WeakSet(), sockopts={})

    @classmethod
    def instance(cls, io_threads=1):
        """The one of the program."""
        if Context._instance is None or Context._instance.closed:
            Context._instance = cls(io_threads)
        return Context._instance

    @property
    def closed(self):
        return self._native is None

    @property
    def _socket_class(self):
        return Socket

    def socket(self, socket_type, socket_class=None, **kwargs):
        """A socket for that: REQ, PUB, ..."""
        made = (socket_class or self._socket_class)(self, socket_type, **kwargs)
        for option, value in self.sockopts.items():
            try:
                made.setsockopt(option, value)
            except ZMQError:
                # Not one of this kind of sockets.
                pass
        self._sockets.add(made)
        return made

    def term(self):
        """No more sockets. It ends with the last of those that there are."""
        self.__dict__['_native'] = None

    def destroy(self, linger=None):
        """Closes all its sockets, too."""
        for one in list(self._sockets):
            one.close(linger)
        self.term()

    def setsockopt(self, option, value):
        """What new sockets' options begin with."""
        self.sockopts[option] = value

    def getsockopt(self, option):
        return self.sockopts[option]

    def get(self, option):
        """The number of threads for input and output; of other settings there are none."""
        if option != ContextOption.IO_THREADS:
            raise ZMQError(constants.Errno.EINVAL)
        return self._io_threads

    def __setattr__(self, name, value):
        option = _option(SocketOption, name)
        if _is_own(self, name):
            object.__setattr__(self, name, value)
        elif option is None:
            raise AttributeError(f'{type(self).__name__} has no such option: {name.upper()}')
        else:
            self.setsockopt(option, value)

    def __getattr__(self, name):
        option = _option(ContextOption, name)
        if option is not None:
            return self.get(option)
        option = _option(SocketOption, name)
        if option not in self.__dict__.get('sockopts', ()):
            raise AttributeError(f'{type(self).__name__} has no such option: {name.upper()}')
        return self.sockopts[option]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.destroy()

    def __repr__(self):
        count = len(self._sockets)
        sockets = f'{count} socket{"s" * (count > 1)}' if count else ''
        return f'<zmq.green.{type(self).__name__}({sockets}) at {id(self):#x}{" closed" * self.closed}>'


class _Opened:
    """What bind and connect return: at the end of a with statement it is undone."""

    def __init__(self, socket, undo, addr):
        self.socket, self._undo, self.addr = socket, undo, addr

    def __enter__(self):
        return self.socket

    def __exit__(self, *error):
        if not self.socket.closed:
            self._undo(self.addr)


class Socket:
    """Sends and receives messages, of one part or more. Its options are attributes too: `socket.linger = 0`."""

    def __init__(self, ctx_or_socket, socket_type, **ignored):
        if ctx_or_socket.closed:
            raise ZMQError(_ENOTSUP)
        self.__dict__.update(context=ctx_or_socket, _core=_greenscope.ZmqSocket(ctx_or_socket._native, socket_type))

    # --- endpoints ---

    def bind(self, addr):
        """Lets others connect there."""
        self._core.bind(_text(addr))
        return _Opened(self, self.unbind, addr)

    def connect(self, addr):
        """Connects it, later, and again whenever the connection is lost."""
        self._core.connect(_text(addr))
        return _Opened(self, self.disconnect, addr)

    def unbind(self, addr):
        self._core.unbind(_text(addr))

    def disconnect(self, addr):
        self._core.disconnect(_text(addr))

    def bind_to_random_port(self, addr, min_port=49152, max_port=65536, max_tries=100):
        """Returns the port."""
        if (min_port, max_port) == (49152, 65536):
            self.bind(f'{addr}:*')
            return int(self.last_endpoint.rsplit(b':', 1)[1])
        for _ in range(max_tries):
            port = random.randrange(min_port, max_port)
            try:
                self.bind(f'{addr}:{port}')
                return port
            except ZMQError as taken:
                if taken.errno not in (constants.Errno.EADDRINUSE, 13):
                    raise
        raise ZMQBindError('Could not bind socket to random port.')

    def close(self, linger=None):
        """Who waits for it gets an error. What was sent has as many milliseconds left as `linger` says."""
        if not self.closed:
            if linger is not None:
                self.setsockopt(SocketOption.LINGER, linger)
            self._core.close()

    @property
    def closed(self):
        return self._core.closed

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    # --- messages ---

    def send(self, data, flags=0, copy=True, track=False, routing_id=None, group=None):
        """Sends a part of a message: with SNDMORE others follow. With NOBLOCK it does not wait: Again."""
        if isinstance(data, str):
            raise TypeError('unicode not allowed, use send_string')
        if isinstance(data, Frame):
            data = data.bytes
        if not self._core.send(data, bool(flags & SNDMORE), not flags & DONTWAIT):
            raise Again()
        return MessageTracker() if track and not copy else None

    def recv(self, flags=0, copy=True, track=False):
        """The next part."""
        data = self._core.recv(not flags & DONTWAIT)
        if data is None:
            raise Again()
        return data if copy else Frame(data, more=bool(self.rcvmore))

    def send_multipart(self, msg_parts, flags=0, copy=True, track=False, **kwargs):
        """Several parts, which arrive together or not at all."""
        parts = list(msg_parts)
        for number, part in enumerate(parts):
            if not isinstance(part, (bytes, bytearray, memoryview, Frame)):
                raise TypeError(f'Frame {number} ({part!r:.16}...) does not support the buffer interface.')
        for part in parts[:-1]:
            self.send(part, flags | SNDMORE, copy=copy, track=track)
        return self.send(parts[-1], flags, copy=copy, track=track)

    def recv_multipart(self, flags=0, copy=True, track=False):
        parts = [self.recv(flags, copy=copy)]
        while self.getsockopt(SocketOption.RCVMORE):
            parts.append(self.recv(flags, copy=copy))
        return parts

    def send_serialized(self, msg, serialize, flags=0, copy=True, **kwargs):
        return self.send_multipart(serialize(msg), flags, copy=copy, **kwargs)

    def recv_serialized(self, deserialize, flags=0, copy=True):
        return deserialize(self.recv_multipart(flags, copy=copy))

    def send_string(self, u, flags=0, copy=True, encoding='utf-8', **kwargs):
        if not isinstance(u, str):
            raise TypeError('str objects only')
        return self.send(u.encode(encoding), flags, copy=copy, **kwargs)

    def recv_string(self, flags=0, encoding='utf-8'):
        return self.recv(flags).decode(encoding)

    send_unicode, recv_unicode = send_string, recv_string

    def send_json(self, obj, flags=0, **kwargs):
        sent = {name: kwargs.pop(name) for name in ('routing_id', 'group') if name in kwargs}
        kwargs = {'separators': (',', ':'), 'ensure_ascii': False, **kwargs}
        return self.send(json.dumps(obj, **kwargs).encode(), flags, **sent)

    def recv_json(self, flags=0, **kwargs):
        return json.loads(self.recv(flags).decode(), **kwargs)

    def send_pyobj(self, obj, flags=0, protocol=-1, **kwargs):
        return self.send(pickle.dumps(obj, protocol), flags, **kwargs)

    def recv_pyobj(self, flags=0):
        return pickle.loads(self.recv(flags))

    def poll(self, timeout=None, flags=POLLIN):
        """What it is ready for within so many milliseconds: POLLIN, POLLOUT, both, or 0."""
        if self.closed:
            raise ZMQError(_ENOTSUP)
        return self._core.poll(int(flags), _seconds(timeout))

    # --- options ---

    def setsockopt(self, option, optval):
        if option == SocketOption.HWM:
            return self.set_hwm(optval)
        kind = constants._type_of(option)
        if isinstance(optval, str):
            raise TypeError('unicode not allowed, use setsockopt_string')
        if kind is int:
            if not isinstance(optval, int):
                raise TypeError(f'expected int, got: {optval!r}')
            self._core.set_number(option, optval)
        elif kind is bytes:
            if not isinstance(optval, bytes):
                raise TypeError(f'expected bytes, got: {optval!r}')
            self._core.set_text(option, optval)
        else:
            self._core.set_long(option, optval)

    def getsockopt(self, option):
        if option == SocketOption.HWM:
            return self.get_hwm()
        kind = constants._type_of(option)
        return (self._core.number if kind is int else self._core.text if kind is bytes else
                self._core.long_number)(option)

    set, get = setsockopt, getsockopt

    def setsockopt_string(self, option, optval, encoding='utf-8'):
        if not isinstance(optval, str):
            raise TypeError(f'Only unicode strings, not {type(optval)}')
        self.setsockopt(option, optval.encode(encoding))

    def getsockopt_string(self, option, encoding='utf-8'):
        if constants._type_of(option) is not bytes:
            raise TypeError(f'option {option} will not return a string to be decoded')
        return self.getsockopt(option).decode(encoding)

    set_string, get_string = setsockopt_string, getsockopt_string
    setsockopt_unicode, getsockopt_unicode = setsockopt_string, getsockopt_string

    def subscribe(self, topic):
        """A SUB gets what begins with that."""
        self.setsockopt(SocketOption.SUBSCRIBE, topic.encode() if isinstance(topic, str) else topic)

    def unsubscribe(self, topic):
        self.setsockopt(SocketOption.UNSUBSCRIBE, topic.encode() if isinstance(topic, str) else topic)

    def get_hwm(self):
        return self.getsockopt(SocketOption.SNDHWM)

    def set_hwm(self, value):
        self.setsockopt(SocketOption.SNDHWM, value)
        self.setsockopt(SocketOption.RCVHWM, value)

    hwm = property(get_hwm, set_hwm)

    @property
    def type(self):
        return SocketType(self.getsockopt(SocketOption.TYPE))

    @property
    def socket_type(self):
        return self.type

    def fileno(self):
        """A descriptor that can be read when there is news; and that may not be told twice."""
        return self.getsockopt(SocketOption.FD)

    def __setattr__(self, name, value):
        if name in ('subscribe', 'unsubscribe'):
            getattr(self, name)(value)
            return
        option = _option(SocketOption, name)
        if _is_own(self, name):
            object.__setattr__(self, name, value)
        elif option is None:
            raise AttributeError(f'{type(self).__name__} has no such option: {name.upper()}')
        else:
            self.setsockopt(option, value)

    def __getattr__(self, name):
        option = _option(SocketOption, name)
        if option is None:
            raise AttributeError(f'{type(self).__name__} has no such option: {name.upper()}')
        return self.getsockopt(option)

    def __repr__(self):
        name = '' if self.closed else f'(zmq.{self.type.name})'
        return f'<zmq.green.{type(self).__name__}{name} at {id(self):#x}{" closed" * self.closed}>'


def _text(addr):
    return addr.decode() if isinstance(addr, bytes) else addr


# --- several at once ---

class Poller:
    """Waits for several sockets, and for descriptors and what has one."""

    def __init__(self):
        self.sockets = []

    def __contains__(self, socket):
        return any(one is socket or one == socket for one, _ in self.sockets)

    def register(self, socket, flags=POLLIN | POLLOUT):
        """Replaces what was asked of the same one before; with 0, nothing is asked."""
        others = [(one, asked) for one, asked in self.sockets if one != socket]
        if not flags:
            self.sockets = others
        elif len(others) == len(self.sockets):
            self.sockets.append((socket, flags))
        else:
            self.sockets = [(one, flags if one == socket else asked) for one, asked in self.sockets]

    modify = register

    def unregister(self, socket):
        if socket not in self:
            raise KeyError(socket)
        self.register(socket, 0)

    def poll(self, timeout=None):
        """[(socket, what it is ready for)] of those that are, within so many milliseconds."""
        ours = [(one, int(asked)) for one, asked in self.sockets if isinstance(one, Socket)]
        for one, _ in ours:
            if one.closed:
                raise ZMQError(_ENOTSOCK)
        if len(ours) == len(self.sockets):
            found = _greenscope.zmq_poll([(one._core, asked) for one, asked in ours], _seconds(timeout))
            return [(ours[number][0], ready) for number, ready in found]
        return self._poll_with_descriptors(ours, _seconds(timeout))

    def _poll_with_descriptors(self, ours, seconds):
        import select as numbers

        from gevent.select import poll
        from gevent.time import monotonic
        asked_of_system, owners = poll(), {}
        bits = (POLLIN, numbers.POLLIN), (POLLOUT, numbers.POLLOUT)
        for one, asked in self.sockets:
            number = one if isinstance(one, int) else one.fileno()
            is_ours = isinstance(one, Socket)
            # Of ours the descriptor says only that there is news.
            wanted = numbers.POLLIN if is_ours else sum(theirs for mine, theirs in bits if asked & mine)
            asked_of_system.register(number, wanted)
            if not is_ours:
                owners[number] = one
        until = None if seconds is None else monotonic() + seconds
        while True:
            found = [(one, one.getsockopt(SocketOption.EVENTS) & asked) for one, asked in ours]
            found = [(one, ready) for one, ready in found if ready]
            left = None if until is None else max(until - monotonic(), 0)
            told = asked_of_system.poll(0 if found else None if left is None else left * 1000)
            for number, events in told:
                if number in owners:
                    ready = sum(mine for mine, theirs in bits if events & theirs)
                    found.append((owners[number], ready or int(POLLERR)))
            if found or not told and left is not None:
                return found


def select(rlist, wlist, xlist, timeout=None):
    """As select.select, with ZeroMQ's sockets among what is waited for."""
    poller = Poller()
    for one in [*rlist, *wlist, *xlist]:
        poller.register(one, sum(bit for bit, asked in ((POLLIN, rlist), (POLLOUT, wlist), (POLLERR, xlist))
                                 if any(other is one for other in asked)))
    found = poller.poll(None if timeout is None else int(timeout * 1000))
    return tuple([one for one, ready in found if ready & bit and any(other is one for other in asked)]
                 for bit, asked in ((POLLIN, rlist), (POLLOUT, wlist), (POLLERR, xlist)))


def proxy(frontend, backend, capture=None):
    """Passes on what comes, both ways, for ever; a copy goes to `capture`."""
    both = (frontend, backend) if frontend is not backend else (frontend,)
    others = {both[0]: both[-1], both[-1]: both[0]}
    poller = Poller()
    for one in both:
        poller.register(one, POLLIN)
    while True:
        for one, _ in poller.poll():
            parts = one.recv_multipart()
            if capture is not None:
                capture.send_multipart(parts)
            others[one].send_multipart(parts)


def device(device_type, isocket, osocket):
    """A proxy, as it was called before."""
    proxy(isocket, osocket)
