"""ZeroMQ's numbers and errors. Its sockets are in zmq.green: those of zmq itself would hold up all greenlets."""

from _greenscope import zmq_version
from zmq import constants, error
from zmq.constants import *  # noqa: F403
from zmq.error import *  # noqa: F403
from zmq.error import strerror

__version__ = '24.0.1'

__all__ = [*constants.__all__, *error.__all__, 'strerror', 'zmq_version', 'zmq_version_info', 'pyzmq_version',
           'pyzmq_version_info']


def zmq_version_info():
    """Of the library, as numbers."""
    return tuple(map(int, zmq_version().split('.')))


def pyzmq_version():
    """The one whose names these are."""
    return __version__


def pyzmq_version_info():
    return 24, 0, 1


def __getattr__(name):
    if name in ('Context', 'Socket', 'Poller', 'select', 'proxy', 'device'):
        raise NotImplementedError(f'zmq.{name} would hold up all greenlets, and Greenscope has only zmq.green.{name}: '
                                  'import zmq.green as zmq')
    raise AttributeError(f"module 'zmq' has no attribute {name!r}")
