"""gevent.hub"""

import os
import signal as _signal
import sys
import time
import traceback

import _greenscope
import _greenscope_lib
import greenlet
from _greenscope import getcurrent, idle, sleep, spawn_raw
from gevent._hub_local import get_hub, get_hub_class, get_hub_if_exists, set_default_hub_class, set_hub  # noqa: F401
from gevent._loop import loop as _Loop
from gevent.exceptions import BlockingSwitchOutError, ConcurrentObjectUseError, HubDestroyed, InvalidSwitchError
from gevent.exceptions import LoopExit
from gevent.timeout import Timeout
from greenlet import GreenletExit

__all__ = ['GreenletExit', 'Hub', 'LoopExit', 'Waiter', 'get_hub', 'getcurrent', 'idle', 'iwait', 'kill', 'reinit',
           'signal', 'signal_handler', 'sleep', 'spawn_raw', 'wait']

kill = _greenscope.kill
iwait = _greenscope.iwait
getcurrent, set_hub, BlockingSwitchOutError, InvalidSwitchError = (  # other libraries look for them here
    getcurrent, set_hub, BlockingSwitchOutError, InvalidSwitchError)
_get_hub = get_hub_if_exists
get_hub_noargs = get_hub


class signal_handler:
    """Calls the function in a new greenlet each time the signal comes."""

    greenlet_class = None
    # A signal never keeps the loop going here.
    ref = False

    def __init__(self, signalnum, handler, *args, **kwargs):
        self.hub = get_hub()
        self.args = args
        self.kwargs = kwargs
        self.handler = handler
        self.watcher = _greenscope.signal_handler(signalnum, handler, *args, **kwargs)
        _process_signals.follow(signalnum)

    def cancel(self):
        self.watcher.cancel()


class _ProcessSignals:
    """Signals that come to the process from elsewhere, signal.alarm's say, are the run's too."""

    _bell = None

    def follow(self, number):
        if number == _signal.SIGCHLD or not _greenscope_lib.follow_process_signal(number):
            return
        if self._bell is None:
            # Python looks at its signals while it computes; while the hub waits, this wakes it.
            read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
            _signal.set_wakeup_fd(write, warn_on_full_buffer=False)
            self._bell = get_hub().loop.io(read, 1, ref=False)
            self._bell.start(os.read, read, 4096)


_process_signals = _ProcessSignals()


signal = signal_handler


def wait(objects=None, timeout=None, count=None):
    """Those that got ready, in that order; without objects: until nothing is left that could happen."""
    if objects is None:
        return get_hub().join(timeout=timeout)
    return list(iwait(list(objects), timeout, count))


def reinit(hub=None):
    """After a fork; there is none here."""


class _NoStream:
    """Stands for sys.stderr at the time of the report."""


class Hub(greenlet.greenlet):
    """The greenlet that runs the event loop, and switches to each of the others when it is its turn."""

    SYSTEM_ERROR = (KeyboardInterrupt, SystemExit, SystemError)
    NOT_ERROR = (GreenletExit, SystemExit)
    MAIN_HUB = True
    threadpool_size = 10
    name = ''
    main_hub = True
    periodic_monitoring_thread = None
    _resolver = None
    _threadpool = None
    _stream = _NoStream

    def _begin(self):
        """The engine has made it; its constructor is not called."""
        self.loop = _Loop._of_hub()
        self._format = None

    # --- errors that nobody caught ---

    @property
    def exception_stream(self):
        """Where they are told; sys.stderr, if nothing else was set."""
        return sys.stderr if self._stream is _NoStream else self._stream

    @exception_stream.setter
    def exception_stream(self, stream):
        self._stream = stream

    @exception_stream.deleter
    def exception_stream(self):
        self.__dict__.pop('_stream', None)

    @property
    def format_context(self):
        """How the place of an error is written."""
        if self._format is None:
            from gevent._config import config
            return config.format_context
        return self._format

    @format_context.setter
    def format_context(self, function):
        self._format = function

    @format_context.deleter
    def format_context(self):
        self._format = None

    @staticmethod
    def _normalize_exception(kind, value, trace):
        if isinstance(kind, str):
            kind = RuntimeError(kind)
        if not isinstance(kind, type):
            kind, value = type(kind), kind
        if not isinstance(value, BaseException):
            value = kind() if value is None else kind(*value) if isinstance(value, tuple) else kind(value)
        if trace is None:
            trace = value.__traceback__
        return type(value) if not isinstance(value, kind) else kind, value, trace

    def handle_error(self, context, type, value, tb):
        """What is done with an error that nobody caught: told, and if it is a system error raised in main."""
        type, value, tb = self._normalize_exception(type, value, tb)
        if type is HubDestroyed:
            return
        if not issubclass(type, self.NOT_ERROR):
            self.print_exception(context, type, value, tb)
        if context is None or issubclass(type, self.SYSTEM_ERROR):
            self.handle_system_error(type, value, tb)

    def handle_system_error(self, type, value, tb=None):
        """Raises it in main, now."""
        type, value, tb = self._normalize_exception(type, value, tb)
        _greenscope.raise_in_main(value)

    def print_exception(self, context, t, v, tb):
        """Tells of it on exception_stream."""
        t, v, tb = self._normalize_exception(t, v, tb)
        _greenscope.record_report(context, v)
        stream = self.exception_stream
        if not stream:
            return
        if v.__traceback__ is None and tb is not None:
            v = v.with_traceback(tb)
        place = ''
        if context is not None:
            if not isinstance(context, str):
                try:
                    context = self.format_context(context)
                except Exception:
                    traceback.print_exc(file=stream)
                    context = repr(context)
            place = f' {context} failed with {getattr(t, "__name__", "exception")}\n'
        when = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
        stream.write(f'{_greenscope_lib.format_exception(v)}\n{when}{place}\n')

    # --- waiting ---

    def switch(self, *args, **kwargs):
        """Blocks the greenlet that calls it until somebody switches back to that; what he passes is returned."""
        giving_up = getattr(getcurrent(), 'switch_out', None)
        if giving_up is not None:
            giving_up()
        return greenlet.greenlet.switch(self, *args, **kwargs)

    def wait(self, watcher):
        """Blocks the greenlet that calls it until the watcher's event has come."""
        waiter = Waiter(self)
        watcher.start(waiter.switch, waiter)
        try:
            result = waiter.get()
            if result is not waiter:
                raise InvalidSwitchError(f'Invalid switch into {getcurrent()!r}: got {result!r} (expected {waiter!r})')
        finally:
            watcher.stop()

    def cancel_wait(self, watcher, error, close_watcher=False):
        """Raises the error in whoever waits for the watcher, by a callback."""
        if watcher.callback is None:
            if close_watcher:
                watcher.close()
            return
        self.loop.run_callback(self._cancel_wait, watcher, error, close_watcher)

    @staticmethod
    def _cancel_wait(watcher, error, close_watcher):
        switch = watcher.callback
        if close_watcher:
            watcher.close()
        waiting = getattr(switch, '__self__', None)
        if waiting is not None:
            waiting.throw(error)

    def join(self, timeout=None):
        """Waits until nothing is left that could happen; whether that came before the timeout."""
        if getcurrent() is not greenlet_main():
            raise AssertionError('only possible from the MAIN greenlet')
        return _greenscope.wait_for_loop(timeout)

    def run(self):
        raise AssertionError('the engine runs the hub')

    def destroy(self, destroy_loop=None):
        """A hub goes with its run."""

    # --- what belongs to it ---

    @property
    def threadpool(self):
        """Threads for calls that block; made when it is first asked for."""
        if self._threadpool is None:
            from gevent.threadpool import ThreadPool
            self._threadpool = ThreadPool(self.threadpool_size, hub=self)
        return self._threadpool

    @threadpool.setter
    def threadpool(self, pool):
        self._threadpool = pool

    @threadpool.deleter
    def threadpool(self):
        self._threadpool = None

    @property
    def threadpool_class(self):
        from gevent.threadpool import ThreadPool
        return ThreadPool

    @property
    def resolver(self):
        """Looks names up; made when it is first asked for."""
        if self._resolver is None:
            self._resolver = self.resolver_class(self)
        return self._resolver

    @resolver.setter
    def resolver(self, resolver):
        self._resolver = resolver

    @resolver.deleter
    def resolver(self):
        self._resolver = None

    @property
    def resolver_class(self):
        from gevent._config import config
        return config.resolver

    @property
    def backend(self):
        return self.loop.backend

    @property
    def minimal_ident(self):
        return 0

    def start_periodic_monitoring_thread(self):
        raise NotImplementedError('hub.start_periodic_monitoring_thread() is not built in Greenscope: its window shows '
                                  'what blocks the hub')

    def __repr__(self):
        return f'<{type(self).__name__} {self.name!r} at {id(self):#x} {self.loop!r} thread_ident={self.thread_ident:#x}>'

    @property
    def thread_ident(self):
        import _thread
        return getattr(_thread, '_gevent_saved_get_ident', _thread.get_ident)()


def greenlet_main():
    """The greenlet that runs the program's lines."""
    # From there rather than from the hub: which class that is of may still be chosen.
    one = getcurrent()
    while one.parent is not None:
        one = one.parent
    return one


class Waiter:
    """Lets one greenlet wait for one value."""

    __slots__ = ('hub', 'greenlet', '_waiter', 'value', '_exception', '__weakref__')

    def __init__(self, hub=None):
        self.hub = get_hub() if hub is None else hub
        self._waiter = _greenscope.Waiter()
        self.clear()

    def clear(self):
        self.greenlet = None
        self.value = None
        self._exception = Waiter

    def __str__(self):
        if self._exception is Waiter:
            return f'<{type(self).__name__} greenlet={self.greenlet}>'
        if self._exception is None:
            return f'<{type(self).__name__} greenlet={self.greenlet} value={self.value!r}>'
        return f'<{type(self).__name__} greenlet={self.greenlet} exc_info={self.exc_info!r}>'

    def ready(self):
        return self._exception is not Waiter

    def successful(self):
        return self._exception is None

    @property
    def exc_info(self):
        return self._exception if self._exception is not Waiter else None

    def switch(self, value=None):
        """In the hub: hands the value to whoever waits, or keeps it."""
        if self.greenlet is None:
            self.value, self._exception = value, None
            return
        if getcurrent() is not self.hub:
            raise AssertionError("Can only use Waiter.switch method from the Hub greenlet")
        self.value = value
        self._exception = None
        self._waiter.wake()

    def switch_args(self, *args):
        return self.switch(args)

    def throw(self, *throw_args):
        """In the hub: raises it in whoever waits, or keeps it."""
        if self.greenlet is None:
            self._exception = throw_args
            return
        if getcurrent() is not self.hub:
            raise AssertionError("Can only use Waiter.switch method from the Hub greenlet")
        self._waiter.throw(*throw_args)

    def get(self):
        """Waits; returns the value, or raises."""
        if self._exception is not Waiter:
            if self._exception is None:
                return self.value
            getcurrent().throw(*self._exception)
        if self.greenlet is not None:
            raise ConcurrentObjectUseError(f'This Waiter is already used by {self.greenlet!r}')
        self.greenlet = getcurrent()
        try:
            self._waiter.wait()
            value, self.value, self._exception = self.value, None, Waiter
            return value
        finally:
            self.greenlet = None
            self._waiter.clear()

    def __call__(self, source):
        """As a link: takes over what the source has."""
        if source.exception is None:
            self.switch(source.value)
        else:
            self.throw(source.exception)


class linkproxy:
    """A link that calls a function with the object it was made for."""

    __slots__ = ('callback', 'obj')

    def __init__(self, callback, obj):
        self.callback = callback
        self.obj = obj

    def __call__(self, *args):
        callback, obj, self.callback, self.obj = self.callback, self.obj, None, None
        callback(obj)


del Timeout
