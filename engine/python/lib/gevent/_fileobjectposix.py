"""Files whose descriptor does not block: pipes and the like."""

import io
import os

from _greenscope import wait_read, wait_write
from gevent._fileobjectcommon import FileObjectBase, OpenDescriptor, WriteIsWriteallMixin
from gevent._hub_local import get_hub
from gevent._socketcommon import cancel_wait_ex
from gevent.os import make_nonblocking
from greenlet import getcurrent

__all__ = ['FileObjectPosix']


class GreenFileDescriptorIO(io.RawIOBase):
    """A descriptor that does not block. `keep_alive`: whose it is, if that is another file."""

    _closed = False
    _seekable = None

    def __init__(self, fileno, open_descriptor, closefd=True, keep_alive=None):
        self._fileno, self._closefd, self._keep_alive = fileno, closefd, keep_alive
        self._waiting = set()
        self._is_read, self._is_written = open_descriptor.can_read, open_descriptor.can_write
        self.mode = open_descriptor.fileio_mode
        if keep_alive is None:
            self.name = fileno
        elif hasattr(keep_alive, 'name'):
            self.name = keep_alive.name
        make_nonblocking(fileno)

    def readable(self):
        return self._is_read

    def writable(self):
        return self._is_written

    def seekable(self):
        if self._seekable is None:
            try:
                os.lseek(self._fileno, 0, os.SEEK_CUR)
                self._seekable = True
            except OSError:
                self._seekable = False
        return self._seekable

    def seek(self, offset, whence=0):
        return os.lseek(self._fileno, offset, whence)

    def truncate(self, size=None):
        size = self.tell() if size is None else size
        os.ftruncate(self._fileno, size)
        return size

    def isatty(self):
        return os.isatty(self._fileno)

    def fileno(self):
        return self._fileno

    @property
    def closed(self):
        return self._closed

    def _until_done(self, call, wait, *args):
        while True:
            try:
                return call(self._fileno, *args)
            except BlockingIOError:
                pass
            me = getcurrent()
            self._waiting.add(me)
            try:
                wait(self._fileno)
            finally:
                self._waiting.discard(me)
            if self._closed:
                raise cancel_wait_ex

    def _read(self, size):
        if not self._is_read:
            raise io.UnsupportedOperation('read')
        return self._until_done(os.read, wait_read, size)

    def readall(self):
        parts = []
        while True:
            try:
                part = self._read(io.DEFAULT_BUFFER_SIZE)
            except cancel_wait_ex:
                # Somebody has closed it meanwhile, and that is its end.
                part = b''
            if not part:
                return b''.join(parts)
            parts.append(part)

    def readinto(self, buffer):
        place = memoryview(buffer).cast('B')
        data = self._read(len(place))
        place[:len(data)] = data
        return len(data)

    def write(self, data):
        if not self._is_written:
            raise io.UnsupportedOperation('write')
        return self._until_done(os.write, wait_write, data)

    def close(self):
        """Whoever waits is thrown out, and then the descriptor closed."""
        if self._closed:
            return
        self.flush()
        self._closed = True
        fileno, self._fileno = self._fileno, None
        if not self._waiting:
            self._finish(fileno)
            return
        run_callback = get_hub().loop.run_callback
        for waiting in self._waiting:
            run_callback(self._throw_out, waiting)
        run_callback(self._finish, fileno)

    def _throw_out(self, waiting):
        if waiting in self._waiting:
            waiting.throw(cancel_wait_ex)

    def _finish(self, fileno):
        keep_alive, self._keep_alive = self._keep_alive, None
        try:
            if self._closefd:
                os.close(fileno)
        finally:
            if hasattr(keep_alive, 'close'):
                keep_alive.close()

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} fileno={self._fileno} mode={self.mode!r}>'


class GreenFileDescriptorIOWriteall(WriteIsWriteallMixin, GreenFileDescriptorIO):
    """Its writes are not cut short."""


class GreenOpenDescriptor(OpenDescriptor):
    """As open(), with descriptors that do not block."""

    def _open_raw(self):
        if self.is_fd():
            return GreenFileDescriptorIO(self._fobj, self, self.closefd)
        raw = OpenDescriptor._open_raw(self)
        return GreenFileDescriptorIO(raw.fileno(), self, False, raw)

    def _class_with_whole_writes(self, raw):
        return GreenFileDescriptorIOWriteall


class FileObjectPosix(FileObjectBase):
    """For pipes and the like: makes the descriptor non-blocking, and waits without holding anybody up."""

    default_bufsize = io.DEFAULT_BUFFER_SIZE

    def __init__(self, *args, **kwargs):
        descriptor = GreenOpenDescriptor(*args, **kwargs)
        FileObjectBase.__init__(self, descriptor)
        # The file below the buffers.
        self.fileio = descriptor.opened_raw()

    def _do_close(self, file, closefd):
        try:
            file.close()
            self.fileio.close()
        finally:
            self.fileio = None
