"""What the kinds of gevent.fileobject have in common, and the two that need nothing of the system."""

import errno
import io
import os

from gevent._hub_local import get_hub
from gevent.lock import DummySemaphore, Semaphore

__all__ = ['FileObjectBlock', 'FileObjectClosed', 'FileObjectThread', 'OpenDescriptor']


class FileObjectClosed(IOError):
    """What is done with one that is closed."""

    def __init__(self):
        IOError.__init__(self, errno.EBADF, 'Bad file descriptor (FileObject was closed)')


class WriteallMixin:
    """For raw files: a way to write all of it."""

    def writeall(self, value):
        rest = memoryview(value).cast('B')
        total = len(rest)
        while rest:
            rest = rest[super().write(rest):]
        return total


class WriteIsWriteallMixin(WriteallMixin):
    """For raw files of which the program expects that a write is not cut short."""

    def write(self, value):
        return self.writeall(value)


class FileIO(io.FileIO):
    """Of a class that can be changed."""

    __slots__ = ()


class WriteallFileIO(WriteIsWriteallMixin, io.FileIO):
    """Its writes are not cut short."""


class OpenDescriptor:
    """What open() would be given, read and checked; and what it makes of that."""

    def __init__(self, fobj, mode='r', bufsize=None, close=None, encoding=None, errors=None, newline=None, buffering=None,
                 closefd=None, atomic_write=False):
        self.closefd = _one_of('closefd', closefd, 'close', close, True)
        self.buffering = _one_of('buffering', buffering, 'bufsize', bufsize, -1)
        if not hasattr(fobj, 'fileno') and not isinstance(fobj, int):
            fobj = os.fspath(fobj)
            self.closefd = True
        for name, value, kind in (('mode', mode, str), ('buffering', self.buffering, int),
                                  ('encoding', encoding, (str, type(None))), ('errors', errors, (str, type(None)))):
            if not isinstance(value, kind):
                raise TypeError(f'invalid {name}: {value!r}')
        modes = set(mode)
        if modes - set('axrwb+tU') or len(mode) > len(modes):
            raise ValueError(f'invalid mode: {mode!r}')
        if 'U' in modes:
            if modes & set('xwa+'):
                raise ValueError("mode U cannot be combined with 'x', 'w', 'a', or '+'")
            modes.add('r')
        if {'t', 'b'} <= modes:
            raise ValueError("can't have text and binary mode at once")
        kinds = modes & set('xrwa')
        if len(kinds) > 1:
            raise ValueError("can't have read/write/append mode at once")
        if not kinds:
            raise ValueError('must have exactly one of read/write/append mode')
        self.binary = 'b' in modes
        for name, value in ('encoding', encoding), ('errors', errors), ('newline', newline):
            if self.binary and value is not None:
                raise ValueError(f"binary mode doesn't take {'a' if name == 'newline' else 'an'} {name} argument")
        self._fobj = fobj
        self.updating = '+' in modes
        self.can_read = 'r' in modes or self.updating
        self.can_write = 'r' not in modes or self.updating
        self.fileio_mode = ''.join(letter for letter in 'xrwa+' if letter in modes)
        self.mode = self.fileio_mode + ''.join(letter for letter in 'tb' if letter in modes)
        self.encoding, self.errors, self.newline, self.atomic_write = encoding, errors, newline, atomic_write

    _opened = _opened_raw = None

    def is_fd(self):
        return isinstance(self._fobj, int)

    def opened(self):
        """The file, with buffers and decoding as it was asked for."""
        if self._opened is None:
            raw = self.opened_raw()
            try:
                self._opened = self._wrapped(raw)
            except BaseException:
                raw.close()
                raise
        return self._opened

    def opened_raw(self):
        """The file below."""
        if self._opened_raw is None:
            self._opened_raw = self._open_raw()
        return self._opened_raw

    def _open_raw(self):
        if hasattr(self._fobj, 'fileno'):
            return self._fobj
        return FileIO(self._fobj, self.fileio_mode, self.closefd)

    def _wrapped(self, raw):
        if self.binary and isinstance(raw, io.TextIOBase):
            raise ValueError('Unable to perform binary IO on top of text IO stream')
        size, by_lines = self.buffering, False
        if size == 1 or size < 0 and raw.isatty():
            size, by_lines = -1, True
        result = raw
        if size != 0 and not _is_buffered(raw):
            result = self._buffered(raw, _size_for(raw) if size < 0 else size)
        if not self.binary and not isinstance(raw, io.TextIOBase):
            result = io.TextIOWrapper(result, self.encoding, self.errors, self.newline, by_lines)
        if result is not self._fobj:
            try:
                result.mode = self.mode
            except (AttributeError, TypeError):
                pass
            if self.atomic_write and result is raw:
                result.__class__ = self._class_with_whole_writes(result)
        return result

    def _buffered(self, raw, size):
        kind = io.BufferedRandom if self.updating else io.BufferedWriter if self.can_write else io.BufferedReader
        try:
            return kind(raw, size)
        except AttributeError:
            # Something with a descriptor that is no file.
            return raw

    def _class_with_whole_writes(self, raw):
        if type(raw) is not FileIO:
            raise NotImplementedError(f'atomic_write of {raw!r}')
        return WriteallFileIO


def _one_of(name, value, old_name, old_value, default):
    if value is not None and old_value is not None:
        raise TypeError(f'Cannot specify both {name}={value} and {old_name}={old_value}')
    return next((one for one in (value, old_value) if one is not None), default)


def _is_buffered(file):
    return isinstance(file, (io.BufferedIOBase, io.TextIOBase)) or getattr(file, 'buffer', None) is not None


def _size_for(file):
    try:
        size = os.fstat(file.fileno()).st_blksize
    except (OSError, AttributeError):
        size = 0
    return size if size > 1 else io.DEFAULT_BUFFER_SIZE


class _ClosedIO:
    """In the place of the file, once it is closed. It still has its name, if it had one."""

    def __init__(self, file):
        if hasattr(file, 'name'):
            self.name = file.name

    def __getattr__(self, name):
        if name == 'name':
            raise AttributeError(name)
        raise FileObjectClosed

    def __bool__(self):
        return False


class FileObjectBase:
    """A file within; what is asked of this is asked of that."""

    _methods = {'flush', 'fileno', 'writable', 'readable', 'seek', 'seekable', 'tell', 'read', 'readline', 'readlines',
                'read1', 'write', 'writeall', 'writelines', 'truncate'}
    _io = None

    def __init__(self, descriptor):
        self._io = descriptor.opened()
        self._close = descriptor.closefd

    @property
    def io(self):
        return self._io

    @io.setter
    def io(self, file):
        self._io = file

    def __getattr__(self, name):
        found = getattr(self._io, name)
        return self._wrap_method(found) if name in self._methods else found

    def _wrap_method(self, method):
        return method

    @property
    def closed(self):
        return isinstance(self._io, _ClosedIO)

    def close(self):
        file = self._io
        if isinstance(file, _ClosedIO):
            return
        self._io = _ClosedIO(file)
        self._do_close(file, self._close)

    def _do_close(self, file, closefd):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def _extra_repr(self):
        return ''

    def __repr__(self):
        closed = 'closed' if self.closed else ''
        return f'<{type(self).__name__} at {id(self):#x} {closed}_fobj={self.io!r}{self._extra_repr()}>'


class FileObjectBlock(FileObjectBase):
    """The standard library's file, which holds everybody up."""

    def __init__(self, fobj, *args, **kwargs):
        FileObjectBase.__init__(self, OpenDescriptor(fobj, *args, **kwargs))

    def _do_close(self, file, closefd):
        file.close()


class FileObjectThread(FileObjectBase):
    """For ordinary files: each call is made in a thread, one after the other.

    `lock`: True for one of its own, a semaphore to be used, or False for none.
    """

    def __init__(self, *args, lock=True, threadpool=None, **kwargs):
        descriptor = OpenDescriptor(*args, **kwargs)
        self.threadpool = threadpool or get_hub().threadpool
        self.lock = Semaphore() if lock is True else lock or DummySemaphore()
        if not hasattr(self.lock, '__enter__'):
            raise TypeError(f'Expected a Semaphore or boolean, got {type(self.lock)!r}')
        FileObjectBase.__init__(self, descriptor)

    def _wrap_method(self, method):
        def in_thread(*args, **kwargs):
            if self.closed:
                raise FileObjectClosed
            with self.lock:
                return self.threadpool.apply(method, args, kwargs)
        in_thread.__name__ = method.__name__
        in_thread.__doc__ = method.__doc__
        return in_thread

    def _do_close(self, file, closefd):
        try:
            with self.lock:
                self.threadpool.apply(file.flush)
        finally:
            if closefd:
                failed = self.threadpool.apply(_close, (file,))
                if failed is not None:
                    raise failed

    def _extra_repr(self):
        return f' threadpool={self.threadpool!r}'


def _close(file):
    """In the thread, whose errors would be told besides."""
    try:
        file.close()
    except Exception as failed:
        return failed
    return None
