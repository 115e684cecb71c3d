"""Calls from other threads of the program: a greenlet of the engine's thread makes them, and the thread waits."""

import _thread

import _greenscope

_allocate_lock = _thread.allocate_lock


def in_engine(function, args, kwargs):
    """What the function returns, or raises."""
    answered = _allocate_lock()
    answered.acquire()
    outcome = []

    def run():
        try:
            outcome.append((function(*args, **kwargs), None))
        except BaseException as error:
            outcome.append((None, error))
        finally:
            answered.release()

    if not _greenscope.ring(lambda: _greenscope.spawn_raw(run)):
        return None  # the run is over: there is nobody to be waited for
    answered.acquire()
    value, error = outcome.pop()
    if error is not None:
        raise error
    return value
