"""gevent.fileobject: files that are read and written without holding anybody up."""

from gevent._config import config
from gevent._fileobjectcommon import FileObjectBlock, FileObjectThread
from gevent._fileobjectposix import FileObjectPosix

__all__ = ['FileObject', 'FileObjectBlock', 'FileObjectPosix', 'FileObjectThread']

FileObject = config.fileobject
