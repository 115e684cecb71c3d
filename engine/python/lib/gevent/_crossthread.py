"""Calls from other threads of the program: the engine's thread makes them, and the thread waits.

The hub makes them as soon as it looks. While the engine's thread computes or stands still in a call of the system
(it may well wait for the very thread that calls, in Thread.join, say) a signal lets it make those that need not wait.
"""

import _thread
import collections
import time

import _greenscope

_allocate_lock = _thread.allocate_lock
# Of threads that ask for the engine's attention once more: a signal is lost on one that is just about to stand still.
_AGAIN = 0.05


def _seconds():
    """Of this machine, whatever the run's clock."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


class _Call:
    """A method's call, until it has been made."""

    __slots__ = ('method', 'args', 'kwargs', 'answered', 'value', 'error', 'is_late')

    def __init__(self, method, args, kwargs):
        self.method = method
        self.args = args
        self.kwargs = kwargs
        self.answered = _allocate_lock()
        self.answered.acquire()
        self.value = self.error = None
        self.is_late = False

    def argument(self, place, name, default):
        """What was given for it."""
        return self.args[place] if len(self.args) > place else self.kwargs.get(name, default)

    def limit(self):
        """How many seconds it may wait; None: no limit."""
        places = {'wait': 0, 'join': 0, 'acquire': 1, 'get': 1, 'peek': 1, 'put': 2}
        place = places.get(self.method.__name__)
        limit = None if place is None else self.argument(place, 'timeout', None)
        return limit if isinstance(limit, (int, float)) else None

    def run(self):
        """Wherever it may wait."""
        try:
            self.value = self.method(*self.args, **self.kwargs)
        except BaseException as error:
            self.error = error
        finally:
            self.answered.release()

    def run_at_once(self):
        """Whether that was possible without waiting."""
        name, owner = self.method.__name__, self.method.__self__
        if name == 'wait':
            return self._is_over(owner.ready(), _found_by_wait(owner))
        if name == 'join':
            return self._is_over(owner.unfinished_tasks == 0, owner.unfinished_tasks == 0)
        if not self._is_possible(name, owner):
            if not self.is_late:
                return False
            self.args, self.kwargs = self.args[:name == 'put'], {'blocking' if name == 'acquire' else 'block': False}
        self.run()
        return True

    def _is_over(self, has_come, found):
        if not has_come and not self.is_late:
            return False
        self.value = found
        self.answered.release()
        return True

    def _is_possible(self, name, owner):
        if name in ('acquire', '__enter__'):
            return not owner.locked() or not self.argument(0, 'blocking', True)
        if name in ('get', 'peek'):
            there = owner.ready() if isinstance(owner, _greenscope.AsyncResult) else not owner.empty()
            return there or not self.argument(0, 'block', True)
        if name == 'put' and not isinstance(owner, _greenscope.SimpleQueue):
            return not owner.full() or not self.argument(1, 'block', True)
        return True


def _found_by_wait(owner):
    if isinstance(owner, _greenscope.Event):
        return owner.ready()
    return owner.value if isinstance(owner, _greenscope.AsyncResult) else owner.counter


class _Calls:
    """Those that were not begun yet."""

    def __init__(self):
        self._waiting = collections.deque()
        self._has_rung = False
        self._is_serving = False

    def make(self, call):
        """Returns when it was made, or the run is over."""
        limit = call.limit()
        until = None if limit is None else _seconds() + max(limit, 0)
        self._waiting.append(call)
        again = _AGAIN / 50
        while self._ring():
            if call.answered.acquire(timeout=again):
                return
            again = _AGAIN
            if until is not None and _seconds() > until:
                call.is_late = True

    def _ring(self):
        """Whether there is still somebody to hear it."""
        if not self._has_rung:
            self._has_rung = True
            if not _greenscope.ring(self._serve_in_hub):
                return False
        return _greenscope.nudge()

    def _serve_in_hub(self):
        self._has_rung = False
        self.serve()
        while self._waiting:
            _greenscope.spawn_raw(self._waiting.popleft().run)

    def serve(self):
        """Makes those that are possible now, in the order in which they came: each may make others so."""
        if self._is_serving:
            return
        self._is_serving = True
        try:
            while any([self._serve_one(call) for call in list(self._waiting)]):
                pass
        finally:
            self._is_serving = False

    def _serve_one(self, call):
        # Those behind a late one that can't be made go on.
        if not call.run_at_once():
            return False
        self._waiting.remove(call)
        return True


_calls = _Calls()
serve = _calls.serve


def in_engine(method, args, kwargs):
    """What the method returns, or raises."""
    call = _Call(method, args, kwargs)
    _calls.make(call)
    if call.error is not None:
        raise call.error
    return call.value
