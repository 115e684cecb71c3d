"""hub.loop, and the watchers that programs get from it. What they are made of is the engine's."""

import collections
import os
import signal as _signal

import _greenscope

READ, WRITE = 1, 2
EVENTS = READWRITE = READ | WRITE
MINPRI, MAXPRI = -2, 2

GREENSCOPE = 'greenscope'


class watcher(_greenscope.watcher):
    """Calls a function in the hub when its event comes."""

    _kind = 'watcher'
    callback = None
    args = None

    def __init__(self, loop, ref=True, priority=None):
        self.loop = loop
        self._ref = bool(ref)
        self._priority = 0
        if priority is not None:
            self.priority = priority

    def start(self, callback, *args, **options):
        if not callable(callback):
            raise TypeError(f'Expected callable, not {callback!r}')
        self._check()
        self.callback = callback
        self.args = args
        if not self.active:
            self._start(**options)
            self.loop._keepaliveset.add(self)

    def _check(self):
        if self.loop is None:
            raise ValueError(f'The {type(self).__name__} is closed')

    def stop(self):
        self.stop_engine()
        self.callback = self.args = None
        if self.loop is not None:
            self.loop._keepaliveset.discard(self)

    def close(self):
        self.stop()
        self.loop = None

    def feed(self, revents, callback, *args):
        """Its event has come, says the program."""
        self.callback, self.args = callback, args
        self.loop.run_callback(self._call)

    def _call(self, *event):
        callback, args = self.callback, self.args
        if callback is None:
            return
        try:
            callback(*event, *args)
        except BaseException as error:
            self.loop.handle_error(self, type(error), error, error.__traceback__)

    @property
    def pending(self):
        """Its event has come and its function is not called yet: that is one step here."""
        return False

    @property
    def ref(self):
        """Whether it keeps the loop going."""
        return self._ref

    @ref.setter
    def ref(self, value):
        self._check()
        value = bool(value)
        if value != self._ref:
            self._ref = value
            if self.active:
                self._start_again()

    @property
    def priority(self):
        return self._priority

    @priority.setter
    def priority(self, value):
        if self.active:
            raise AttributeError('Cannot set priority of an active watcher')
        if not MINPRI <= value <= MAXPRI:
            raise ValueError(f'Expected priority between {MINPRI} and {MAXPRI}, got {value}')
        self._priority = value

    def _start_again(self):
        self.stop_engine()
        self._start()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __repr__(self):
        told = ' active' if self.active else ''
        if self.callback is not None:
            told += f' callback={self.callback!r}'
        if self.args is not None:
            told += f' args={self.args!r}'
        return f'<{type(self).__name__} at {id(self):#x}{self._format()}{told}>'

    def _format(self):
        return ''


class timer(watcher):
    def __init__(self, loop, after=0.0, repeat=0.0, ref=True, priority=None):
        if repeat < 0.0:
            raise ValueError(f'repeat must be positive or zero: {repeat!r}')
        watcher.__init__(self, loop, ref, priority)
        self._after = after
        self._repeat = repeat

    def start(self, callback, *args, update=None):
        self._update = self.loop is not None and self.loop.starting_timer_may_update_loop_time if update is None \
            else update
        watcher.start(self, callback, *args)

    _update = True

    def _start(self):
        self.start_timer(self._due, self._after, self._update, self._ref, self._priority)

    def _due(self):
        if self._repeat:
            self.start_timer(self._due, self._repeat, False, self._ref, self._priority)
            self._call()
            return
        try:
            self._call()
        finally:
            if not self.active:
                self.stop()

    def again(self, callback, *args, update=True):
        """Counts its repeat from now."""
        self._check()
        self.stop_engine()
        if self._repeat:
            self.callback, self.args = callback, args
            self.start_timer(self._due, self._repeat, update, self._ref, self._priority)
            self.loop._keepaliveset.add(self)

    @property
    def at(self):
        return self.loop.now() + self._after

    def _format(self):
        return f' after={self._after} repeat={self._repeat}'


class io(watcher):
    def __init__(self, loop, fd, events, ref=True, priority=None):
        if fd < 0:
            raise ValueError(f'fd must be non-negative: {fd!r}')
        if events & ~EVENTS:
            raise ValueError(f'illegal event mask: {events!r}')
        watcher.__init__(self, loop, ref, priority)
        self._fd = fd
        self._events = events

    _pass_events = False

    def start(self, callback, *args, pass_events=False):
        self._pass_events = pass_events
        watcher.start(self, callback, *args)

    def _start(self):
        # A watcher for both says which it was.
        self.start_io(self._ready, self._fd, self._events, self._ref, self._priority)

    def _ready(self):
        if self._pass_events:
            self._call(self._events if self._events != EVENTS else self._which())
        else:
            self._call()

    def _which(self):
        import select
        poll = getattr(select, '_gevent_saved_poll', select.poll)()
        poll.register(self._fd, select.POLLIN | select.POLLOUT)
        found = dict(poll.poll(0)).get(self._fd, 0)
        return (READ if found & ~select.POLLOUT else 0) | (WRITE if found & select.POLLOUT else 0)

    @property
    def fd(self):
        return self._fd

    @fd.setter
    def fd(self, value):
        if self.active:
            raise AttributeError("'io' watcher attribute 'fd' is read-only while watcher is active")
        self._fd = value

    @property
    def events(self):
        return self._events

    @events.setter
    def events(self, value):
        if self.active:
            raise AttributeError("'io' watcher attribute 'events' is read-only while watcher is active")
        self._events = value

    @property
    def events_str(self):
        return '|'.join(name for bit, name in ((READ, 'READ'), (WRITE, 'WRITE')) if self._events & bit)

    def _format(self):
        return f' fd={self._fd} events={self.events_str}'


class idle(watcher):
    def _start(self):
        self.start_idle(self._call, self._priority)


class prepare(watcher):
    """Called before the loop waits, in each iteration."""

    _is_on = False

    @property
    def active(self):
        return self._is_on

    def _start(self):
        self._is_on = True
        self.loop._each_iteration(self)

    def stop_engine(self):
        self._is_on = False


class check(prepare):
    """Called after the loop has waited, in each iteration."""


class async_(watcher):
    """Its event comes when some thread calls `send`."""

    _is_sent = False

    def _start(self):
        self.loop._listen(self)
        self._is_on = True
        self._outside = _greenscope.OutsideWork() if self._ref else None

    _is_on = False
    _outside = None

    @property
    def active(self):
        return self._is_on

    def stop_engine(self):
        self._is_on = False
        if self.loop is not None:
            self.loop._do_not_listen(self)
        if self._outside is not None:
            self._outside.end()
            self._outside = None

    def send(self):
        self._is_sent = True
        self.loop._ring()

    def send_ignoring_arg(self, _ignored):
        self.send()

    @property
    def pending(self):
        return self._is_sent


class child(watcher):
    """The end of a process that this one has started."""

    def __init__(self, loop, pid, trace=0, ref=True, priority=None):
        watcher.__init__(self, loop, ref, priority)
        self.pid = pid
        self.rpid = 0
        self.rstatus = 0

    def _start(self):
        self._handle = os.pidfd_open(self.pid)
        self._outside = _greenscope.OutsideWork()
        self.start_io(self._ended, self._handle, READ, self._ref, self._priority)

    _handle = None

    def stop_engine(self):
        watcher.stop_engine(self)
        if self._handle is not None:
            self._outside.end()
            os.close(self._handle)
            self._handle = None

    def _ended(self):
        waitpid = getattr(os, '_gevent_saved_waitpid', os.waitpid)
        try:
            pid, status = waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            pid, status = self.pid, 0
        if not pid:
            return
        watcher.stop_engine(self)
        self.rpid, self.rstatus = pid, status
        try:
            self._call()
        finally:
            self.stop()

    def _format(self):
        return f' pid={self.pid} rstatus={self.rstatus}'


class signal(watcher):
    def __init__(self, loop, signum, ref=True, priority=None):
        if not 1 <= signum < _signal.NSIG:
            raise ValueError(f'illegal signal number: {signum!r}')
        watcher.__init__(self, loop, ref, priority)
        self._signalnum = signum

    def _start(self):
        self.start_signal(self._call, self._signalnum)


class fork(watcher):
    """Its event never comes: a run does not fork."""

    def _start(self):
        self.start_idle_never = True

    def stop_engine(self):
        self.start_idle_never = False

    @property
    def active(self):
        return getattr(self, 'start_idle_never', False)


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


watcher.__module__ = loop.__module__ = 'gevent._loop'
