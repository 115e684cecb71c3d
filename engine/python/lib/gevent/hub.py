"""gevent.hub"""

import _greenscope
import greenlet
from _greenscope import getcurrent, get_hub as _get_hub, idle, sleep, spawn_raw
from gevent.exceptions import LoopExit
from gevent.timeout import Timeout
from greenlet import GreenletExit

__all__ = ['GreenletExit', 'Hub', 'LoopExit', 'Waiter', 'get_hub', 'getcurrent', 'idle', 'iwait', 'kill', 'reinit',
           'signal', 'sleep', 'spawn_raw', 'wait']

kill = _greenscope.kill
iwait = _greenscope.iwait
signal = signal_handler = _greenscope.signal_handler


def get_hub(*args, **kwargs):
    """This thread's hub."""
    return _get_hub()


def wait(objects=None, timeout=None, count=None):
    """Those that got ready, in that order; without objects: until nothing is left that could happen."""
    if objects is None:
        return _greenscope.wait_for_loop(timeout)
    return list(iwait(list(objects), timeout, count))


def reinit(hub=None):
    """After a fork; there is none here."""


class Loop:
    """hub.loop: what programs ask of the event loop."""

    default = True

    def run_callback(self, function, *args):
        return _greenscope.run_callback(function, *args)

    run_callback_threadsafe = run_callback

    def now(self):
        return _greenscope.clock() / 1e9

    def update_now(self):
        """The clock needs nobody to tell it."""

    update = update_now

    def __getattr__(self, name):
        raise NotImplementedError(f'hub.loop.{name} is not built in Greenscope')


class Hub(greenlet.greenlet):
    """The greenlet that runs the event loop, and switches to each of the others when it is its turn."""

    SYSTEM_ERROR = (KeyboardInterrupt, SystemExit, SystemError)
    NOT_ERROR = (GreenletExit, SystemExit)
    loop = Loop()
    name = ''

    def handle_error(self, context, kind, value, traceback):
        """What is done with an error that nobody caught."""
        if not isinstance(value, BaseException):
            value = kind(value) if value is not None else kind()
        if traceback is not None:
            value = value.with_traceback(traceback)
        _greenscope.handle_error(context, value, isinstance(value, self.SYSTEM_ERROR))

    def switch(self):
        """Blocks until somebody switches back."""
        return Waiter().get()

    def join(self, timeout=None):
        return _greenscope.wait_for_loop(timeout)

    @property
    def threadpool(self):
        raise NotImplementedError('hub.threadpool is not built in Greenscope yet')

    @property
    def resolver(self):
        raise NotImplementedError('hub.resolver is not built in Greenscope yet')

    def __repr__(self):
        return f'<Hub {self.name!r} at {id(self):#x}>'


class Waiter:
    """Lets one greenlet wait for one value."""

    def __init__(self, hub=None):
        self._waiter = _greenscope.Waiter()
        self.clear()

    def clear(self):
        self._outcome = None

    def ready(self):
        return self._outcome is not None

    def successful(self):
        return self._outcome is not None and self._outcome[1] is None

    @property
    def exc_info(self):
        return self._outcome[1] if self._outcome else None

    @property
    def value(self):
        return self._outcome[0] if self._outcome else None

    def switch(self, value=None):
        """In the hub: hands the value to whoever waits, or keeps it."""
        if getcurrent() is not get_hub():
            raise AssertionError("Can only use Waiter.switch method from the Hub greenlet")
        self._outcome = (value, None)
        self._waiter.wake()

    __call__ = switch

    def switch_args(self, *args):
        return self.switch(args)

    def throw(self, *throw_args):
        """In the hub: raises it in whoever waits, or keeps it."""
        if getcurrent() is not get_hub():
            raise AssertionError("Can only use Waiter.throw method from the Hub greenlet")
        self._outcome = (None, throw_args)
        self._waiter.throw(*throw_args)

    def get(self):
        """Waits; returns the value, or raises."""
        if self._outcome is None:
            self._waiter.wait()
        value, raised = self._outcome
        if raised:
            raise raised[0] if len(raised) == 1 else raised[1]
        return value
