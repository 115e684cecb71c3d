"""gevent.select"""

from select import *  # noqa: F401,F403
from select import error  # noqa: F401

from _greenscope import select

__all__ = ['error', 'select']
