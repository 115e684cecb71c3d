"""gevent.threading: what monkey.patch_thread puts into the standard module."""

import threading as _own

import _greenscope
from gevent.event import Event  # noqa: F401
from gevent.greenlet import Greenlet
from gevent.local import local
from gevent.thread import LockType as Lock
from gevent.thread import allocate_lock as _allocate_lock, get_ident, start_new_thread

__implements__ = ['local', '_start_new_thread', '_allocate_lock', 'Lock', '_get_ident', 'get_ident', '_set_sentinel',
                  '_DummyThread', 'RLock', '_CRLock', 'Thread', 'Timer']
__extensions__ = []
__all__ = ['Event', 'Lock', 'RLock', 'get_ident', 'local']

_start_new_thread = start_new_thread
_get_ident = get_ident
_CRLock = None
_own_dummy = _own._DummyThread

Lock, local, _allocate_lock = Lock, local, _allocate_lock
_set_sentinel = _allocate_lock


def RLock(*args, **kwargs):
    """Belongs to one greenlet at a time, which may take it again and again."""
    return _own._PyRLock(*args, **kwargs)


class _DummyThread(_own_dummy):
    """Stands for a greenlet that no Thread has started."""

    def __init__(self):
        _own_dummy.__init__(self)
        current = _greenscope.getcurrent() if _greenscope.in_engine_thread() else None
        if isinstance(current, Greenlet):
            current.rawlink(self._forget)

    def _forget(self, ended):
        _own._active.pop(get_ident(ended), None)

    def _reset_internal_locks(self, is_alive):
        """After a fork; there is none."""

    def __repr__(self):
        return f'<{type(self).__name__}({self._name}, started daemon {self._ident})>'


class Thread(_own.Thread):
    """Over when its greenlet is: no thread of the system's ends that could release the lock that join() waits for."""

    def _set_tstate_lock(self):
        super()._set_tstate_lock()
        _greenscope.getcurrent().rawlink(self._greenlet_ended)

    def _greenlet_ended(self, _ended):
        if self._tstate_lock:
            self._tstate_lock.release()
            self._stop()


class Timer(Thread, _own.Timer):
    """A function, later, in a greenlet of its own."""


def main_native_thread():
    """The thread that the program began in."""
    return _own.main_thread()


def _finish_patching():
    """The thread that runs the program is now its main greenlet."""
    from gevent.hub import greenlet_main
    main = _own.main_thread()
    before, ident = main._ident, get_ident(greenlet_main())
    if before != ident:
        _own._active.pop(before, None)
        main._ident = ident
        _own._active[ident] = main
    # Made before: the greenlets that share them are one thread to them.
    _own._active_limbo_lock = _own.RLock()
    _own._shutdown_locks_lock = _allocate_lock()
    if not isinstance(main._started._cond._lock, Lock):
        main._started._cond = _own.Condition(_allocate_lock())
    import sys
    logging = sys.modules.get('logging')
    if logging is not None:
        logging._lock = _own.RLock()
        for reference in list(logging._handlerList):
            handler = reference()
            if handler is not None and getattr(handler, 'lock', None) is not None:
                handler.createLock()
