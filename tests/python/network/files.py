"""gevent.fileobject, and a prompt into the program."""
import io
import os
import tempfile

import gevent
from gevent import socket
from gevent.backdoor import BackdoorServer
from gevent.fileobject import FileObject, FileObjectBlock, FileObjectPosix, FileObjectThread

print(FileObject is FileObjectPosix)
read, write = os.pipe()
reader, writer = FileObjectPosix(read, 'rb'), FileObjectPosix(write, 'wb', bufsize=0)
reading = gevent.spawn(reader.readline)
gevent.sleep(0)
writer.write(b'half a ')
gevent.sleep(0.005)
print(reading.ready())
writer.write(b'line\nmore')
print(reading.get(), reader.read(2), reader.readable(), reader.writable(), reader.seekable(), reader.name == read)
writer.close()
print(reader.read(), reader.closed, writer.closed, writer.name == write)
reader.close()
for call in (lambda: reader.read(), lambda: reader.fileno(), lambda: FileObjectPosix(0, 'rb', encoding='ascii'), lambda: FileObject(0, 'q')):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)

# What does not fit into the pipe.
read, write = os.pipe()
much = gevent.spawn(lambda: len(FileObjectPosix(read, 'rb').read()))
with FileObjectPosix(write, 'w', encoding='utf-8') as writer:
    print(writer.write('ä' * 200000))
print(much.get())

# Closed by another greenlet.
read, write = os.pipe()
reader = FileObjectPosix(read, 'rb', bufsize=0)


def told():
    try:
        print(reader.fileio.readinto(bytearray(5)))
    except OSError as error:
        print(type(error).__name__, error)


waiting = gevent.spawn(told)
gevent.sleep(0)
reader.close()
waiting.join()
os.close(write)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'file')
    for kind in FileObjectThread, FileObjectBlock, FileObjectPosix:
        with kind(path, 'w') as file:
            file.writelines(['one\n', 'two\n', 'three'])
        with kind(path, 'rb') as file:
            file.seek(4)
            print(kind.__name__, file.readline(), file.tell(), list(file))
        with kind(path, 'r+') as file:
            print(file.read(3), isinstance(file.io, io.TextIOBase), file.mode)

server = BackdoorServer(('127.0.0.1', 0), banner='hello', locals={'answer': 42})
server.start()
client = socket.create_connection(server.address)
lines = client.makefile('rw')
for line in 'answer', 'print("two\\nlines")', 'answer = 43', 'answer', '1/0', 'def f():', '    return 7', '', 'f()':
    lines.write(line + '\r\n')
lines.flush()
client.shutdown(socket.SHUT_WR)
told = lines.read()
print(*[line for line in told.splitlines() if 'File' not in line], sep='\n')
print('not elsewhere', server.locals['answer'])
server.stop()
