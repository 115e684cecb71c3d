"""gevent.subprocess: the standard module, which waits for processes and their pipes without holding anybody up."""

import os as _os
import subprocess as _own
import time as _time
import types as _types
from subprocess import *  # noqa: F401,F403
from subprocess import PIPE, STDOUT, TimeoutExpired, list2cmdline  # noqa: F401

import gevent as _gevent
from _greenscope import ProcessEnd as _ProcessEnd
from _greenscope import in_engine_thread as _in_engine_thread
from gevent._hub_local import get_hub as _get_hub
from gevent.fileobject import FileObject
from gevent.fileobject import FileObjectPosix as _File
from gevent.hub import linkproxy as _linkproxy
from gevent.signal import _on_child_end

__implements__ = ['Popen', 'call', 'check_call', 'check_output', 'run', 'getoutput', 'getstatusoutput']
__imports__ = [name for name in _own.__all__ if name not in __implements__] + ['list2cmdline']
__extra__ = []
__all__ = __implements__ + __imports__

_own_popen = _own.Popen


class Popen(_own_popen):
    """A process."""

    def __init__(self, args, bufsize=-1, *rest, threadpool=None, **kwargs):
        if not _in_engine_thread():
            raise TypeError('child watchers are only available on the default loop')
        self._child = None
        self._read = {}
        super().__init__(args, bufsize, *rest, **kwargs)
        self._end = _ProcessEnd()
        self._child = _get_hub().loop.child(self.pid)
        self._child.start(self._has_ended)
        for name in 'stdin', 'stdout', 'stderr':
            setattr(self, name, self._cooperative(getattr(self, name), bufsize))

    def _get_handles(self, *files):
        """Whoever gets a descriptor of the program's expects one that blocks."""
        handles = super()._get_handles(*files)
        for place in 0, 3, 5:
            if handles[place] != -1:
                _os.set_blocking(handles[place], True)
        return handles

    def _cooperative(self, file, bufsize):
        if file is None:
            return None
        text = {}
        if self.text_mode:
            text = {'encoding': file.encoding, 'errors': file.errors, 'newline': None}
        mode = 'w' if file.writable() else 'r'
        descriptor = _os.dup(file.fileno())
        file.close()
        return _File(descriptor, mode if self.text_mode else mode + 'b', bufsize, **text)

    # --- its end ---

    def _has_ended(self):
        child, self._child = self._child, None
        if self.returncode is None:
            self._handle_exitstatus(child.rstatus)
        self._end.set(self.returncode)
        _on_child_end()

    def _internal_poll(self, *_args, **_kwargs):
        if self.returncode is None and getattr(self, '_child', None) is not None:
            self._child._ended()
        return self.returncode

    def poll(self):
        """Its exit code, or None; others had a chance to run."""
        if self.returncode is None:
            _gevent.sleep(0)
        return self._internal_poll()

    def _wait(self, timeout=None):
        if self.returncode is None and not self._end.wait(timeout):
            raise TimeoutExpired(self.args, timeout)
        return self.returncode

    def wait(self, timeout=None, _raise_exc=True):
        try:
            return self._wait(timeout)
        except TimeoutExpired:
            if _raise_exc:
                raise
            return None

    def rawlink(self, callback):
        """Calls it with the process, in the hub, when it has ended."""
        link = _linkproxy(callback, self)
        self._linked = getattr(self, '_linked', [])
        self._linked.append((callback, link))
        self._end.rawlink(link)

    def unlink(self, callback):
        for entry in getattr(self, '_linked', ()):
            if entry[0] == callback:
                self._linked.remove(entry)
                self._end.unlink(entry[1])
                return

    def ready(self):
        return self.returncode is not None

    # --- its pipes ---

    def communicate(self, input=None, timeout=None):
        """Writes the input, reads both outputs to their ends, and waits."""
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        tasks = self._read
        if not self._communication_started:
            self._communication_started = True
            if self.stdin is not None:
                tasks['stdin'] = _gevent.spawn(self._write_all, input)
            for name in 'stdout', 'stderr':
                file = getattr(self, name)
                if file is not None:
                    tasks[name] = _gevent.spawn(self._read_all, file)
        until = None if timeout is None else _time.time() + timeout
        # What has failed comes before a timeout.
        for task in _gevent.joinall(list(tasks.values()), timeout=timeout):
            task.get()
        if not all(task.ready() for task in tasks.values()):
            raise TimeoutExpired(self.args, timeout)
        try:
            self.wait(None if until is None else max(0, until - _time.time()))
        except TimeoutExpired:
            raise TimeoutExpired(self.args, timeout) from None
        return tuple(tasks[name].value if name in tasks else None for name in ('stdout', 'stderr'))

    @staticmethod
    def _read_all(file):
        try:
            return file.read()
        finally:
            file.close()

    def _write_all(self, text):
        try:
            if text:
                self.stdin.write(text)
            self.stdin.flush()
        except BrokenPipeError:
            pass
        finally:
            try:
                self.stdin.close()
            except BrokenPipeError:
                pass


def _with_own_popen(name):
    """The standard module's function, with this module's Popen."""
    function = getattr(_own, name)
    copy = _types.FunctionType(function.__code__, _names, name, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__doc__ = function.__doc__
    return copy


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Waits for the process; the standard module would take what was read before a timeout from its own Popen."""
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired as expired:
            process.kill()
            expired.stdout, expired.stderr = process.communicate()
            raise
        except BaseException:
            process.kill()
            process.wait()
            raise
        code = process.poll()
        if check and code:
            raise _own.CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return _own.CompletedProcess(process.args, code, stdout, stderr)


_names = dict(vars(_own), Popen=Popen, run=run)
for _name in set(__implements__) - {'Popen', 'run'}:
    globals()[_name] = _names[_name] = _with_own_popen(_name)
for _name in __imports__:
    globals()[_name] = getattr(_own, _name)
