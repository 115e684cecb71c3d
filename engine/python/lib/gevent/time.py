"""gevent.time: the standard module with a sleep that lets others run."""

import time as _time
from time import *  # noqa: F401,F403

from _greenscope import sleep

__implements__ = ['sleep']
__imports__ = [name for name in dir(_time) if not name.startswith('_') and name != 'sleep']
__all__ = __implements__ + __imports__
sleep = sleep
