"""hub.loop: what programs ask of the event loop, which is the engine's."""

import collections

import _greenscope
from gevent._watchers import (MAXPRI, MINPRI, async_, check, child, fork, idle, io, prepare, signal, timer,
                              watcher)


class callback:
    """What run_callback_threadsafe returns."""

    __slots__ = ('callback', 'args')

    def __init__(self, function, args):
        self.callback = function
        self.args = args

    def stop(self):
        self.callback = self.args = None

    close = stop

    @property
    def pending(self):
        return self.callback is not None

    def __bool__(self):
        return self.args is not None


class loop:
    """What programs ask of the event loop."""

    MINPRI, MAXPRI = MINPRI, MAXPRI
    default = True
    backend = 'epoll'
    backend_int = 4
    origflags = origflags_int = 0
    WatcherType = watcher
    CALLBACK_CHECK_COUNT = 50
    approx_timer_resolution = 0.001
    starting_timer_may_update_loop_time = False
    iteration = 0
    depth = 1
    error_handler = None
    sigfd = None

    def __init__(self, flags=None, default=None):
        raise NotImplementedError('gevent: Greenscope has one event loop in a run; another can not be made')

    @classmethod
    def _of_hub(cls):
        self = cls.__new__(cls)
        self._keepaliveset = set()
        self._sent = collections.deque()
        self._listeners = []
        self._bell = None
        self._each = []
        return self

    def handle_error(self, context, type, value, tb):
        handler = self.error_handler
        if handler is None:
            from gevent._hub_local import get_hub
            handler = get_hub()
        getattr(handler, 'handle_error', handler)(context, type, value, tb)

    # --- callbacks ---

    def run_callback(self, function, *args):
        return _greenscope.run_callback(function, *args)

    def run_callback_threadsafe(self, function, *args):
        """The same from any thread."""
        if _greenscope.in_engine_thread():
            return _greenscope.run_callback(function, *args)
        made = callback(function, args)
        self._sent.append(made)
        self._ring()
        return made

    def _ring(self):
        """From any thread: the hub looks at what was sent."""
        _greenscope.ring(self._look)

    def _look(self):
        while self._sent:
            made = self._sent.popleft()
            function, args = made.callback, made.args
            if function is None:
                continue
            made.callback = None
            try:
                function(*args)
            except BaseException as error:
                self.handle_error(made, type(error), error, error.__traceback__)
            finally:
                made.args = None
        for listener in list(self._listeners):
            if listener._is_sent:
                listener._is_sent = False
                listener._call()

    def _listen(self, listener):
        self._listeners.append(listener)

    def _do_not_listen(self, listener):
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _each_iteration(self, watcher):
        self._each.append(watcher)
        if len(self._each) == 1:
            self.run_callback(self._run_each)

    def _run_each(self):
        self._each = [one for one in self._each if one.active]
        for one in list(self._each):
            if one.active:
                one._call()
        if self._each:
            # As often as the loop goes round, and not by themselves.
            later = self.timer(0.0, ref=False)
            later.start(self._run_each)

    # --- time ---

    def now(self):
        return _greenscope.clock() / 1e9

    def update_now(self):
        """The clock needs nobody to tell it."""

    update = update_now

    # --- watchers ---

    def timer(self, after, repeat=0.0, ref=True, priority=None):
        return timer(self, after, repeat, ref, priority)

    def io(self, fd, events, ref=True, priority=None):
        return io(self, fd, events, ref, priority)

    def closing_fd(self, fd):
        """Whether anybody waits for it."""
        return any(isinstance(one, io) and one.fd == fd for one in self._keepaliveset)

    def idle(self, ref=True, priority=None):
        return idle(self, ref, priority)

    def prepare(self, ref=True, priority=None):
        return prepare(self, ref, priority)

    def check(self, ref=True, priority=None):
        return check(self, ref, priority)

    def async_(self, ref=True, priority=None):
        return async_(self, ref, priority)

    def fork(self, ref=True, priority=None):
        return fork(self, ref, priority)

    def child(self, pid, trace=0, ref=True):
        return child(self, pid, trace, ref)

    def install_sigchld(self):
        """The end of a process is noticed without it."""

    def reset_sigchld(self):
        """There is nothing to be reset."""

    def signal(self, signum, ref=True, priority=None):
        return signal(self, signum, ref, priority)

    def stat(self, path, interval=0.0, ref=True, priority=None):
        raise NotImplementedError('hub.loop.stat is not built in Greenscope')

    # --- the loop itself ---

    def run(self, nowait=False, once=False):
        raise NotImplementedError('hub.loop.run() is not built in Greenscope: the engine runs the loop, and a greenlet '
                                  'that blocks lets it go on')

    def break_(self, how=None):
        raise NotImplementedError('hub.loop.break_() is not built in Greenscope: the loop ends with the run')

    def destroy(self):
        """It goes with the run."""

    def reinit(self):
        """After a fork; there is none here."""

    def ref(self):
        raise NotImplementedError('hub.loop.ref() is not built in Greenscope: see the attribute ref of a watcher')

    unref = ref

    def verify(self):
        """The engine does so."""

    def debug(self):
        return [repr(one) for one in self._keepaliveset]

    @property
    def activecnt(self):
        return len(self._keepaliveset)

    @property
    def pendingcnt(self):
        return len(self._sent)

    @property
    def ptr(self):
        return True

    def fileno(self):
        return None

    def __repr__(self):
        return f'<{type(self).__module__}.loop at {id(self):#x} {self.backend} default>'

    def __getattr__(self, name):
        if name == 'async':
            return self.async_
        if name.startswith('_'):
            raise AttributeError(name)
        raise AttributeError(f'hub.loop.{name} is not built in Greenscope')
