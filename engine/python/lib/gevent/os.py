"""gevent.os"""

import errno
import fcntl
import os as _os
import time as _time

from _greenscope import getcurrent, wait_read, wait_write  # noqa: F401
from gevent._hub_local import get_hub
from gevent.event import Event as _Event

EAGAIN = errno.EAGAIN
_own_waitpid = _os.waitpid
_own_posix_spawn, _own_posix_spawnp = _os.posix_spawn, _os.posix_spawnp
_WAITED = 60

__implements__ = ['fork', 'forkpty', 'waitpid', 'posix_spawn', 'posix_spawnp']
__extensions__ = ['tp_read', 'tp_write', 'make_nonblocking', 'nb_read', 'nb_write', 'fork_gevent', 'forkpty_gevent',
                  'fork_and_watch', 'forkpty_and_watch']
__all__ = __implements__ + __extensions__
__imports__ = []


def tp_read(fd, n):
    """Reads in a thread: for what can't be made non-blocking."""
    return get_hub().threadpool.apply(_os.read, (fd, n))


def tp_write(fd, buf):
    """Writes in a thread."""
    return get_hub().threadpool.apply(_os.write, (fd, buf))


def make_nonblocking(fd):
    """Whether it was changed."""
    flags = fcntl.fcntl(fd, fcntl.F_GETFL, 0)
    if flags & _os.O_NONBLOCK:
        return None
    fcntl.fcntl(fd, fcntl.F_SETFL, flags | _os.O_NONBLOCK)
    return True


def nb_read(fd, n):
    """As os.read, waiting without holding anybody up. The descriptor must be non-blocking."""
    while True:
        try:
            return _os.read(fd, n)
        except BlockingIOError:
            wait_read(fd)


def nb_write(fd, buf):
    """As os.write, waiting without holding anybody up. The descriptor must be non-blocking."""
    while True:
        try:
            return _os.write(fd, buf)
        except BlockingIOError:
            wait_write(fd)


def _no_fork(*_args, **_kwargs):
    raise NotImplementedError('gevent.os: fork() is not built in Greenscope, since a forked process would have no '
                              'engine; use gevent.subprocess or posix_spawn')


fork = fork_gevent = fork_and_watch = forkpty = forkpty_gevent = forkpty_and_watch = _no_fork

# Processes that are watched, with their status once they have ended.
_children = {}


class _Child:
    """A process of the program's, until somebody has asked for its end."""

    def __init__(self, pid, callback=None):
        self.pid = pid
        self.status = None
        self.ended_at = None
        self.end = _Event()
        self._callback = callback
        self.watcher = get_hub().loop.child(pid)
        self.watcher.start(self._ended)

    def _ended(self):
        from gevent.signal import _on_child_end
        self.status, self.ended_at = self.watcher.rstatus, _time.time()
        self.end.set()
        if self._callback is not None:
            self._callback(self.watcher)
        _on_child_end()


def _watch(pid, callback=None):
    for old in [one for one in _children.values() if one.ended_at and _time.time() - one.ended_at > _WAITED]:
        del _children[old.pid]
    _children[pid] = _Child(pid, callback)
    return pid


def posix_spawn(*args, **kwargs):
    """As os.posix_spawn; the process can be waited for with waitpid."""
    return _watch(_own_posix_spawn(*args, **kwargs))


def posix_spawnp(*args, **kwargs):
    """As os.posix_spawnp; the process can be waited for with waitpid."""
    return _watch(_own_posix_spawnp(*args, **kwargs))


def waitpid(pid, options):
    """As os.waitpid, waiting without holding anybody up."""
    if pid <= 0:
        ended = next((one for one in _children.values() if one.status is not None), None) if pid == -1 else None
        if ended is None:
            if pid == -1 and _children and not options & _os.WNOHANG:
                from gevent import wait
                wait([one.end for one in _children.values()], count=1)
                return waitpid(pid, options)
            return _own_waitpid(pid, options)
        pid = ended.pid
    child = _children.get(pid)
    if child is None:
        if options & _os.WNOHANG:
            return _own_waitpid(pid, options)
        # What is no child of this process never ends for it.
        _os.waitid(_os.P_PID, pid, _os.WEXITED | _os.WNOHANG | _os.WNOWAIT)
        child = _Child(pid)
    if child.status is None:
        if options & _os.WNOHANG:
            return 0, 0
        child.end.wait()
    _children.pop(pid, None)
    return pid, child.status
