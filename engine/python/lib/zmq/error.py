"""zmq.error: what goes wrong with ZeroMQ's sockets."""

import errno as _errno

from _greenscope import zmq_strerror as strerror

__all__ = ['ZMQBaseError', 'ZMQError', 'ZMQBindError', 'NotDone', 'ContextTerminated', 'InterruptedSystemCall', 'Again',
           'ZMQVersionError']

_ETERM = 156384765


class ZMQBaseError(Exception):
    """Of all that is here."""


class ZMQError(ZMQBaseError):
    """What the library has refused, by its number."""

    errno = None

    def __init__(self, errno=None, msg=None):
        self.errno = errno
        self.strerror = (strerror(errno) if msg is None else msg) if errno is not None else msg or ''
        super().__init__(errno, msg)

    def __str__(self):
        return self.strerror

    def __repr__(self):
        return f"{type(self).__name__}('{self}')"


class _Numbered(ZMQError):
    """Of one number only, which need not be given."""

    _number = None

    def __init__(self, errno='ignored', msg='ignored'):
        super().__init__(self._number)


class Again(_Numbered):
    """It would have to wait."""

    _number = _errno.EAGAIN


class ContextTerminated(_Numbered):
    """Its context is gone."""

    _number = _ETERM


class InterruptedSystemCall(_Numbered, InterruptedError):
    """A signal came."""

    _number = _errno.EINTR


class ZMQBindError(ZMQBaseError):
    """No port was free."""


class NotDone(ZMQBaseError):
    """What was waited for is still going on."""


class ZMQVersionError(NotImplementedError):
    """The library is too old."""


def error_of(number):
    """The exception for that number."""
    for kind in Again, ContextTerminated, InterruptedSystemCall:
        if kind._number == number:
            return kind()
    return ZMQError(number)
