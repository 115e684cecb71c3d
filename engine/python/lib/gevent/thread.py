"""gevent.thread: _thread's functions, with greenlets for threads."""

import _thread as _own

import _greenscope
import gevent._crossthread  # noqa: F401  (while it can still be imported)
from gevent.exceptions import LoopExit
from gevent.greenlet import Greenlet
from gevent.local import local as _local
from gevent.lock import BoundedSemaphore
from greenlet import GreenletExit

__implements__ = ['allocate_lock', 'get_ident', 'exit', 'LockType', 'stack_size', 'start_new_thread', '_local']
__imports__ = ['error']
__all__ = __implements__ + __imports__

error = _own.error
get_native_id = _own.get_native_id
_own_get_ident = _own.get_ident
stack_size = _own.stack_size
TIMEOUT_MAX = _own.TIMEOUT_MAX


_acquire, _release = BoundedSemaphore.acquire, BoundedSemaphore.release


def get_ident(gr=None):
    """The greenlet's number: what tells threads from each other."""
    if gr is not None:
        return id(gr)
    return id(_greenscope.getcurrent()) if _greenscope.in_engine_thread() else _own_get_ident()


def start_new_thread(function, args=(), kwargs=None):
    """A greenlet in the place of a thread."""
    if not callable(function):
        raise TypeError('first arg must be callable')
    if not isinstance(args, tuple):
        raise TypeError('2nd arg must be a tuple')
    if kwargs is not None and not isinstance(kwargs, dict):
        raise TypeError('optional 3rd arg must be a dictionary')
    return get_ident(Greenlet.spawn(function, *args, **(kwargs or {})))


class LockType(BoundedSemaphore):
    """A lock; whoever takes it, anybody may give it back."""

    def acquire(self, blocking=True, timeout=-1):
        if timeout is None or timeout == -1:
            limit = None
        else:
            if not blocking:
                raise ValueError("can't specify a timeout for a non-blocking call")
            if timeout < 0:
                raise ValueError('timeout value must be a non-negative number')
            if timeout > TIMEOUT_MAX:
                raise OverflowError('timeout value is too large')
            limit = timeout
        try:
            is_taken = _acquire(self, bool(blocking), limit)
        except LoopExit:
            # Nobody is left who could release it; a thread would wait for ever.
            if blocking:
                raise
            is_taken = False
        if not is_taken and not blocking and _greenscope.getcurrent() is not _greenscope.get_hub():
            # Whoever tries again and again waits for another, who would never run.
            _greenscope.sleep(0)
        return is_taken

    acquire_lock = acquire

    def release(self):
        try:
            return _release(self)
        except ValueError as error:
            raise RuntimeError(*error.args) from None

    release_lock = release

    def locked_lock(self):
        return self.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, value, traceback):
        self.release()

    def _at_fork_reinit(self):
        """A run does not fork."""

    def __repr__(self):
        state = 'locked' if self.locked() else 'unlocked'
        return f'<{state} {type(self).__module__}.{type(self).__name__} object at {id(self):#x}>'


def allocate_lock():
    return LockType()


lock = LockType


def exit():
    raise GreenletExit


def interrupt_main(signum=2):
    _own.interrupt_main(signum)


_local = _local
__target__ = '_thread'
