"""gevent.monkey: the standard library's blocking functions become ones that let others run."""

import sys
import warnings

from _greenscope import in_engine_thread
from gevent import events as _events

__all__ = [
    'get_original', 'is_module_patched', 'is_object_patched', 'patch_all', 'patch_builtins', 'patch_contextvars',
    'patch_dns', 'patch_module', 'patch_os', 'patch_queue', 'patch_select', 'patch_selectors', 'patch_signal',
    'patch_socket', 'patch_ssl', 'patch_subprocess', 'patch_sys', 'patch_thread', 'patch_time', 'main', 'MonkeyPatchWarning',
]

# What was there before: {module: {name: object}}.
saved = {}
_NONE = object()


class MonkeyPatchWarning(RuntimeWarning):
    """Patching will not do all that is expected of it."""


class _BadImplements(AttributeError):
    def __init__(self, module):
        AttributeError.__init__(self, f"Module {module!r} has a bad or missing value for '__implements__'")


# --- asking ---

def is_module_patched(mod_name):
    return mod_name in saved


def is_object_patched(mod_name, item_name):
    return is_module_patched(mod_name) and item_name in saved[mod_name]


def is_anything_patched():
    return bool(saved)


def get_original(mod_name, item_name):
    """What was there before the patch: one object for a name, a list for several."""
    mod_names = [mod_name] if isinstance(mod_name, str) else mod_name
    if isinstance(item_name, str):
        return _original(mod_names, item_name)
    return [_original(mod_names, name) for name in item_name]


def _original(mod_names, name):
    for mod_name in mod_names:
        if name in saved.get(mod_name, ()):
            return saved[mod_name][name]
    for mod_name in mod_names:
        module = __import__(mod_name, fromlist=['_'])
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f'{mod_names[0]} has no {name}')


# --- patching ---

def patch_item(module, attr, newitem):
    olditem = getattr(module, attr, _NONE)
    if olditem is not _NONE:
        saved.setdefault(module.__name__, {}).setdefault(attr, olditem)
    setattr(module, attr, newitem)


def remove_item(module, attr):
    olditem = getattr(module, attr, _NONE)
    if olditem is _NONE:
        return
    saved.setdefault(module.__name__, {}).setdefault(attr, olditem)
    delattr(module, attr)


class _Request:
    """What a module's own function for its patching is given."""

    def __init__(self, target, source, items, patch_kwargs):
        self.target_module = target
        self.source_module = source
        self.items = items
        self.patch_kwargs = patch_kwargs or {}

    def default_patch_items(self):
        for attr in self.items:
            patch_item(self.target_module, attr, getattr(self.source_module, attr))

    def remove_item(self, *items):
        for attr in items:
            remove_item(self.target_module, attr)




def patch_module(target_module, source_module, items=None, _warnings=None, _patch_kwargs=None,
                 _notify_will_subscribers=True, _notify_did_subscribers=True, _call_hooks=True):
    """Puts the source's names, __implements__ or `items`, into the target. False: a subscriber refused."""
    if items is None:
        items = getattr(source_module, '__implements__', None)
        if items is None:
            raise _BadImplements(source_module)
    try:
        if _call_hooks:
            getattr(source_module, '_gevent_will_monkey_patch', getattr(
                target_module, '_gevent_will_monkey_patch', lambda *_: None))(
                    source_module, items, lambda text: _queue_warning(text, _warnings))
        if _notify_will_subscribers:
            _events.notify(_events.GeventWillPatchModuleEvent(
                target_module.__name__, source_module, target_module, items))
    except _events.DoNotPatch:
        return False
    request = _Request(target_module, source_module, items, _patch_kwargs)
    getattr(source_module, '_gevent_do_monkey_patch', _Request.default_patch_items)(request)
    if _call_hooks:
        getattr(source_module, '_gevent_did_monkey_patch', getattr(
            target_module, '_gevent_did_monkey_patch', lambda *_: None))(
                source_module, items, lambda text: _queue_warning(text, _warnings))
    if _notify_did_subscribers:
        _events.notify(_events.GeventDidPatchModuleEvent(target_module.__name__, source_module, target_module))
    return True


def _patch_module(name, items=None, _warnings=None, _patch_kwargs=None, _notify_will_subscribers=True,
                  _notify_did_subscribers=True, _call_hooks=True):
    source = __import__('gevent.' + name, fromlist=['_'])
    target = __import__(getattr(source, '__target__', name), fromlist=['_'])
    patch_module(target, source, items, _warnings, _patch_kwargs, _notify_will_subscribers, _notify_did_subscribers,
                 _call_hooks)
    # As real gevent: a module with the old things, by the name of the new.
    return source, target


def _queue_warning(text, collected):
    if collected is None:
        _process_warnings([text])
    else:
        collected.append(text)


def _process_warnings(collected):
    for text in collected:
        warnings.warn(text, MonkeyPatchWarning, stacklevel=3)


def _in_main_thread():
    if not in_engine_thread():
        raise RuntimeError('gevent.monkey: Greenscope can patch in the main thread only, before others begin')


# --- the parts ---

def patch_time():
    """time.sleep"""
    _patch_module('time')


def patch_contextvars():
    """Each greenlet has a context of its own without it."""


def patch_builtins():
    """There is nothing to be replaced."""


def patch_os():
    """os.waitpid, os.posix_spawn. os.fork stays what it is: see gevent.os."""
    _patch_module('os', ['waitpid', 'posix_spawn', 'posix_spawnp'])


def patch_queue():
    """queue.SimpleQueue"""
    _patch_module('queue', ['SimpleQueue'])


def patch_signal():
    """signal.signal, signal.getsignal"""
    _patch_module('signal')


def patch_select(aggressive=True):
    """select.select, select.poll; with `aggressive` those that would block are removed."""
    # It tries poll when it is imported, which must not switch; with gevent itself it has long been imported.
    import selectors  # noqa: F401
    _patch_module('select', _patch_kwargs={'aggressive': aggressive})


def patch_selectors(aggressive=True):
    """selectors.DefaultSelector; with `aggressive` those that would block are removed."""
    _patch_module('selectors', _patch_kwargs={'aggressive': aggressive})


def patch_subprocess():
    """subprocess.Popen and what calls it."""
    _patch_module('subprocess')


def patch_thread(threading=True, _threading_local=True, Event=True, logging=True, existing_locks=True, _warnings=None):
    """_thread and threading: greenlets for threads."""
    import importlib._bootstrap as importing
    import threading as threading_module
    import types
    _in_main_thread()
    if not is_module_patched('_thread'):
        # The locks of imports stay what they are: other threads import too.
        importing._thread = types.SimpleNamespace(**vars(importing._thread))
    _patch_module('thread', _warnings=_warnings)
    if threading:
        from gevent import threading as ours
        _patch_module('threading', _warnings=_warnings)
        if Event:
            from gevent.event import Event as our_event
            patch_item(threading_module, 'Event', our_event)
        ours._finish_patching()
    if _threading_local:
        import _threading_local as local_module
        from gevent.local import local
        patch_item(local_module, 'local', local)


def patch_socket(dns=True, aggressive=True):
    """socket.socket and what makes one."""
    from gevent import socket as ours
    items = ours.__implements__ if dns else sorted(set(ours.__implements__) - set(ours.__dns__))
    _patch_module('socket', items)
    if aggressive and 'ssl' not in ours.__implements__:
        import socket
        remove_item(socket, 'ssl')


def patch_dns():
    """The functions of socket that look names up."""
    from gevent import socket as ours
    _patch_module('socket', ours.__dns__)


def patch_ssl(_warnings=None, _first_time=True):
    """ssl.SSLContext, ssl.SSLSocket"""
    is_late = _first_time and 'ssl' in sys.modules
    ours, _ = _patch_module('ssl', _warnings=_warnings)
    if is_late:
        found = _who_has(ours.orig_SSLContext, {'ssl', 'gevent.ssl', 'gevent._ssl3'})
        if found:
            _queue_warning('Monkey-patching ssl after ssl has already been imported may lead to errors, or silently to '
                           'wrong behaviour. Please monkey-patch earlier. ' + found, _warnings)


def _who_has(kind, but):
    """The modules that have imported a class by its name, and its subclasses: neither is patched."""
    modules = [f'{name} ({getattr(module, "__file__", None)})' for name, module in list(sys.modules.items())
               if name not in but and any(value is kind for value in list((getattr(module, '__dict__', None) or {}).values()))]
    subclasses = [str(one) for one in kind.__subclasses__() if one.__module__ not in but]
    return ((f'Modules that had direct imports (NOT patched): {modules}. ' if modules else '')
            + (f'Subclasses (NOT patched): {subclasses}. ' if subclasses else ''))


def patch_sys(stdin=True, stdout=True, stderr=True):
    """The run's streams don't hold anybody up."""




def patch_all(socket=True, dns=True, time=True, select=True, thread=True, os=True, ssl=True, subprocess=True, sys=False,
              aggressive=True, Event=True, builtins=True, signal=True, queue=True, contextvars=True, **kwargs):
    """All of them. True if something was done, None if all was done before, False if a subscriber refused."""
    arguments = {name: value for name, value in locals().items() if name != 'kwargs'}
    _in_main_thread()
    key = '_gevent_saved_patch_all_module_settings'
    found = []
    before = saved.get(key)
    is_first = before is None
    todo = arguments if is_first else {name: True for name, on in arguments.items() if on and not before[name]}
    if not is_first and before != arguments:
        found.append('Patching more than once will result in the union of all True parameters being patched')
    saved[key] = {**(before or {}), **todo}
    if not todo:
        _process_warnings(found)
        return None
    try:
        _events.notify(_events.GeventWillPatchAllEvent(todo, kwargs))
    except _events.DoNotPatch:
        return False

    def wanted(name):
        return todo.get(name, False)

    if wanted('os'):
        patch_os()
    if wanted('time'):
        patch_time()
    if wanted('thread'):
        patch_thread(Event=Event, _warnings=found)
    if wanted('sys'):
        patch_sys()
    if wanted('socket'):
        patch_socket(dns=dns, aggressive=aggressive)
    elif wanted('dns'):
        patch_dns()
    if wanted('select'):
        patch_select(aggressive=aggressive)
        patch_selectors(aggressive=aggressive)
    if wanted('ssl'):
        patch_ssl(_warnings=found, _first_time=is_first)
    if wanted('subprocess'):
        patch_subprocess()
    if wanted('builtins'):
        patch_builtins()
    if wanted('signal'):
        if not os:
            found.append('Patching signal but not os will result in SIGCHLD handlers installed after this not being '
                         'called and os.waitpid may not function correctly if gevent.subprocess is used. This may raise '
                         'an error in the future.')
        patch_signal()
    if wanted('queue'):
        patch_queue()
    if wanted('contextvars'):
        patch_contextvars()
    _events.notify(_events.GeventDidPatchBuiltinModulesEvent(todo, kwargs))
    _events.notify(_events.GeventDidPatchAllEvent(todo, kwargs))
    _process_warnings(found)
    return True


def main():
    raise NotImplementedError('python -m gevent.monkey is not built: call gevent.monkey.patch_all() in the program')

