"""gevent.threadpool: native threads, for functions that block."""

import concurrent.futures as _futures
import sys as _sys
import threading as _threading

import _greenscope
from gevent._hub_local import get_hub
from gevent.event import AsyncResult, Event
from gevent.exceptions import InvalidThreadUseError
from gevent.greenlet import Greenlet
from gevent.pool import GroupMappingMixin

__all__ = ['ThreadPool', 'ThreadPoolExecutor', 'ThreadResult']


def _get_thread_profile():
    return _threading._profile_hook


def _get_thread_trace():
    return _threading._trace_hook


class _Task:
    """A call, and what came of it."""

    __slots__ = ('function', 'args', 'kwargs', 'value', 'error')

    def __init__(self, function, args, kwargs):
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.value = self.error = None

    def __call__(self):
        """In the thread."""
        _sys.setprofile(_get_thread_profile())
        _sys.settrace(_get_thread_trace())
        try:
            self.value = self.function(*self.args, **self.kwargs)
        except BaseException as error:
            self.error = error
        finally:
            _sys.settrace(None)
            _sys.setprofile(None)
        self.args = self.kwargs = None


class ThreadPool(GroupMappingMixin):
    """At most so many threads, which run the functions that they are given."""

    def __init__(self, maxsize, hub=None, idle_task_timeout=-1):
        self.hub = get_hub() if hub is None else hub
        self.fork_watcher = None
        self.pid = None
        self._engine = None
        self._size = 0
        self._waiting = 0
        self._has_room = None
        self.maxsize = maxsize

    @property
    def maxsize(self):
        return self._maxsize

    @maxsize.setter
    def maxsize(self, maxsize):
        if not isinstance(maxsize, int):
            raise TypeError(f'maxsize must be integer: {maxsize!r}')
        if maxsize < 0:
            raise ValueError(f'maxsize must not be negative: {maxsize!r}')
        self._maxsize = maxsize
        self._size = min(self._size, maxsize)
        # Those that run in the former threads come back all the same.
        self._former = self._engine
        self._engine = _greenscope.Threads(maxsize) if maxsize else None
        if maxsize and self._has_room is not None:
            self._has_room.set()
            self._has_room = None

    def _tasks(self):
        return sum(one.task_count for one in (self._engine, self._former) if one is not None)

    @property
    def size(self):
        """How many threads there are."""
        return self._size

    @size.setter
    def size(self, size):
        if size < 0:
            raise ValueError(f'Size of the pool cannot be negative: {size!r}')
        if size > self._maxsize:
            raise ValueError(f'Size of the pool cannot be bigger than maxsize: {size!r} > {self._maxsize!r}')
        self._size = size

    def adjust(self):
        """Threads come and go by themselves."""

    def __len__(self):
        return self._tasks() + self._waiting

    def __bool__(self):
        return True

    def __repr__(self):
        return (f'<{type(self).__name__} at {id(self):#x} tasks={len(self)} size={self.size} maxsize={self.maxsize} '
                f'hub={self.hub!r}>')

    def join(self, timeout=None):
        """Waits until all tasks are done."""
        for one in (self._engine, self._former):
            if one is not None:
                one.wait_until_idle(timeout)

    def kill(self):
        """Lets its threads go, when they are done."""
        self.join()
        self._size = 0

    def spawn(self, func, *args, **kwargs):
        """Waits for a free thread, and calls the function in it; returns an AsyncResult."""
        if not _greenscope.in_engine_thread():
            raise InvalidThreadUseError('a thread pool is used in the thread that made it only')
        if not callable(func):
            raise TypeError(f'{func!r} object is not callable')
        task = _Task(func, args, kwargs)
        result = AsyncResult()

        def done():
            function, task.function = task.function, None
            error = task.error
            if error is not None:
                self._report((self, function), error)
                result.set_exception(error)
            else:
                result.set(task.value)

        self._waiting += 1
        try:
            while self._engine is None:
                if self._has_room is None:
                    self._has_room = Event()
                self._has_room.wait()
            self._engine.submit(task, done)
        finally:
            self._waiting -= 1
        self._size = min(self._maxsize, max(self._size, self._tasks()))
        return result

    def _report(self, context, error):
        self.hub.handle_error(context, type(error), error, error.__traceback__)

    # What GroupMappingMixin asks.
    def _apply_immediately(self):
        return not _greenscope.in_engine_thread()

    def _apply_async_cb_spawn(self, callback, result):
        callback(result)

    def _apply_async_use_greenlet(self):
        return True

    def full(self):
        return False


class ThreadResult:
    """A result that is set in a thread, and told in the hub."""

    def __init__(self, receiver, hub, call_when_ready):
        self.receiver = receiver
        self.hub = hub
        self.context = None
        self.value = None
        self.exc_info = ()
        self._call_when_ready = call_when_ready
        self._watcher = hub.loop.async_()
        self._watcher.start(self._tell)
        if receiver is None:
            self.receiver = self._no_receiver

    def _no_receiver(self, _result):
        pass

    def _tell(self):
        self._watcher.stop()
        try:
            if self.exc_info:
                self.hub.handle_error(self.context, *self.exc_info)
            self._call_when_ready()
            self.receiver(self)
        finally:
            self.value = None

    @property
    def exception(self):
        return self.exc_info[1] if self.exc_info else None

    def set(self, value):
        self.value = value
        self._watcher.send()

    def handle_error(self, context, exc_info):
        self.context = context
        self.exc_info = exc_info
        self._watcher.send()

    def successful(self):
        return self.exception is None


def wrap_errors(errors, function, args, kwargs):
    """(True, result), or (False, error)."""
    try:
        return True, function(*args, **kwargs)
    except errors as error:
        return False, error


class _Future(_futures.Future):
    """What submit returns: greenlets wait for it, and so can gevent.wait."""

    def __init__(self, result):
        self._result_async = result
        self._callbacks = []
        self._cancelled = False
        result.rawlink(self._tell)

    def _tell(self, _result):
        for callback in self._callbacks:
            self._call(callback)
        del self._callbacks[:]

    def _call(self, callback):
        try:
            callback(self)
        except Exception as error:
            get_hub().print_exception((callback, self), type(error), error, error.__traceback__)

    def set_result(self, result):
        self._result_async.set(result)

    def set_exception(self, exception):
        self._result_async.set_exception(exception)

    def cancel(self):
        return False

    def cancelled(self):
        return False

    def running(self):
        return not self.done()

    def done(self):
        return self._result_async.ready()

    def result(self, timeout=None):
        self._wait(timeout)
        return self._result_async.get()

    def exception(self, timeout=None):
        self._wait(timeout)
        return self._result_async.exception

    def _wait(self, timeout):
        self._result_async.wait(timeout)
        if not self.done():
            raise _futures.TimeoutError()

    def add_done_callback(self, fn):
        if self.done() and not self._callbacks:
            self._call(fn)
        else:
            self._callbacks.append(fn)

    def rawlink(self, callback):
        self._result_async.rawlink(lambda _result: callback(self))

    def unlink(self, callback):
        """It is called once, and then finds nobody."""

    def ready(self):
        return self.done()

    # The standard module's wait() looks at these under its own locks, which would stop everybody unless they are
    # patched.
    @property
    def _condition(self):
        from gevent import monkey
        if not monkey.is_module_patched('threading'):
            raise AttributeError('_condition: use gevent.wait(), or monkey.patch_all()')
        condition = self.__dict__.get('_own_condition')
        if condition is None:
            condition = self._own_condition = _threading.Condition()
        return condition

    @property
    def _state(self):
        return 'FINISHED' if self.done() else 'RUNNING'

    @property
    def _waiters(self):
        waiters = self.__dict__.get('_own_waiters')
        if waiters is None:
            waiters = self._own_waiters = []
            self._result_async.rawlink(self._tell_waiters)
        return waiters

    def _tell_waiters(self, result):
        for waiter in self._own_waiters:
            (waiter.add_result if result.successful() else waiter.add_exception)(self)

    @property
    def _exception(self):
        return self._result_async.exception

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} state={"finished" if self.done() else "running"}>'


class ThreadPoolExecutor(_futures.ThreadPoolExecutor):
    """The concurrent.futures form. Its threads are native ones, patched or not."""

    def __init__(self, *args, **kwargs):
        size = args[0] if args else kwargs.pop('max_workers', None) or 10
        _futures.ThreadPoolExecutor.__init__(self, size)
        self._threadpool = ThreadPool(size)
        self._is_down = False

    def submit(self, fn, *args, **kwargs):
        if self._is_down:
            raise RuntimeError('cannot schedule new futures after shutdown')
        return _Future(self._threadpool.spawn(fn, *args, **kwargs))

    def shutdown(self, wait=True, **kwargs):
        self._is_down = True
        if wait and _greenscope.in_engine_thread():
            self._threadpool.join()

    kill = shutdown

    def _adjust_thread_count(self):
        """The pool does so."""


del Greenlet
