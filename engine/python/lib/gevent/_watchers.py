"""The watchers that programs get from hub.loop. What they are made of is the engine's."""

import os
import signal as _signal

import _greenscope

READ, WRITE = 1, 2
EVENTS = READWRITE = READ | WRITE
MINPRI, MAXPRI = -2, 2
# Patched, it would wait for what its watcher tells.
_own_waitpid = os.waitpid


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


class _watcher_of_ours(watcher):
    """One that the engine knows nothing of."""

    _is_on = False

    @property
    def active(self):
        return self._is_on

    def _start(self):
        self._is_on = True

    def stop_engine(self):
        self._is_on = False


class prepare(_watcher_of_ours):
    """Called before the loop waits, in each iteration."""

    def _start(self):
        _watcher_of_ours._start(self)
        self.loop._each_iteration(self)


class check(prepare):
    """Called after the loop has waited, in each iteration."""


class async_(_watcher_of_ours):
    """Its event comes when some thread calls `send`."""

    _is_sent = False
    _outside = None

    def _start(self):
        _watcher_of_ours._start(self)
        self.loop._listen(self)
        self._outside = _greenscope.OutsideWork() if self._ref else None

    def stop_engine(self):
        _watcher_of_ours.stop_engine(self)
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
        try:
            pid, status = _own_waitpid(self.pid, os.WNOHANG)
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


class fork(_watcher_of_ours):
    """Its event never comes: a run does not fork."""
