"""The module greenlet, as far as programs for gevent use it. The greenlets are the engine's."""

import _greenscope
from _greenscope import getcurrent, greenlet

__all__ = ['GreenletExit', 'error', 'getcurrent', 'gettrace', 'greenlet', 'settrace']
__version__ = '2.0.2'
GREENLET_USE_GC = True
GREENLET_USE_TRACING = True
GREENLET_USE_CONTEXT_VARS = True
CLOCKS_PER_SEC = 1_000_000


class GreenletExit(BaseException):
    """Ends a greenlet quietly."""


class error(Exception):
    """A switch that can't be made."""


def settrace(callback):
    """Calls callback(event, (origin, target)) in the target after each switch; event is 'switch' or 'throw'."""
    before = gettrace()
    _greenscope.set_switch_trace(callback)
    return before


def gettrace():
    """The function that `settrace` was given, or None."""
    return _greenscope.switch_trace()


greenlet.GreenletExit = GreenletExit
greenlet.error = error
greenlet.getcurrent = staticmethod(getcurrent)
greenlet.settrace = staticmethod(settrace)
greenlet.gettrace = staticmethod(gettrace)
