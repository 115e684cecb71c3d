"""The classes of gevent.ssl. The standard module's contexts, with sockets of our own."""

import errno
import ssl as __ssl__
import weakref
from _socket import SO_TYPE, SOCK_STREAM, SOL_SOCKET
from ssl import CERT_NONE, CERT_REQUIRED, PROTOCOL_TLS, SSLEOFError, SSLError, SSLWantReadError, SSLWantWriteError

from gevent._socket3 import socket, timeout_default
from gevent._util import copy_globals

__implements__ = ['SSLContext', 'SSLSocket', 'wrap_socket', 'get_server_certificate']
__imports__ = copy_globals(__ssl__, globals(), names_to_ignore=[*__implements__, 'socket', 'namedtuple'],
                           only_names=[name for name in dir(__ssl__) if not name.startswith('__')],
                           dunder_names_to_keep=())
__all__ = __implements__ + __imports__

orig_SSLContext = __ssl__.SSLContext
_READ, _WRITE, _HANDSHAKE = (f'The {what} operation timed out' for what in ('read', 'write', 'handshake'))


class _RawSocket(socket._gevent_sock_class):
    """What OpenSSL reads and writes through; it knows whose it is, for callbacks that are given the socket."""

    __slots__ = ('_owner',)

    def __init__(self, family, type, proto, fileno, owner):
        super().__init__(family, type, proto, fileno)
        self._owner = owner


class _Callback:
    """A program's callback, which is to see the program's socket."""

    def __init__(self, function):
        self.function = function

    def __call__(self, raw, *args):
        return self.function(raw._owner(), *args)

    @classmethod
    def of(cls, function):
        return cls(function) if callable(function) else function

    @staticmethod
    def inside(found):
        return found.function if isinstance(found, _Callback) else found


def _set_by_base(name):
    """A property whose setter asks for its class by a name that stands for another one once ssl is patched."""
    found = getattr(orig_SSLContext, name)

    def set_(self, value):
        getattr(super(orig_SSLContext, orig_SSLContext), name).__set__(self, value)
    return found.setter(set_)


class SSLContext(orig_SSLContext):
    """ssl.SSLContext, whose sockets hold nobody up."""

    __slots__ = ()
    sslsocket_class = None

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """TLS over the socket, whose descriptor it takes over."""
        return self.sslsocket_class(
            sock=sock, server_side=server_side, do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs, server_hostname=server_hostname, _context=self, _session=session)

    options, verify_flags, verify_mode, minimum_version, maximum_version = map(_set_by_base, (
        'options', 'verify_flags', 'verify_mode', 'minimum_version', 'maximum_version'))

    @property
    def sni_callback(self):
        return _Callback.inside(super().sni_callback)

    @sni_callback.setter
    def sni_callback(self, function):
        super(orig_SSLContext, orig_SSLContext).sni_callback.__set__(self, _Callback.of(function))

    @property
    def _msg_callback(self):
        return _Callback.inside(super()._msg_callback)

    @_msg_callback.setter
    def _msg_callback(self, function):
        patched, __ssl__.SSLContext = __ssl__.SSLContext, orig_SSLContext
        try:
            orig_SSLContext._msg_callback.__set__(self, _Callback.of(function))
        finally:
            __ssl__.SSLContext = patched


class SSLSocket(socket):
    """A socket whose bytes are encrypted on their way. The record has them as they are before that."""

    def __init__(self, sock=None, keyfile=None, certfile=None, server_side=False, cert_reqs=CERT_NONE,
                 ssl_version=PROTOCOL_TLS, ca_certs=None, do_handshake_on_connect=True, family=2, type=SOCK_STREAM,
                 proto=0, fileno=None, suppress_ragged_eofs=True, npn_protocols=None, ciphers=None,
                 server_hostname=None, _session=None, _context=None):
        if _context is None:
            _context = _context_of(keyfile, certfile, server_side, cert_reqs, ssl_version, ca_certs, ciphers)
            self.keyfile, self.certfile, self.cert_reqs = keyfile or certfile, certfile, cert_reqs
            self.ssl_version, self.ca_certs, self.ciphers = ssl_version, ca_certs, ciphers
        self._context = _context
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError('only stream sockets are supported')
        if server_side and server_hostname:
            raise ValueError('server_hostname can only be specified in client mode')
        if server_side and _session is not None:
            raise ValueError('session can only be specified in client mode')
        if _context.check_hostname and not server_hostname:
            raise ValueError('check_hostname requires server_hostname')
        self._session = _session
        self.server_side = server_side
        self.server_hostname = server_hostname
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        self._sslobj = None
        if sock is None:
            socket.__init__(self, family, type, proto, fileno)
        else:
            timeout = sock.gettimeout()
            socket.__init__(self, sock.family, sock.type, sock.proto, sock.fileno())
            self.settimeout(timeout)
            # Until here an error has left the caller with his socket.
            sock.detach()
        self._connected = self._is_connected()
        if self._connected:
            try:
                self._sslobj = self._new_sslobj(server_side, _session)
                if do_handshake_on_connect:
                    if self.gettimeout() == 0.0:
                        raise ValueError('do_handshake_on_connect should not be specified for non-blocking sockets')
                    self.do_handshake()
            except OSError:
                self.close()
                raise

    def _gevent_sock_class(self, family, type, proto, fileno):
        return _RawSocket(family, type, proto, fileno, weakref.ref(self))

    def _is_connected(self):
        try:
            self._sock.getpeername()
        except OSError as failed:
            if failed.errno == errno.ENOTCONN:
                return False
            self.close()
            raise
        return True

    def _new_sslobj(self, server_side, session):
        return self._context._wrap_socket(self._sock, server_side, self.server_hostname, owner=self._sock,
                                          session=session)

    # --- waiting ---

    def _until_done(self, call, reason, late, *args):
        """OpenSSL says what to wait for, whichever call it is."""
        while True:
            if self._sslobj is None:
                raise ValueError('Read on closed or unwrapped SSL socket.' if reason == 'receive' else
                                 'Write on closed or unwrapped SSL socket.')
            try:
                return getattr(self._sslobj, call)(*args)
            except SSLWantReadError:
                if self.timeout == 0.0:
                    raise
                self._wait_to_read(reason, late)
            except SSLWantWriteError:
                if self.timeout == 0.0:
                    raise
                self._wait_to_write(reason, late)

    def do_handshake(self):
        """Until both sides know each other."""
        self._check_connected()
        self._until_done('do_handshake', 'handshake', _HANDSHAKE)

    def unwrap(self):
        """Ends TLS; the connection goes on without."""
        if self._sslobj is None:
            raise ValueError('No SSL wrapper around ' + str(self))
        try:
            self._until_done('shutdown', 'receive', 'timed out')
        except SSLEOFError:
            pass
        except OSError as failed:
            # The other side has gone without a word.
            if failed.errno != 0:
                raise
        self._sslobj = None
        return self

    # --- reading and writing ---

    def read(self, nbytes=1024, buffer=None):
        """The next bytes, or how many were put into the buffer."""
        if self._sslobj is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        if nbytes == 0:
            return b'' if buffer is None else 0
        try:
            if buffer is None:
                data = self._until_done('read', 'receive', _READ, nbytes or 1024)
                self._has_received(data)
                return data
            count = self._until_done('read', 'receive', _READ, nbytes, buffer)
            self._has_received(buffer, count)
            return count
        except SSLError as failed:
            if failed.args[0] == __ssl__.SSL_ERROR_EOF and self.suppress_ragged_eofs:
                return b'' if buffer is None else 0
            raise

    def write(self, data):
        """Returns how much of it went."""
        count = self._until_done('write', 'send', _WRITE, data)
        self._has_sent(data, count)
        return count

    def _refuse(self, call):
        if self._sslobj is not None:
            raise ValueError(f'{call} not allowed on instances of {self.__class__}')

    def _refuse_flags(self, flags, call):
        if flags != 0:
            raise ValueError(f'non-zero flags not allowed in calls to {call}() on {self.__class__}')

    def send(self, data, flags=0, timeout=timeout_default):
        if self._sslobj is None:
            return socket.send(self, data, flags, timeout)
        self._refuse_flags(flags, 'send')
        while True:
            try:
                count = self._sslobj.write(data)
                self._has_sent(data, count)
                return count
            except (SSLWantReadError, SSLWantWriteError) as blocked:
                if self.timeout == 0.0:
                    return 0
                is_read = isinstance(blocked, SSLWantReadError)
            if is_read:
                self._wait_to_read('send')
            else:
                self._wait_to_write('send', timeout=timeout)

    def sendall(self, data, flags=0):
        if self._sslobj is not None:
            self._refuse_flags(flags, 'sendall')
        try:
            socket.sendall(self, data, flags)
        except TimeoutError:
            if self.timeout == 0.0:
                raise SSLWantWriteError('The operation did not complete (write)') from None
            raise

    def sendto(self, data, *args):
        self._refuse('sendto')
        return socket.sendto(self, data, *args)

    def recv(self, buflen=1024, flags=0):
        if self._sslobj is None:
            return socket.recv(self, buflen, flags)
        self._refuse_flags(flags, 'recv')
        return self.read(buflen) if buflen else b''

    def recv_into(self, buffer, nbytes=None, flags=0):
        if nbytes is None:
            nbytes = len(buffer) if buffer else 1024
        if self._sslobj is None:
            return socket.recv_into(self, buffer, nbytes, flags)
        self._refuse_flags(flags, 'recv_into')
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        self._refuse('recvfrom')
        return socket.recvfrom(self, buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        self._refuse('recvfrom_into')
        return socket.recvfrom_into(self, buffer, *(() if nbytes is None else (nbytes, flags)))

    def _never(call):
        def refused(self, *args, **kwargs):
            raise NotImplementedError(f'{call} not allowed on instances of {self.__class__}')
        refused.__name__ = call
        return refused

    # They would go round the encryption.
    sendmsg, recvmsg, recvmsg_into = map(_never, ('sendmsg', 'recvmsg', 'recvmsg_into'))
    del _never

    def dup(self):
        raise NotImplementedError(f"Can't dup() {self.__class__.__name__} instances")

    # --- making connections ---

    def connect(self, addr):
        """Connects it, and shakes hands unless it was told not to."""
        self._connect(addr, socket.connect)

    def connect_ex(self, addr):
        return self._connect(addr, socket.connect_ex)

    def _connect(self, addr, connect):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected:
            raise ValueError('attempt to connect already-connected SSLSocket!')
        self._sslobj = self._new_sslobj(False, self._session)
        try:
            error = connect(self, addr)
            if not error:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
            return error
        except OSError:
            self._sslobj = None
            self._connected = False
            raise

    def accept(self):
        """The next connection, under TLS, and who it is from."""
        accepted, address = socket.accept(self)
        try:
            return self._context.wrap_socket(
                accepted, do_handshake_on_connect=self.do_handshake_on_connect,
                suppress_ragged_eofs=self.suppress_ragged_eofs, server_side=True), address
        except BaseException:
            accepted.close()
            raise

    # --- ending ---

    def shutdown(self, how):
        self._sslobj = None
        socket.shutdown(self, how)

    def _real_close(self):
        self._sslobj = None
        socket._real_close(self)

    # --- facts ---

    @property
    def context(self):
        return self._context

    @context.setter
    def context(self, context):
        self._context = context
        self._sslobj.context = context

    @property
    def session(self):
        """What could be gone on with in another connection."""
        return None if self._sslobj is None else self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    def session_reused(self):
        return None if self._sslobj is None else self._sslobj.session_reused

    def _check_connected(self):
        if not self._connected:
            # It says what is wrong.
            self.getpeername()

    def getpeercert(self, binary_form=False):
        """The other side's certificate."""
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    def selected_npn_protocol(self):
        return None

    def _asks(call, otherwise=None):
        def ask(self):
            return otherwise if self._sslobj is None else getattr(self._sslobj, call)()
        ask.__name__ = call
        return ask

    selected_alpn_protocol, shared_ciphers, version, cipher, compression = map(_asks, (
        'selected_alpn_protocol', 'shared_ciphers', 'version', 'cipher', 'compression'))
    pending = _asks('pending', 0)
    del _asks

    def get_channel_binding(self, cb_type='tls-unique'):
        if cb_type not in __ssl__.CHANNEL_BINDING_TYPES:
            raise ValueError(f'{cb_type} channel binding type not implemented')
        return None if self._sslobj is None else self._sslobj.get_channel_binding(cb_type)

    def verify_client_post_handshake(self):
        if self._sslobj is None:
            raise ValueError('No SSL wrapper around ' + str(self))
        return self._sslobj.verify_client_post_handshake()

    def _extra_repr(self):
        cipher = self._sslobj.cipher() if self._sslobj is not None else ''
        return f' server={self.server_side}, cipher={cipher!r}'


SSLContext.sslsocket_class = SSLSocket


def _context_of(keyfile, certfile, server_side, cert_reqs, ssl_version, ca_certs, ciphers):
    if server_side and not certfile:
        raise ValueError('certfile must be specified for server-side operations')
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    context = SSLContext(ssl_version)
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile or certfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def wrap_socket(sock, keyfile=None, certfile=None, server_side=False, cert_reqs=CERT_NONE, ssl_version=PROTOCOL_TLS,
                ca_certs=None, do_handshake_on_connect=True, suppress_ragged_eofs=True, ciphers=None):
    """TLS over the socket, without a context of one's own."""
    return SSLSocket(sock=sock, keyfile=keyfile, certfile=certfile, server_side=server_side, cert_reqs=cert_reqs,
                     ssl_version=ssl_version, ca_certs=ca_certs, do_handshake_on_connect=do_handshake_on_connect,
                     suppress_ragged_eofs=suppress_ragged_eofs, ciphers=ciphers)


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS, ca_certs=None):
    """The certificate of the server there, in PEM."""
    from gevent.socket import create_connection
    with create_connection(addr) as plain:
        with wrap_socket(plain, ssl_version=ssl_version, cert_reqs=CERT_REQUIRED if ca_certs else CERT_NONE,
                         ca_certs=ca_certs) as wrapped:
            return __ssl__.DER_cert_to_PEM_cert(wrapped.getpeercert(True))
