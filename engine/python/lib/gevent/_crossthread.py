"""Semaphores in the hands of other threads: the hub asks for them, and the thread waits for its answer."""

import _thread

import _greenscope

_allocate_lock = _thread.allocate_lock


class Shared:
    """Before one of the engine's semaphores in a class's bases."""

    def acquire(self, blocking=True, timeout=None):
        if _greenscope.in_engine_thread():
            return super().acquire(blocking, timeout)
        return _ask(super().acquire, super().rawlink, super().unlink, blocking, timeout)

    def release(self):
        if _greenscope.in_engine_thread():
            return super().release()
        if not _greenscope.ring(super().release):
            return None  # the run is over

    def __enter__(self):
        self.acquire()

    def __exit__(self, kind, value, traceback):
        self.release()


def _ask(acquire, rawlink, unlink, blocking, timeout):
    answered = _allocate_lock()
    answered.acquire()
    answer = []
    given_up = []

    def try_it(_semaphore=None):
        if given_up:
            answered.release()
        elif acquire(False):
            answer.append(True)
            answered.release()
        elif blocking:
            rawlink(try_it)
        else:
            answered.release()

    def give_up():
        if not answer:
            given_up.append(True)
            unlink(try_it)
            answered.release()

    if not _greenscope.ring(try_it):
        return True  # the run is over: nobody has it
    if not answered.acquire(True, -1 if timeout is None or not blocking else timeout):
        _greenscope.ring(give_up)
        answered.acquire()
    return bool(answer)
