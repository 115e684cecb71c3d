"""gevent.baseserver: what servers have in common. Connections are taken in the hub, as long as there is room."""

import _socket
import errno
import sys

from _greenscope import ServerState
from gevent._hub_local import get_hub
from gevent.greenlet import Greenlet

__all__ = ['BaseServer']


class _Handling:
    """What a handler's greenlet runs. It is called as the handler is."""

    def __init__(self, handle, close):
        self._handle, self._close = handle, close

    @property
    def __name__(self):
        return getattr(self._handle, '__name__', 'handle')

    def __call__(self, *args):
        try:
            return self._handle(*args)
        finally:
            self._close(*args)


class BaseServer:
    """Takes what comes to a socket, and gives each a greenlet that runs `handle`.

    `spawn`: 'default', a greenlet for each; a pool, or a number for one of that size; a function that starts something;
    or None, to run the handler in the hub, where it must not block.
    """

    # After an error of do_read or spawn nothing is taken for so many seconds, twice as long after each further one.
    min_delay = 0.01
    max_delay = 1
    # How many are taken at a wake-up of the hub, at most.
    max_accept = 100
    # How long stop() waits for the handlers of a pool before it kills them.
    stop_timeout = 1
    # Errors after which the socket is of no use any more.
    fatal_errors = (errno.EBADF, errno.EINVAL, errno.ENOTSOCK)

    # What requests come by, where the record is to know: 'http', 'https'.
    _scheme = ''

    _spawn = Greenlet.spawn

    def __init__(self, listener, handle=None, spawn='default'):
        self._stop_event = ServerState(type(self).__name__, self._scheme)
        self._watcher = self._timer = self._handle = None
        self.pool = None
        try:
            self.set_listener(listener)
            self.set_spawn(spawn)
            self.set_handle(handle)
            self.delay = self.min_delay
            self.loop = get_hub().loop
            if self.max_accept < 1:
                raise ValueError(f'max_accept must be positive int: {self.max_accept!r}')
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    # --- settings ---

    def set_listener(self, listener):
        """An address, or a socket that has one."""
        if not hasattr(listener, 'accept'):
            self.family, self.address = parse_address(listener)
            return
        if hasattr(listener, 'do_handshake'):
            raise TypeError(f'Expected a regular socket, not SSLSocket: {listener!r}')
        self.family = listener.family
        self.address = listener.getsockname()
        self.socket = listener

    def set_spawn(self, spawn):
        """How handlers are started: see the class."""
        self.pool = None
        if spawn == 'default':
            self._spawn = self._spawn
        elif hasattr(spawn, 'spawn') or isinstance(spawn, int):
            if isinstance(spawn, int):
                from gevent.pool import Pool
                spawn = Pool(spawn)
            self.pool = spawn
            self._spawn = spawn.spawn
        else:
            self._spawn = spawn
        if hasattr(self.pool, 'full'):
            self.full = self.pool.full
        if self.pool is not None:
            self.pool._semaphore.rawlink(self._start_accepting_if_started)

    def set_handle(self, handle):
        """The handler, unless a subclass has a method of that name."""
        if handle is not None:
            self.handle = handle
        if not hasattr(self, 'handle'):
            raise TypeError("'handle' must be provided")
        self._handle = self.handle

    # --- taking what comes ---

    def _start_accepting_if_started(self, _pool=None):
        if self.started:
            self.start_accepting()

    def start_accepting(self):
        if self._watcher is None:
            self._watcher = self.loop.io(self.socket.fileno(), 1)
            self._watcher.start(self._do_read)

    def stop_accepting(self):
        for name in '_watcher', '_timer':
            armed = getattr(self, name)
            if armed is not None:
                setattr(self, name, None)
                armed.close()

    def do_read(self):
        """What has come, as the arguments of the handler; None if there is nothing. For subclasses."""
        raise NotImplementedError

    def do_handle(self, *args):
        """Starts the handler, after which do_close is called with the same arguments."""
        spawn, close = self._spawn, self.do_close
        handling = _Handling(self._handle, close)
        try:
            if spawn is None:
                handling(*args)
            else:
                spawn(handling, *args)
        except BaseException:
            close(*args)
            raise

    def do_close(self, *args):
        """For subclasses: called when a handler has returned or raised."""

    def full(self):
        """Whether nothing more may be taken now."""
        return False

    def _do_read(self):
        for _ in range(self.max_accept):
            if self.full():
                self.stop_accepting()
                if self.pool is not None:
                    self.pool._semaphore.rawlink(self._start_accepting_if_started)
                return
            try:
                args = self.do_read()
                self.delay = self.min_delay
            except BaseException as failed:
                self.loop.handle_error(self, *sys.exc_info())
                if self.is_fatal_error(failed):
                    self.close()
                    sys.stderr.write(f'ERROR: {self} failed with {str(failed) or repr(failed)}\n')
                else:
                    self._pause()
                return
            if not args:
                return
            try:
                self.do_handle(*args)
            except BaseException:
                self.loop.handle_error((args[1:], self), *sys.exc_info())
                self._pause()
                return

    def _pause(self):
        if self.delay < 0:
            return
        self.stop_accepting()
        self._timer = self.loop.timer(self.delay)
        self._timer.start(self._start_accepting_if_started)
        self.delay = min(self.max_delay, self.delay * 2)

    def is_fatal_error(self, ex):
        return isinstance(ex, OSError) and bool(ex.args) and ex.args[0] in self.fatal_errors

    # --- from start to stop ---

    def init_socket(self):
        """Before anything is taken: makes the socket, if none was given. For subclasses."""

    @property
    def started(self):
        return not self._stop_event.is_set()

    @property
    def closed(self):
        return not hasattr(self, 'socket')

    def start(self):
        """Takes what comes from now on."""
        self.init_socket()
        self._stop_event.clear()
        try:
            self.start_accepting()
            self._tell_where_it_listens()
        except BaseException:
            self.close()
            raise

    def close(self):
        """Takes nothing more, and closes the socket. Handlers go on."""
        self._stop_event.set()
        try:
            self.stop_accepting()
        finally:
            try:
                self.socket.close()
            except Exception:
                pass
            for name in 'socket', 'handle', '_handle', '_spawn', 'full':
                self.__dict__.pop(name, None)
            if self.pool is not None:
                self.pool._semaphore.unlink(self._start_accepting_if_started)

    def stop(self, timeout=None):
        """The same; then waits for a pool's handlers, and kills those that take longer than `timeout`."""
        self.close()
        if self.pool:
            self.pool.join(timeout=self.stop_timeout if timeout is None else timeout)
            self.pool.kill(block=True, timeout=1)

    def serve_forever(self, stop_timeout=None):
        """Starts it if need be, and waits until somebody stops it."""
        if not self.started:
            self.start()
        try:
            self._stop_event.wait()
        finally:
            Greenlet.spawn(self.stop, timeout=stop_timeout).join()

    def _tell_where_it_listens(self):
        core = getattr(self.socket, '_core', None)
        # A socket that is none of gevent's has no part in the record.
        number, address = (core.id, core.name) if core else (0, _address_text(self.address))
        # A path may have bytes that are no text.
        address = address.encode(errors='backslashreplace').decode()
        self._stop_event.listens(number, address, getattr(self.socket, 'type', None) == _socket.SOCK_DGRAM)

    # --- what it is ---

    @property
    def server_host(self):
        return self.address[0] if isinstance(self.address, tuple) else None

    @property
    def server_port(self):
        return self.address[1] if isinstance(self.address, tuple) else None

    def __repr__(self):
        return f'<{type(self).__name__} at {hex(id(self))} {self._formatinfo()}>'

    def __str__(self):
        return f'<{type(self).__name__} {self._formatinfo()}>'

    def _formatinfo(self):
        parts = []
        if hasattr(self, 'socket'):
            parts.append(f'fileno={_told(self.socket.fileno)}')
        parts.append('address=' + _address_text(getattr(self, 'address', None)))
        handle = self.__dict__.get('handle')
        if handle is not None:
            is_own = getattr(handle, '__self__', None) is self
            parts.append('handle=' + (f'<bound method {type(self).__name__}.{handle.__name__} of self>' if is_own
                                      else str(_told(repr, handle))))
        return ' '.join(parts)


def _address_text(address):
    if isinstance(address, tuple) and len(address) == 2:
        return '%s:%s' % address
    return str(address)


def _told(function, *args):
    try:
        return function(*args)
    except Exception as failed:
        return str(failed) or '<error>'


# --- addresses ---

def parse_address(address):
    """(family, address) of what programs write: (host, port), 'host:port', ':port', '[host]:port', port."""
    try:
        return _parse_address(address)
    except ValueError as wrong:
        raise ValueError(f'Failed to parse address {address!r}: {wrong}') from wrong


def _parse_address(address):
    if isinstance(address, tuple):
        is_six = not address[0] or ':' in address[0]
        return _socket.AF_INET6 if is_six else _socket.AF_INET, address
    if isinstance(address, int) or isinstance(address, str) and ':' not in address:
        return _socket.AF_INET6, ('', int(address))
    if not isinstance(address, str):
        raise TypeError(f'Expected tuple or string, got {type(address)}')
    host, port = address.rsplit(':', 1)
    family = _socket.AF_INET
    if host.startswith('[') and host.endswith(']'):
        family, host = _socket.AF_INET6, host[1:-1]
    return family, ('' if host == '*' else host, int(port))
