"""gevent.core: the loop's names."""

import sys

from gevent._loop import callback, loop
from gevent._watchers import EVENTS, MAXPRI, MINPRI, READ, READWRITE, WRITE

__all__ = ['EVENTS', 'MAXPRI', 'MINPRI', 'READ', 'READWRITE', 'WRITE', 'get_header_version', 'get_version', 'loop',
           'recommended_backends', 'supported_backends', 'time', 'callback']

BACKENDS = ('epoll',)


def get_version():
    return 'libev-4.33'


get_header_version = get_version


def supported_backends():
    return ['epoll', 'poll', 'select']


def recommended_backends():
    return ['epoll']


def embeddable_backends():
    return []


def time():
    from gevent.hub import get_hub
    return get_hub().loop.now()


libev = sys.modules[__name__]
