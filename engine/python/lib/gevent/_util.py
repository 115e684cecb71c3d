"""gevent._util: names that other packages take from here."""

import functools

_NONE = object()


class readproperty:
    """A property that can be overwritten."""

    def __init__(self, function):
        self.func = function
        self.__doc__ = function.__doc__

    def __get__(self, owner, kind):
        return self if owner is None else self.func(owner)


class Lazy:
    """A property that is computed once, and kept in the object."""

    def __init__(self, function):
        self.data = (function, function.__name__)
        functools.update_wrapper(self, function)

    def __get__(self, owner, kind):
        if owner is None:
            return self
        function, name = self.data
        value = owner.__dict__[name] = function(owner)
        return value


class LazyOnClass:
    """The same, kept in the class."""

    @classmethod
    def lazy(cls, cls_dict, function):
        cls_dict[function.__name__] = cls(function)

    def __init__(self, function, name=None):
        self.func = function
        self.name = name or function.__name__

    def __get__(self, owner, kind):
        if owner is None:
            return self
        value = self.func(owner)
        for base in type(owner).__mro__:
            if base.__dict__.get(self.name) is self:
                setattr(base, self.name, value)
        return value


def gmctime():
    import time
    return time.asctime(time.gmtime())


def update_wrapper(wrapper, wrapped, *args, **kwargs):
    return functools.update_wrapper(wrapper, wrapped, *args, **kwargs)


def copy_globals(source, globs, only_names=None, ignore_missing_names=False, names_to_ignore=(),
                 dunder_names_to_keep=('__implements__', '__all__', '__imports__'), cleanup_globs=True):
    """Takes over a module's names; returns which."""
    names = getattr(source, '__all__', None) or dir(source) if only_names is None else only_names
    copied = []
    for name in names:
        if name in names_to_ignore or (name.startswith('__') and name not in dunder_names_to_keep):
            continue
        value = getattr(source, name, _NONE)
        if value is _NONE:
            if ignore_missing_names:
                continue
            raise AttributeError(name)
        globs[name] = value
        copied.append(name)
    return copied


def import_c_accel(globs, cname):
    """What is to be fast is in the engine."""


def prereleaser_middle(data):
    """Of gevent's own releases."""


class Singleton_:
    pass


class MultipleWaitEvent:
    pass
