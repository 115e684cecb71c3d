"""gevent.timeout"""

import _greenscope

__all__ = ['Timeout', 'with_timeout']


class Timeout(BaseException):
    """Raised in the greenlet that started it when the time is up."""

    def __init__(self, seconds=None, exception=None, ref=True, priority=-1):
        BaseException.__init__(self)
        self.seconds = seconds
        self.exception = exception
        self._timer = _greenscope.Timer(self, seconds, exception, bool(ref))

    @classmethod
    def start_new(cls, timeout=None, exception=None, ref=True):
        """A started one; `timeout` may be one already."""
        if not isinstance(timeout, Timeout):
            timeout = cls(timeout, exception, ref=ref)
        if not timeout.pending:
            timeout.start()
        return timeout

    @classmethod
    def _start_new_or_dummy(cls, timeout, exception=None, ref=True):
        """The same; other libraries ask for it where `timeout` may be None."""
        return cls.start_new(timeout, exception, ref)

    def start(self):
        if self.pending:
            raise AssertionError(f'{self!r} is already started; to restart it, cancel it first')
        if self.seconds is None:
            return
        self._timer.start()

    @property
    def pending(self):
        return self._timer.pending

    def _on_expiration(self, prev_greenlet, ex):
        """The time is up; after this it is raised."""

    def cancel(self):
        self._timer.cancel()

    def close(self):
        self._timer.close()

    def __str__(self):
        if self.seconds is None:
            return ''
        text = f'{self.seconds} second' + ('' if self.seconds == 1 else 's')
        if self.exception is False:
            return text + ' (silent)'
        if self.exception is None:
            return text
        return f'{text}: {self.exception}'

    def __repr__(self):
        name = type(self).__name__
        pending = ' pending' if self.pending else ''
        exception = '' if self.exception is None else f' exception={self.exception!r}'
        return f'<{name} at {id(self):#x} seconds={self.seconds}{exception}{pending}>'

    def __enter__(self):
        if not self.pending:
            self.start()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()
        return value is self and self.exception is False


def with_timeout(seconds, function, *args, **kwds):
    """function's result; `timeout_value`, if that is given, when the time is up."""
    missing = object()
    timeout_value = kwds.pop('timeout_value', missing)
    timeout = Timeout.start_new(seconds)
    try:
        try:
            return function(*args, **kwds)
        except Timeout as expired:
            if expired is timeout and timeout_value is not missing:
                return timeout_value
            raise
    finally:
        timeout.cancel()
