"""gevent._compat: names that other packages take from here."""

import builtins  # noqa: F401
import io
import os
import sys
from time import get_clock_info, perf_counter  # noqa: F401

PY2, PY3 = False, True
PY35 = PY36 = PY37 = PY38 = PY39 = PY310 = PY311 = True
PY312 = PYPY = WIN = OSX = False
PYPY3 = False
LINUX = sys.platform.startswith('linux')
PURE_PYTHON = False
MAC = False

string_types = (str,)
integer_types = (int,)
text_type = str
native_path_types = (str, os.PathLike)
NativeStrIO = io.StringIO
xrange = range
iteritems, itervalues = dict.items, dict.values
thread_mod_name = '_thread'
hostname_types = (str, bytes, bytearray)
fspath, fsencode, fsdecode = os.fspath, os.fsencode, os.fsdecode


def reraise(kind, value, traceback=None):
    """Raises it with its traceback."""
    if value.__traceback__ is not traceback and traceback is not None:
        raise value.with_traceback(traceback)
    raise value


def exc_clear():
    """Python clears it by itself."""


def get_this_psutil_process():
    try:
        from psutil import Process
    except ImportError:
        return None
    return Process()
