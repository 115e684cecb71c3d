"""gevent on Greenscope's engine."""

import collections as _collections
import sys as _sys

version_info = _collections.namedtuple('version_info', 'major minor micro releaselevel serial')(22, 10, 2, 'final', 0)
__version__ = '22.10.2'

from _greenscope import idle, kill, killall, joinall, sleep, spawn_raw  # noqa: E402
from greenlet import GreenletExit  # noqa: E402
from gevent._config import config  # noqa: E402
from gevent.greenlet import Greenlet  # noqa: E402
from gevent.hub import get_hub, getcurrent, iwait, reinit, signal_handler, wait  # noqa: E402
from gevent.timeout import Timeout, with_timeout  # noqa: E402
from gevent.os import fork  # noqa: E402

spawn = Greenlet.spawn
spawn_later = Greenlet.spawn_later
getswitchinterval = _sys.getswitchinterval
setswitchinterval = _sys.setswitchinterval

__all__ = [
    'Greenlet', 'GreenletExit', 'Timeout', 'config', 'fork', 'get_hub', 'getcurrent', 'getswitchinterval', 'idle',
    'iwait', 'joinall', 'kill', 'killall', 'reinit', 'setswitchinterval', 'signal_handler', 'sleep', 'spawn',
    'spawn_later', 'spawn_raw', 'wait', 'with_timeout',
]
