"""What the interpreter does for a run that is said better in Python than in C."""

import importlib.machinery
import io
import linecache
import os
import sys
import traceback

import _greenscope

PACKAGE_FILES = '<greenscope>/'


class RunStopped(BaseException):
    """The run is over, or was stopped: lets each greenlet leave its functions."""


# --- the package, which is built in ---

class NotBuilt(ImportError):
    """A part of gevent that Greenscope does not have."""


# Parts of gevent that programs may ask for, and that are not there.
NOT_BUILT = {
    'ares', 'libev', 'libuv', 'resolver_ares', 'resolver_thread', 'win32util', '_tblib', '_monitor', '_ffi',
}
# What a user may bring along: gevent's own tests and their helpers.
BROUGHT_ALONG = {'gevent.testing', 'gevent.tests'}


class Finder:
    """Finds the built-in modules before any that are installed."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in _greenscope.sources:
            if name in BROUGHT_ALONG:
                return brought_along(name)
            parent, _, part = name.rpartition('.')
            if parent == 'gevent' and part in NOT_BUILT:
                raise NotBuilt(missing(name), name=name)
            return None
        file = PACKAGE_FILES + _greenscope.sources[name][1]
        spec = importlib.machinery.ModuleSpec(name, cls, origin=file, is_package=file.endswith('/__init__.py'))
        spec.has_location = True
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        text, path = _greenscope.sources[module.__name__]
        exec(compile(text, PACKAGE_FILES + path, 'exec', dont_inherit=True), module.__dict__)

    @staticmethod
    def get_source(name):
        return _greenscope.sources[name][0]


def brought_along(name):
    """gevent/testing, say, in a folder of sys.path. Of an installed gevent nothing else is taken."""
    folders = [os.path.join(folder or '.', 'gevent') for folder in sys.path if isinstance(folder, str)]
    return importlib.machinery.PathFinder.find_spec(name, folders)


def missing(name):
    """What to say of a part of gevent that is not there."""
    return f'{name} is not built in Greenscope yet (see "greenscope --help" for what runs)'


# --- the console ---

class Output(io.TextIOBase):
    """sys.stdout and sys.stderr."""

    encoding = 'utf-8'
    errors = 'backslashreplace'
    newlines = None
    mode = 'w'
    line_buffering = True

    def __init__(self, name, number, write):
        self.name = name
        self._number = number
        self.write = write
        self.buffer = OutputBytes(self)

    def writable(self):
        return True

    def fileno(self):
        return self._number

    def isatty(self):
        return False

    def flush(self):
        _greenscope.flush()

    def reconfigure(self, **settings):
        """Nothing that could be set makes a difference."""


class OutputBytes(io.RawIOBase):
    """The bytes below."""

    def __init__(self, text):
        self._text = text

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        self._text.write(data.decode('utf-8', 'backslashreplace'))
        return len(data)

    def flush(self):
        _greenscope.flush()


class Input(io.TextIOBase):
    """sys.stdin: lines that are asked for in the window."""

    encoding = 'utf-8'
    name = '<stdin>'

    def readable(self):
        return True

    def fileno(self):
        return 0

    def isatty(self):
        return False

    def readline(self, size=-1):
        line = _greenscope.read_line('')
        return '' if line is None else line + '\n'

    def read(self, size=-1):
        lines = []
        while line := self.readline():
            lines.append(line)
        return ''.join(lines)


def ask(prompt=''):
    """builtins.input"""
    line = _greenscope.read_line(str(prompt))
    if line is None:
        raise EOFError('EOF when reading a line')
    return line


# --- the clock ---

datetime_methods = []
SECOND = 1_000_000_000


def follow_the_clock(is_virtual):
    """Lets time and datetime tell the run's time. An unpatched time.sleep blocks everybody."""
    import time
    begin = _greenscope.virtual_begin * SECOND if is_virtual else time.time_ns()
    clock = _greenscope.clock

    def time_ns():
        """Nanoseconds since 1970, as the run's clock has it."""
        return begin + clock()

    def now():
        """Seconds since 1970, as the run's clock has it."""
        return (begin + clock()) / SECOND

    def monotonic_ns():
        """Nanoseconds since the run began."""
        return clock()

    def monotonic():
        """Seconds since the run began."""
        return clock() / SECOND

    def sleep(seconds):
        """Blocks the whole thread: nobody else runs."""
        if seconds < 0:
            raise ValueError('sleep length must be non-negative')
        caller = sys._getframe().f_back
        if is_virtual and caller is not None and caller.f_globals.get('__name__') == 'subprocess':
            # Popen.wait, again and again: processes take real time.
            sleep_really(seconds)
        _greenscope.work(seconds)

    def of_now(function):
        def with_default(seconds=None):
            return function(now() if seconds is None else seconds)
        with_default.__name__ = function.__name__
        with_default.__doc__ = function.__doc__
        return with_default

    def formatted(format_, when=None):
        return original_strftime(format_, time.localtime() if when is None else when)

    def as_text(when=None):
        return original_asctime(time.localtime() if when is None else when)

    sleep_really = time.sleep
    original_strftime, original_asctime = time.strftime, time.asctime
    now.__name__ = 'time'
    formatted.__name__, as_text.__name__ = 'strftime', 'asctime'
    time.time, time.time_ns = now, time_ns
    time.monotonic = time.perf_counter = monotonic
    time.monotonic_ns = time.perf_counter_ns = monotonic_ns
    time.sleep = sleep
    for name in 'localtime', 'gmtime', 'ctime':
        setattr(time, name, of_now(getattr(time, name)))
    time.strftime, time.asctime = formatted, as_text
    global datetime_methods
    datetime_methods = _greenscope.follow_datetime()


def follow_the_clock_in_waits():
    """Lets waits of the standard library that block everybody take virtual time, where nobody could end them.

    Those that somebody else could end, a thread or a process, take real time; the clock is moved on if that was in vain.
    """
    import select as module
    import selectors
    import threading
    wait_really, select_really, native_lock = threading.Condition.wait, module.select, threading._allocate_lock

    def wait(self, timeout=None):
        """Condition.wait: also what Event.wait, Semaphore.acquire and queue.Queue.get do with a timeout."""
        is_patched = threading._allocate_lock is not native_lock
        if timeout is None or is_patched or not _greenscope.in_engine_thread():
            return wait_really(self, timeout)
        if threading.active_count() > 1:
            return wait_really(self, timeout) or waited_in_vain(timeout, False)
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        state = self._release_save()
        try:
            _greenscope.work(max(timeout, 0))
        finally:
            self._acquire_restore(state)
        return False

    def select_(rlist, wlist, xlist, timeout=None):
        """select.select: without descriptors it is a sleep."""
        if timeout is None or rlist or wlist or xlist:
            ready = select_really(rlist, wlist, xlist, timeout)
            return ready if timeout is None or any(ready) else waited_in_vain(timeout, ready)
        if timeout < 0:
            raise ValueError('timeout must be non-negative')
        _greenscope.work(timeout)
        return [], [], []

    def waited_in_vain(timeout, result):
        if timeout > 0 and _greenscope.in_engine_thread():
            _greenscope.work(timeout)
        return result

    def waiting(select_of_kind):
        def select(self, timeout=None):
            ready = select_of_kind(self, timeout)
            is_patched = module.select is not select_
            return ready if ready or timeout is None or is_patched else waited_in_vain(timeout, ready)
        return select

    for kind in selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector:
        kind.select = waiting(kind.select)
    select_.__name__ = 'select'
    threading.Condition.wait, module.select = wait, select_


# --- the program ---

def on_interrupt(number, frame):
    """While Python computed, the run was asked to stop, or another thread has called."""
    if _greenscope.stopping():
        raise RunStopped
    calls = sys.modules.get('gevent._crossthread')
    if calls is not None:
        _greenscope.serve(calls.serve)
        if _greenscope.stopping():
            raise RunStopped


# {number: the handler that the program knows of} for signals that watchers of the run take in its place.
taken_by_watchers = {}


def keep_signals_in_the_run():
    """A signal that the program sends to its own process is for the run, never for the application."""
    import os
    import signal
    own, kill_process = os.getpid(), os.kill
    set_handler, get_handler = signal.signal, signal.getsignal

    def kill(pid, signal):
        """os.kill; this process stands for the run."""
        if pid != own or not 0 < signal < NSIG:
            return kill_process(pid, signal)
        return _greenscope.raise_signal(signal)

    def raise_signal(signalnum):
        """signal.raise_signal, to the run."""
        kill(own, signalnum)

    def signal_(signalnum, handler):
        """signal.signal"""
        before = set_handler(signalnum, handler)
        _greenscope.give_signal_to_program(signalnum)
        return taken_by_watchers.pop(signalnum, before)

    def getsignal(signalnum):
        """signal.getsignal"""
        handler = get_handler(signalnum)
        return taken_by_watchers.get(signalnum, handler)

    def handler_of(number):
        """For the engine: what is to be called; None if it is ignored, False for the system's default."""
        handler = getsignal(number)
        return handler if callable(handler) else None if handler == signal.SIG_IGN else False

    def follow_process_signal(number):
        """One that comes to the process from elsewhere is for the watchers, too. False if it is not to be had."""
        if number in taken_by_watchers:
            return True
        try:
            taken_by_watchers[number] = set_handler(number, lambda number, _frame: _greenscope.raise_signal(number))
        except (OSError, ValueError):
            return False
        return True

    NSIG = signal.NSIG
    signal_.__name__ = 'signal'
    os.kill, signal.raise_signal, signal.signal, signal.getsignal = kill, raise_signal, signal_, getsignal
    globals().update(handler_of=handler_of, follow_process_signal=follow_process_signal)


def let_processes_be_interrupted():
    """Those that the program starts. This process blocks SIGINT to read it, and they would inherit that."""
    import _posixsubprocess
    import os
    import signal

    def unblocked(start):
        def starting(*args, **kwargs):
            before = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            try:
                return start(*args, **kwargs)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        starting.__name__ = starting.__qualname__ = start.__name__
        starting.__doc__ = start.__doc__
        return starting

    for module, name in (_posixsubprocess, 'fork_exec'), (os, 'posix_spawn'), (os, 'posix_spawnp'), (os, 'system'):
        setattr(module, name, unblocked(getattr(module, name)))


def prepare(directory, is_virtual, seed):
    """Once, before the program."""
    import builtins
    import signal
    sys.unraisablehook = _greenscope.unraisablehook
    # Its main thread is found here and now; in a greenlet it would be tied to that one.
    import threading  # noqa: F401
    sys.meta_path.insert(0, Finder)
    sys.path_importer_cache.clear()
    # It remembers the first interpreter of a process, and does not work in the next. zope.interface, for which it is
    # there, and which gevent.events asks for, has the same in Python.
    sys.modules['zope.interface._zope_interface_coptimizations'] = None
    sys.path[:] = [path for path in sys.path if path]
    if directory:
        sys.path.insert(0, directory)
    sys.stdout = sys.__stdout__ = Output('<stdout>', 1, _greenscope.write_out)
    sys.stderr = sys.__stderr__ = Output('<stderr>', 2, _greenscope.write_err)
    sys.stdin = sys.__stdin__ = Input()
    builtins.input = ask
    signal.signal(signal.SIGURG, on_interrupt)
    # However this process was started: in the background, say, where it ignores them.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    follow_the_clock(is_virtual)
    keep_signals_in_the_run()
    let_processes_be_interrupted()
    if is_virtual:
        import random
        random.seed(seed)
        follow_the_clock_in_waits()


program = None  # its name in tracebacks


def compile_program(text, name, path):
    """The program's code. Its lines are shown in tracebacks as they are now, whatever becomes of the file."""
    global program
    program = name
    main = sys.modules['__main__']
    main.__file__ = path
    main.__builtins__ = __builtins__
    lines = text.decode('utf-8', 'replace').splitlines(keepends=True)
    linecache.cache[name] = (len(text), None, lines, name)
    return compile(text, name, 'exec', dont_inherit=True)


def end_program():
    """After its last line."""
    import atexit
    import threading
    # Other threads of the program go on until they are done, as at the end of any program. Python itself would ask for
    # that when there is no hub any more, on which patched ones run.
    threading._shutdown()
    atexit._run_exitfuncs()


def end_interpreter():
    """After the run, before the interpreter goes."""
    import atexit
    import threading
    # What is left to be done at the end of a program that has not come to it is left undone; and there is no hub any
    # more on which patched threads could end.
    atexit._clear()
    threading._shutdown = lambda: None
    _greenscope.restore_datetime(datetime_methods)


def is_own(frame):
    return frame.filename.startswith(PACKAGE_FILES)


def format_exception(error):
    """As Python shows it, without this package's own functions and without a line end."""
    told = traceback.TracebackException.from_exception(error, compact=True)
    todo, seen = [told], set()
    while todo:
        one = todo.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        kept = [frame for frame in one.stack if not is_own(frame)]
        one.stack[:] = kept
        todo += [one.__cause__, one.__context__, *(one.exceptions or ())]
    return ''.join(told.format()).rstrip('\n')


def error_place(error):
    """The file and line where it was raised, in the program's own file if it is on the way; or None."""
    if isinstance(error, SyntaxError) and error.filename == program and error.lineno:
        return program, error.lineno
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == program:
            place = program, line
    return place
