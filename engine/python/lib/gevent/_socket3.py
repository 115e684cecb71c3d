"""The class socket of gevent.socket."""

import _socket
import errno
import os
import select as _select
import socket as _standard

import _greenscope
from gevent._hub_local import get_hub_if_exists
from gevent._socketcommon import _resolve_addr

_Standard = _standard.socket
_own_poll = _select.poll
# As a timeout: that of the socket.
timeout_default = object()


class _RawSocket(_socket.socket):
    """What the system's calls are made with. It never blocks."""

    __slots__ = ('__weakref__',)


class _Closed:
    """In the place of the raw socket, once that is closed or has been given away."""

    def __init__(self, family, type, proto, number, how):
        self.family, self.type, self.proto = family, type, proto
        self._number, self._how = number, how

    def fileno(self):
        return -1

    detach = fileno

    def close(self):
        """It is."""

    def __bool__(self):
        return False

    def __getattr__(self, name):
        raise OSError(errno.EBADF, 'Bad file descriptor')

    def __repr__(self):
        return f'<socket object [closed proxy at {id(self):#x} fd={self._number} {self._how}]>'


def _wait_in_thread(number, events, seconds, late):
    """Where there is no hub: the thread waits, and only that."""
    asked = _own_poll()
    asked.register(number, events)
    if not asked.poll(None if seconds is None else max(seconds, 0) * 1000):
        raise TimeoutError(late)


class socket:
    """A socket whose calls hold up only the greenlet that makes them."""

    __slots__ = ('hub', 'timeout', '_sock', '_core_', '_io_refs', '_closed', '_ref', '__weakref__')

    _gevent_sock_class = _RawSocket

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._begin(family, type, proto, fileno)

    def _begin(self, family, type, proto, fileno, listener=None):
        """`listener`: the socket that has accepted it."""
        if fileno is None:
            family = _socket.AF_INET if family == -1 else family
            type = _socket.SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
        self._core_ = None
        self._ref = True
        self._io_refs = 0
        self._closed = False
        self._sock = self._gevent_sock_class(family, type, proto, fileno)
        self._sock.setblocking(False)
        self.timeout = _socket.getdefaulttimeout()
        self.hub = get_hub_if_exists()
        if self.hub is None:
            return
        if listener is not None:
            self._core_ = self._new_core(listener._core)
            return
        self._core_ = self._new_core()
        if fileno is not None:
            self._tell_what_it_is()

    def _new_core(self, listener=None):
        sock = self._sock
        return _greenscope.SocketCore(sock.fileno(), sock.family, sock.type, listener)

    @property
    def _core(self):
        """The engine's part: it waits, and the record hears of it. None in other threads, and once it is closed."""
        if not _greenscope.in_engine_thread():
            return None
        if self._core_ is None and self._sock:
            self._core_ = self._new_core()
            self._core_.set_referenced(self._ref)
        return self._core_

    @property
    def ref(self):
        """Whether who waits for it keeps the loop going."""
        return self._ref

    @ref.setter
    def ref(self, value):
        self._ref = bool(value)
        if self._core_ is not None:
            self._core_.set_referenced(self._ref)

    def _tell_what_it_is(self):
        sock, core = self._sock, self._core_
        try:
            peer = sock.getpeername()
        except OSError:
            if sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_ACCEPTCONN):
                core.listening()
        else:
            # Without addresses there is nothing to be called after.
            if peer or sock.getsockname():
                core.connected()

    def __getattr__(self, name):
        return getattr(self._sock, name)

    # --- waiting ---

    def _wait_to_read(self, reason, late='timed out'):
        self._wait(_select.POLLIN, reason, self.timeout, late)

    def _wait_to_write(self, reason, late='timed out', timeout=timeout_default):
        self._wait(_select.POLLOUT, reason, self.timeout if timeout is timeout_default else timeout, late)

    def _wait(self, events, reason, timeout, late):
        if timeout is not None and timeout <= 0:
            raise TimeoutError(late)
        core = self._core
        if core is None:
            _wait_in_thread(self._sock.fileno(), events, timeout, late)
        elif events == _select.POLLIN:
            core.wait_read(reason, timeout, late)
        else:
            core.wait_write(reason, timeout, late)

    def _read(self, call, *args):
        while True:
            try:
                return getattr(self._sock, call)(*args)
            except BlockingIOError:
                if self.timeout == 0.0:
                    raise
            self._wait_to_read('receive')

    def _write(self, timeout, call, *args):
        """Tries, waits, and tries again: 0 if the room was gone again by then."""
        try:
            return getattr(self._sock, call)(*args)
        except BlockingIOError:
            if timeout == 0.0:
                raise
        self._wait_to_write('send', timeout=timeout)
        try:
            return getattr(self._sock, call)(*args)
        except BlockingIOError:
            return 0

    def _has_received(self, data, *count):
        core = self._core
        if core is not None:
            core.received(data, *count)

    def _has_sent(self, data, count):
        core = self._core
        if core is not None:
            core.sent(data, count)

    # --- making connections ---

    def bind(self, address):
        """Takes an address of its own."""
        self._sock.bind(address)
        core = self._core
        if core is not None:
            core.bound()

    def listen(self, *backlog):
        """Lets others connect to it."""
        self._sock.listen(*backlog)
        core = self._core
        if core is not None:
            core.listening()

    def _accept(self):
        return self._sock._accept()

    def _accepted(self, fileno):
        made = socket.__new__(socket)
        made._begin(self.family, self.type, self.proto, fileno, self)
        return made

    def accept(self):
        """The next connection's socket, and who it is from."""
        while True:
            try:
                fileno, address = self._accept()
                break
            except BlockingIOError:
                if self.timeout == 0.0:
                    raise
            self._wait_to_read('accept')
        return self._accepted(fileno), address

    def connect(self, address):
        """Connects it. Its timeout limits the whole call."""
        if self.timeout == 0.0:
            self._sock.connect(address)
        else:
            self._connect_waiting(_resolve_addr(self._sock, address))
        core = self._core
        if core is not None:
            core.connected()

    def _connect_waiting(self, address):
        left = self._time_left()
        while True:
            error = self.getsockopt(_socket.SOL_SOCKET, _socket.SO_ERROR) or self._sock.connect_ex(address)
            if not error or error == errno.EISCONN:
                return
            if error not in (errno.EWOULDBLOCK, errno.EINPROGRESS, errno.EALREADY):
                raise OSError(error, os.strerror(error))
            self._wait_to_write('connect', timeout=left())

    def _time_left(self):
        """Of a call that begins now: a function that tells what its waits still may take."""
        if self.timeout is None:
            return lambda: None
        end = _greenscope.clock() + int(self.timeout * 1e9)
        return lambda: (end - _greenscope.clock()) / 1e9

    def connect_ex(self, address):
        """As connect, but returns the error's number."""
        try:
            return self.connect(address) or 0
        except TimeoutError as late:
            return late.errno or errno.EAGAIN
        except _socket.gaierror:
            raise
        except OSError as failed:
            if failed.errno:
                return failed.errno
            raise

    # --- reading ---

    def recv(self, *args):
        """The next bytes, as soon as there are any."""
        data = self._read('recv', *args)
        self._has_received(data)
        return data

    def recvfrom(self, *args):
        """The next datagram, and who sent it."""
        data, address = self._read('recvfrom', *args)
        self._has_received(data)
        return data, address

    def recv_into(self, buffer, *args):
        """As recv, into a buffer; returns how many."""
        count = self._read('recv_into', buffer, *args)
        self._has_received(buffer, count)
        return count

    def recvfrom_into(self, buffer, *args):
        """As recvfrom, into a buffer."""
        count, address = self._read('recvfrom_into', buffer, *args)
        self._has_received(buffer, count)
        return count, address

    def recvmsg(self, *args):
        """As recv, with ancillary data."""
        received = self._read('recvmsg', *args)
        self._has_received(received[0])
        return received

    def recvmsg_into(self, buffers, *args):
        """As recvmsg, into buffers."""
        buffers = list(buffers)
        received = self._read('recvmsg_into', buffers, *args)
        left = received[0]
        for buffer in buffers:
            count = min(left, memoryview(buffer).nbytes)
            if count:
                self._has_received(buffer, count)
            left -= count
        return received

    # --- writing ---

    def send(self, data, flags=0, timeout=timeout_default):
        """The beginning of it, as much as there is room for; returns how much."""
        count = self._write(self.timeout if timeout is timeout_default else timeout, 'send', data, flags)
        self._has_sent(data, count)
        return count

    def sendall(self, data, flags=0):
        """All of it. Its timeout limits the whole call."""
        rest = memoryview(data)
        if rest.format != 'B' or rest.ndim != 1:
            rest = rest.cast('B')
        left = self._time_left()
        timeout, is_first = self.timeout, True
        while rest:
            if not is_first and timeout is not None and timeout <= 0:
                raise TimeoutError('timed out')
            rest = rest[self.send(rest, flags, timeout=timeout):]
            timeout, is_first = left(), False

    def sendto(self, data, *args):
        """A datagram."""
        count = self._write(self.timeout, 'sendto', data, *args)
        self._has_sent(data, count)
        return count

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None):
        """As send, of several buffers, with ancillary data."""
        buffers = list(buffers)
        timeout = 0.0 if flags & _socket.MSG_DONTWAIT else self.timeout
        count = left = self._write(timeout, 'sendmsg', buffers, ancdata, flags, address)
        for buffer in buffers:
            part = min(left, memoryview(buffer).nbytes)
            if part:
                self._has_sent(buffer, part)
            left -= part
        return count

    def sendfile(self, file, offset=0, count=None):
        """A file's bytes, up to its end; returns how many."""
        return self._sendfile_use_send(file, offset, count)

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        # os.sendfile would hold everybody up while it reads.
        raise _standard._GiveupOnSendfile

    _sendfile_use_send = _Standard._sendfile_use_send
    _check_sendfile_params = _Standard._check_sendfile_params

    # --- ending ---

    def shutdown(self, how):
        """Whoever waits in that direction is thrown out."""
        core = self._core
        if core is not None:
            core.cancel(how != _socket.SHUT_WR, how != _socket.SHUT_RD)
        self._sock.shutdown(how)

    def close(self):
        """Whoever waits is thrown out, and then the descriptor closed; files that were made of it keep it open."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def _real_close(self):
        sock = self._sock
        if sock:
            self._let_go('closed', sock.close)

    def detach(self):
        """The descriptor, which is the caller's from now on."""
        self._closed = True
        sock = self._sock
        if sock:
            self._let_go('detached', _nothing)
        return sock.detach()

    def _let_go(self, how, then):
        sock, core = self._sock, self._core_
        try:
            facts = sock.family, sock.type, sock.proto, sock.fileno()
        except OSError:
            facts = -1, -1, -1, None
        self._sock = _Closed(*facts, how)
        self._core_ = None
        if core is None:
            then()
        else:
            core.close(then)

    @property
    def closed(self):
        return self._closed

    # --- settings and facts ---

    def settimeout(self, howlong):
        """How long a wait may take: seconds, or None for ever."""
        if howlong is not None:
            if not hasattr(howlong, '__float__'):
                raise TypeError('a float is required', howlong, type(howlong))
            howlong = float(howlong)
            if howlong < 0.0:
                raise ValueError('Timeout value out of range')
        self.timeout = howlong

    def gettimeout(self):
        return self.timeout

    def setblocking(self, flag):
        self.timeout = None if flag else 0.0

    def getblocking(self):
        return self.timeout != 0.0

    def fileno(self):
        return self._sock.fileno()

    def getsockname(self):
        return self._sock.getsockname()

    def getpeername(self):
        return self._sock.getpeername()

    def getsockopt(self, *args):
        return self._sock.getsockopt(*args)

    def setsockopt(self, *args):
        return self._sock.setsockopt(*args)

    family = property(lambda self: self._sock.family)
    type = property(lambda self: self._sock.type)
    proto = property(lambda self: self._sock.proto)

    # --- what the standard class says of any socket ---

    makefile = _Standard.makefile
    _decref_socketios = _Standard._decref_socketios
    dup = _Standard.dup
    get_inheritable = _Standard.get_inheritable
    set_inheritable = _Standard.set_inheritable

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if not self._closed:
            self.close()

    def __getstate__(self):
        raise TypeError('Cannot serialize socket object')

    def _extra_repr(self):
        return ''

    def __repr__(self):
        told = repr(self._sock)
        closed = ' [closed]' if self._closed else ''
        kind = self.__class__
        return (f'<{kind.__module__}.{kind.__name__}{closed} at {id(self):#x}{self._extra_repr()}'
                f'{told.removeprefix("<socket")}')


def _nothing():
    """Nobody closes a descriptor that was given away."""


SocketType = socket


def fromfd(fd, family, type, proto=0):
    """A socket of a copy of the descriptor."""
    return socket(family, type, proto, os.dup(fd))


def socketpair(family=None, type=_socket.SOCK_STREAM, proto=0):
    """Two that are connected to each other."""
    ends = _socket.socketpair(_socket.AF_UNIX if family is None else family, type, proto)
    return tuple(socket(end.family, end.type, end.proto, end.detach()) for end in ends)
