"""gevent.fileobject: files that are read and written without holding anybody up."""

import io
import os

from gevent._hub_local import get_hub
from gevent.os import make_nonblocking, nb_read, nb_write

__all__ = ['FileObject', 'FileObjectBlock', 'FileObjectPosix', 'FileObjectThread']


class _Descriptor(io.RawIOBase):
    """A descriptor that does not block."""

    def __init__(self, descriptor, mode, closefd):
        self._descriptor = descriptor
        self._closefd = closefd
        self._is_read = 'r' in mode or '+' in mode
        self._is_written = 'w' in mode or 'a' in mode or '+' in mode or 'x' in mode
        make_nonblocking(descriptor)
        try:
            os.lseek(descriptor, 0, os.SEEK_CUR)
            self._seekable = True
        except OSError:
            self._seekable = False

    def readable(self):
        return self._is_read

    def writable(self):
        return self._is_written

    def seekable(self):
        return self._seekable

    def seek(self, offset, whence=0):
        return os.lseek(self._descriptor, offset, whence)

    def fileno(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')
        return self._descriptor

    def isatty(self):
        return os.isatty(self._descriptor)

    def readinto(self, buffer):
        if not self._is_read:
            raise io.UnsupportedOperation('not readable')
        data = self._get(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def write(self, data):
        if not self._is_written:
            raise io.UnsupportedOperation('not writable')
        return self._put(data)

    def _get(self, size):
        return nb_read(self.fileno(), size)

    def _put(self, data):
        return nb_write(self.fileno(), data)

    def close(self):
        if self.closed:
            return
        super().close()
        if self._closefd:
            os.close(self._descriptor)


class _InThread(_Descriptor):
    """A descriptor that blocks threads of the hub's pool."""

    def __init__(self, descriptor, mode, closefd):
        self._threads = get_hub().threadpool
        super().__init__(descriptor, mode, closefd)
        os.set_blocking(descriptor, True)

    def _get(self, size):
        return self._threads.apply(os.read, (self.fileno(), size))

    def _put(self, data):
        return self._threads.apply(os.write, (self.fileno(), bytes(data)))


def _opened(kind, fobj, mode='r', bufsize=None, close=None, buffering=None, closefd=None, encoding=None, errors=None,
            newline=None, atomic_write=False, line_buffering=False):
    closefd = True if closefd is None and close is None else bool(closefd if closefd is not None else close)
    size = buffering if buffering is not None else bufsize
    size = -1 if size is None else size
    text = 'b' not in mode
    plain = mode.replace('U', '').replace('b', '').replace('t', '') or 'r'
    if text and 'b' in getattr(fobj, 'mode', '') and encoding is None and mode == 'r':
        text = False
    if isinstance(fobj, (str, bytes, os.PathLike)):
        flags = {'r': os.O_RDONLY, 'w': os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 'a': os.O_WRONLY | os.O_CREAT | os.O_APPEND,
                 'x': os.O_WRONLY | os.O_CREAT | os.O_EXCL}[plain[0]]
        if '+' in plain:
            flags = flags & ~os.O_WRONLY | os.O_RDWR
        descriptor = os.open(fobj, flags | os.O_CLOEXEC, 0o666)
    elif isinstance(fobj, int):
        descriptor = fobj
    else:
        if hasattr(fobj, 'flush') and fobj.writable():
            fobj.flush()
        descriptor = fobj.fileno()
        if closefd:
            descriptor = os.dup(descriptor)
            fobj.close()
    raw = kind(descriptor, plain, closefd)
    if size == 0:
        if text:
            raise ValueError("can't have unbuffered text I/O")
        return raw
    line_buffering = line_buffering or size == 1 and text
    size = io.DEFAULT_BUFFER_SIZE if size < 2 else size
    if raw.readable() and raw.writable():
        buffered = io.BufferedRandom(raw, size) if raw.seekable() else io.BufferedRWPair(raw, raw, size)
    elif raw.writable():
        buffered = io.BufferedWriter(raw, size)
    else:
        buffered = io.BufferedReader(raw, size)
    if not text:
        return buffered
    wrapped = io.TextIOWrapper(buffered, encoding, errors, newline, line_buffering)
    wrapped.mode = mode
    return wrapped


def FileObjectPosix(fobj, *args, **kwargs):
    """For pipes and the like: makes the descriptor non-blocking."""
    return _opened(_Descriptor, fobj, *args, **kwargs)


def FileObjectThread(fobj, *args, threadpool=None, lock=True, **kwargs):
    """For ordinary files: reads and writes in threads."""
    return _opened(_InThread, fobj, *args, **kwargs)


def FileObjectBlock(fobj, *args, **kwargs):
    """The standard library's, which holds everybody up."""
    closefd = kwargs.pop('closefd', kwargs.pop('close', True))
    if hasattr(fobj, 'fileno'):
        fobj = os.dup(fobj.fileno()) if closefd else fobj.fileno()
    if 'bufsize' in kwargs:
        kwargs['buffering'] = kwargs.pop('bufsize')
    return open(fobj, *args, closefd=closefd, **kwargs)


FileObject = FileObjectPosix
