"""Which class the hub is of, and the hub itself."""

import _greenscope

__all__ = ['get_hub', 'get_hub_class', 'get_hub_if_exists', 'set_default_hub_class', 'set_hub']

_hub_class = None


def get_hub_class():
    """The class that the hub is, or will be, of."""
    if _hub_class is None:
        from gevent.hub import Hub
        return Hub
    return _hub_class


def set_default_hub_class(hubtype):
    """For the hub, if nobody has asked for it yet."""
    global _hub_class
    _hub_class = hubtype


def get_hub(*args, **kwargs):
    """This thread's hub."""
    return _greenscope.get_hub()


get_hub_noargs = get_hub


def get_hub_if_exists():
    return _greenscope.get_hub() if _greenscope.in_engine_thread() else None


def set_hub(hub):
    """There is one hub here, and always the same."""
    if hub is not None and hub is not _greenscope.get_hub():
        raise NotImplementedError('gevent.hub.set_hub(): Greenscope has one hub in a run, which can not be replaced')


def get_loop():
    return get_hub().loop


def set_loop(loop):
    raise NotImplementedError('gevent: Greenscope has one event loop in a run, which can not be replaced')
