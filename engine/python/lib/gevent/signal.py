"""gevent.signal: the standard module; handlers are functions of the run."""

import signal as _signal
from signal import *  # noqa: F401,F403

_own_signal = _signal.signal
_own_getsignal = _signal.getsignal
_child_handler = _signal.SIG_DFL

__implements__ = ['signal', 'getsignal']
__extensions__ = []
__imports__ = [name for name in dir(_signal) if not name.startswith('_') and name not in __implements__]
__all__ = __implements__ + __imports__
for _name in __imports__:
    globals()[_name] = getattr(_signal, _name)


def getsignal(signalnum):
    """The handler; of SIGCHLD the one that was set here."""
    return _child_handler if signalnum == _signal.SIGCHLD else _own_getsignal(signalnum)


def signal(signalnum, handler):
    """As signal.signal. That of SIGCHLD is called in a greenlet."""
    global _child_handler
    if signalnum != _signal.SIGCHLD:
        return _own_signal(signalnum, handler)
    if handler not in (_signal.SIG_IGN, _signal.SIG_DFL) and not callable(handler):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    before, _child_handler = getsignal(signalnum), handler
    return before


def _on_child_end():
    """A process that the program watches has ended."""
    from gevent import spawn
    if callable(_child_handler):
        spawn(_child_handler, _signal.SIGCHLD, None)
