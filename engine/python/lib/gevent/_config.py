"""gevent.config: settings that programs read or set. Those of other loops and resolvers change nothing here."""

import os

import _greenscope

__all__ = ['config']


def validate_bool(value):
    if isinstance(value, str):
        value = value.lower().strip()
        if value in ('', '0', 'false', 'no', 'off'):
            return False
        if value in ('1', 'true', 'yes', 'on'):
            return True
        raise ValueError(f'Invalid boolean string: {value!r}')
    return bool(value)


def validate_anything(value):
    return value


def _number(value):
    if isinstance(value, str):
        value = float(value)
        value = int(value) if value == int(value) else value
    if value is not None and value < 0:
        raise ValueError('must be positive')
    return value


def _threadpool_class():
    from gevent.threadpool import ThreadPool
    return ThreadPool


def _loop_class():
    from gevent._loop import loop
    return loop


def _resolver_class():
    from gevent.resolver.ares import Resolver
    return Resolver


_FILES = {'posix': ('_fileobjectposix', 'FileObjectPosix'), 'thread': ('_fileobjectcommon', 'FileObjectThread'),
          'block': ('_fileobjectcommon', 'FileObjectBlock')}


def _fileobject_class(value='posix'):
    if not isinstance(value, str):
        return value
    if value not in _FILES:
        raise ValueError(f'fileobject: {value!r} is none of {sorted(_FILES)}')
    module, name = _FILES[value]
    import importlib
    return getattr(importlib.import_module('gevent.' + module), name)


# name: how its environment variable's text is read, the value without one; a function makes a value when asked.
_SETTINGS = {
    'resolver': (validate_anything, _resolver_class),
    'threadpool': (validate_anything, _threadpool_class),
    'threadpool_idle_task_timeout': (_number, -1),
    'threadpool_size': (_number, 10),
    'loop': (validate_anything, _loop_class),
    'format_context': (validate_anything, lambda: __import__('pprint').saferepr),
    'libev_backend': (validate_anything, None),
    'fileobject': (_fileobject_class, _fileobject_class),
    'disable_watch_children': (validate_bool, False),
    'trace_malloc': (validate_bool, False),
    'track_greenlet_tree': (validate_bool, True),
    'monitor_thread': (validate_bool, False),
    'max_blocking_time': (_number, 0.1),
    'memory_monitor_period': (_number, 5),
    'max_memory_usage': (_number, None),
    'print_blocking_reports': (validate_bool, True),
    'ares_servers': (validate_anything, None),
    'ares_flags': (validate_anything, None),
    'resolver_timeout': (_number, None),
    'resolver_nameservers': (validate_anything, None),
}


class Config:
    """Each setting is an attribute; the environment variable GEVENT_<NAME> sets it at first."""

    def __init__(self):
        object.__setattr__(self, '_set', {})
        for name, (read, _) in _SETTINGS.items():
            text = os.environ.get('GEVENT_' + name.upper())
            if text and name not in ('resolver', 'threadpool', 'loop', 'fileobject', 'format_context'):
                setattr(self, name, read(text))

    def __getattr__(self, name):
        if name in self._set:
            return self._set[name]
        if name not in _SETTINGS:
            raise AttributeError(name)
        value = _SETTINGS[name][1]
        return value() if callable(value) else value

    def __setattr__(self, name, value):
        if name not in _SETTINGS:
            raise AttributeError(name)
        self._set[name] = _SETTINGS[name][0](value)
        if name == 'track_greenlet_tree':
            _greenscope.track_spawns(bool(value))

    def set(self, name, value):
        setattr(self, name, value)

    def __dir__(self):
        return sorted(_SETTINGS)


config = Config()
