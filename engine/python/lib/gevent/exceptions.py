"""gevent.exceptions"""

from greenlet import GreenletExit

__all__ = ['BlockingSwitchOutError', 'ConcurrentObjectUseError', 'HubDestroyed', 'InvalidSwitchError',
           'InvalidThreadUseError', 'LoopExit']


class LoopExit(Exception):
    """Everybody waits, and nothing is left that could wake anybody."""

    why = ()


class BlockingSwitchOutError(AssertionError):
    """A blocking call in the hub."""


class InvalidSwitchError(AssertionError):
    """A switch that nobody has waited for."""


class ConcurrentObjectUseError(AssertionError):
    """Two greenlets use what only one can."""


class InvalidThreadUseError(RuntimeError):
    """An object of the engine in a thread that is not its own."""


class HubDestroyed(GreenletExit):
    """The hub is gone."""

    destroy_loop = False
