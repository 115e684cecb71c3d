"""gevent.lock"""

import _greenscope

__all__ = ['BoundedSemaphore', 'DummySemaphore', 'RLock', 'Semaphore']


class _Shown:
    @property
    def hub(self):
        return _greenscope.get_hub()

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {self}>'

    def __str__(self):
        return f'<{type(self).__name__} counter={self.counter} _links[{self.linkcount()}]>'


def _enter(self):
    self.acquire()


def _exit(self, kind, value, traceback):
    self.release()


class Semaphore(_Shown, _greenscope.Semaphore):
    """So many may pass."""

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        # `with` calls what a class makes of acquire and release; the engine's own functions know nothing of that.
        if 'acquire' in cls.__dict__ and '__enter__' not in cls.__dict__:
            cls.__enter__ = _enter
        if 'release' in cls.__dict__ and '__exit__' not in cls.__dict__:
            cls.__exit__ = _exit


class BoundedSemaphore(Semaphore, _greenscope.BoundedSemaphore):
    """Complains if it is released more often than it was acquired."""

    _OVER_RELEASE_ERROR = ValueError


class RLock(_greenscope.RLock):
    """Belongs to one greenlet at a time, which may take it again and again."""

    # What threading.Condition asks of its lock.
    def _is_owned(self):
        return self._depth() > 0

    def _release_save(self):
        depth = self._depth()
        for _ in range(depth):
            self.release()
        return depth

    def _acquire_restore(self, depth):
        for _ in range(depth):
            self.acquire()


class DummySemaphore:
    """Has no end of permits: for code that need not lock."""

    def __init__(self, value=None):
        """Any value is as good as none."""

    def locked(self):
        return False

    def ready(self):
        return True

    def release(self):
        """Nobody waits for it."""

    def rawlink(self, callback):
        """Never called: it never becomes free."""

    unlink = rawlink

    def wait(self, timeout=None):
        return 1

    def acquire(self, blocking=True, timeout=None):
        return True

    def __enter__(self):
        return None

    def __exit__(self, kind, value, traceback):
        return None
