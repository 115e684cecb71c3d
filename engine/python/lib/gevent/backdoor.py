"""gevent.backdoor: a Python prompt over the network, into the running program. Whoever can connect can do anything."""

import code
import socket as _standard
import sys

from gevent.pool import Pool
from gevent.server import StreamServer
from greenlet import getcurrent

__all__ = ['BackdoorServer']


class _Streams:
    """In the place of sys.stdin, sys.stdout and sys.stderr, while somebody is connected: each greenlet of a connection
    has streams of its own, all others have those from before."""

    _names = 'stdin', 'stdout', 'stderr'

    def __init__(self):
        self._before = {}
        self._files = {}

    def enter(self, files):
        if not self._files:
            for name in self._names:
                self._before[name] = getattr(sys, name)
                setattr(sys, name, _Stream(self, name))
        self._files[getcurrent()] = files

    def leave(self):
        del self._files[getcurrent()]
        if not self._files:
            for name in self._names:
                # Unless the program has put something else there meanwhile.
                if getattr(getattr(sys, name), '_streams', None) is self:
                    setattr(sys, name, self._before[name])

    def file(self, name):
        files = self._files.get(getcurrent())
        return self._before[name] if files is None else files[name == 'stdin']


class _Stream:
    """One of the three."""

    def __init__(self, streams, name):
        self._streams, self._name = streams, name

    def __getattr__(self, name):
        return getattr(self._streams.file(self._name), name)

    def __iter__(self):
        return iter(self._streams.file(self._name))


class _Writer:
    """What the prompt's program prints to: goes out at once."""

    encoding, errors = 'utf-8', 'replace'

    def __init__(self, sock):
        self._sock = sock
        self.fileno = sock.fileno

    def write(self, data):
        self._sock.sendall(data if isinstance(data, bytes) else data.encode(self.encoding, self.errors))

    def flush(self):
        """Nothing is kept back."""

    def isatty(self):
        return False


class _Reader:
    """What it reads from."""

    def __init__(self, sock, file):
        self._file = file
        self.fileno = sock.fileno

    def readline(self, *size):
        try:
            return self._file.readline(*size).replace('\r\n', '\n')
        except UnicodeError:
            # Control characters of telnet: a Ctrl+C, say.
            return ''

    def close(self):
        """quit() does so; the connection is closed afterwards."""

    def __getattr__(self, name):
        return getattr(self._file, name)


class _Console(code.InteractiveConsole):
    """Asks at the other end."""

    def raw_input(self, prompt=''):
        self.write(prompt)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip('\n')


class BackdoorServer(StreamServer):
    """Gives each who connects a prompt, with a copy of `locals`. The greenlets are killed when it is stopped."""

    def __init__(self, listener, locals=None, banner=None, **server_args):
        StreamServer.__init__(self, listener, spawn=Pool(), **server_args)
        self.locals = {'__doc__': None, '__name__': '__console__', **(locals or {})}
        self.banner = banner
        self._streams = _Streams()
        for name, prompt in ('ps1', '>>> '), ('ps2', '... '):
            if not hasattr(sys, name):
                setattr(sys, name, prompt)

    def _create_interactive_locals(self):
        import builtins
        return {**self.locals, 'builtins': builtins, '__builtins__': builtins}

    def handle(self, conn, _address):
        """One connection."""
        conn.setsockopt(_standard.IPPROTO_TCP, _standard.TCP_NODELAY, True)
        with conn, conn.makefile('r', encoding='utf-8') as file:
            self._streams.enter((_Writer(conn), _Reader(conn, file)))
            try:
                _Console(self._create_interactive_locals()).interact(banner=self.banner, exitmsg='')
            except SystemExit:
                # quit(): it ends the connection, not the program.
                pass
            finally:
                self._streams.leave()
