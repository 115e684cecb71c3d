"""gevent.pywsgi: a server of HTTP/1.1 that calls a WSGI application, each connection in a greenlet of its own."""

import errno
import functools
import re
import sys
import time
import traceback
from datetime import datetime
from urllib.parse import unquote_to_bytes

import gevent
from _greenscope_lib import RunStopped
from gevent import GreenletExit, socket
from gevent._pywsgi_environ import (Environ, LoggingLogAdapter, SecureEnviron, WSGISecureEnviron, _NoopLog,  # noqa: F401
                                    log_of)
from gevent._pywsgi_input import (Input, Headers, _InvalidClientInput, _InvalidClientRequest, length_of_body,
                                  read_headers)
from gevent.server import StreamServer

__all__ = ['WSGIServer', 'WSGIHandler', 'LoggingLogAdapter', 'Environ', 'SecureEnviron', 'WSGISecureEnviron']

# Longer ones get a 414.
MAX_REQUEST_LINE = 8192

_REFUSED = 'HTTP/1.1 {}\r\nConnection: close\r\nContent-length: 0\r\n\r\n'
_REQUEST_TOO_LONG_RESPONSE = _REFUSED.format('414 Request URI Too Long').encode()
_BAD_REQUEST_RESPONSE = _REFUSED.format('400 Bad Request').encode()
# What is answered in the place of the application.
_ERRORS = {400: ('400 Bad Request', b''), 500: ('500 Internal Server Error', b'Internal Server Error')}
# So much of a body is sent together with the head, in one call.
_SENT_WITH_HEAD = 16384

_VERSION = re.compile(r'HTTP/(\d)\.(\d)', re.ASCII)
_DAYS = 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'
_MONTHS = 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'


def format_date_time(timestamp):
    """The time as HTTP writes it, in bytes."""
    return _date_of_second(int(timestamp // 1))


@functools.lru_cache(maxsize=8)
def _date_of_second(second):
    at = time.gmtime(second)
    return (f'{_DAYS[at.tm_wday]}, {at.tm_mday:02} {_MONTHS[at.tm_mon - 1]} {at.tm_year:4} '
            f'{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} GMT').encode()


def _checked_header(name, value):
    """Both in bytes."""
    for what, text in ('header', name), ('value', value):
        if not isinstance(text, str):
            raise UnicodeError(f'The {what} must be a native string', name, value)
    for what, text in ('name', name), ('value', value):
        if '\r' in text or '\n' in text:
            raise ValueError(f'carriage return or newline in header {what}', text)
    try:
        return name.encode('latin-1'), value.encode('latin-1')
    except UnicodeEncodeError:
        raise UnicodeError('Non-latin1 header', repr(name), repr(value)) from None


class WSGIHandler:
    """Serves the requests of one connection, one after the other. Subclasses override its methods."""

    protocol_version = 'HTTP/1.1'
    # What an application gets that does what WSGI forbids.
    ApplicationError = AssertionError
    # Errors that say that the client has gone, of which nobody needs to hear.
    ignored_socket_errors = (errno.EPIPE, errno.ECONNRESET)

    # The request.
    requestline = command = path = request_version = None
    headers = Headers()
    content_length = 0
    environ = application = wsgi_input = None
    close_connection = False
    # The response: its status as it is sent, as it was given, and as a number, which is negative once sending failed.
    status = _orig_status = code = None
    response_headers = None
    provided_date = provided_content_length = None
    headers_sent = response_use_chunked = connection_upgraded = False
    # With and without head and marks of chunks.
    response_length = _body_length = 0
    # What the application has returned.
    result = None
    time_start = time_finish = 0

    def __init__(self, sock, address, server, rfile=None):
        self.socket = sock
        self.client_address = address
        self.server = server
        self.rfile = sock.makefile('rb', -1) if rfile is None else rfile

    def MessageClass(self, *args):
        """Reads the head's fields."""
        return read_headers(*args)

    # --- the connection ---

    def handle(self):
        """Until the connection ends. Called by the server."""
        try:
            while self.socket is not None:
                self.time_start, self.time_finish = time.time(), 0
                result = self.handle_one_request()
                if result is True:
                    continue
                if result is not None:
                    self.status, answer = result
                    self._orig_status = None
                    self.socket.sendall(answer)
                    self.time_finish = self.time_finish or time.time()
                    self.log_request()
                break
        finally:
            if self.socket is not None:
                self._close()
            for name in 'socket', 'rfile', 'wsgi_input':
                self.__dict__.pop(name, None)

    def _close(self):
        # What has come and was not read would make the end of the connection a reset, and lose the answer.
        below = getattr(self.socket, '_sock', None)
        try:
            if below is not None:
                below.recv(16384)
        except (OSError, ValueError):
            pass
        # As long as the file is open the socket is.
        for part in self.rfile, self.socket:
            try:
                part.close()
            except OSError:
                pass

    def handle_one_request(self):
        """True: it was answered, and another may come. None: that was the last. Or what the client is told: (status,
        all of the answer), after which the connection ends.
        """
        if self.rfile.closed:
            return None
        try:
            self.requestline = self.read_requestline()
        except OSError:
            return None
        if isinstance(self.requestline, bytes):
            self.requestline = self.requestline.decode('latin-1')
        if not self.requestline:
            return None
        self.response_length = 0
        if len(self.requestline) >= MAX_REQUEST_LINE:
            return '414', _REQUEST_TOO_LONG_RESPONSE
        try:
            if not self.read_request(self.requestline):
                return '400', _BAD_REQUEST_RESPONSE
        except Exception as wrong:
            return self._handle_client_error(wrong)
        if isinstance(self.server, StreamServer):
            # As much as fits into a line of a pane.
            self.server._stop_event.serves(f'{self.command} {self.path[:64]}')
        # After the request was read, which may change the headers.
        self.environ = self.get_environ()
        self.application = self.server.application
        self.handle_one_response()
        return None if self.close_connection or self.rfile.closed else True

    # --- the request ---

    def read_requestline(self):
        """The first line of what a client asks, as a string."""
        return self.rfile.readline(MAX_REQUEST_LINE).decode('latin-1')

    def read_request(self, raw_requestline):
        """Takes the line apart and reads the headers. ValueError if the client is wrong; or a false value."""
        self.requestline = raw_requestline.rstrip()
        words = self.requestline.split()
        if len(words) == 3:
            self.command, self.path, self.request_version = words
            if not self._check_http_version():
                raise _InvalidClientRequest(f'Invalid http version: {raw_requestline!r}')
        elif len(words) == 2:
            self.command, self.path = words
            if self.command != 'GET':
                raise _InvalidClientRequest(f'Expected GET method: {raw_requestline!r}')
            self.request_version = 'HTTP/0.9'
        else:
            raise _InvalidClientRequest(f'Invalid HTTP method: {raw_requestline!r}')
        self.headers = self.MessageClass(self.rfile, 0)
        if self.headers.status:
            raise _InvalidClientRequest(f'Invalid headers status: {self.headers.status!r}')
        self.content_length = length_of_body(self.headers)
        if self.content_length and self.command == 'HEAD':
            raise _InvalidClientRequest('Unexpected Content-Length')
        wishes = self.headers.list_of('connection')
        if self.request_version == 'HTTP/1.1':
            self.close_connection = 'close' in wishes
        else:
            self.close_connection = self.request_version != 'HTTP/1.0' or 'keep-alive' not in wishes
        return True

    def _check_http_version(self):
        found = _VERSION.fullmatch(self.request_version)
        return found is not None and (0, 9) <= tuple(map(int, found.groups())) < (2, 0)

    def _handle_client_error(self, ex):
        if not isinstance(ex, ValueError):
            traceback.print_exc()
        if isinstance(ex, _InvalidClientRequest):
            self.log_error(ex.formatted_message)
        else:
            self.log_error('Invalid request: %s', str(ex) or type(ex).__name__)
        return '400', _BAD_REQUEST_RESPONSE

    def get_environ(self):
        """The environment that the application is called with."""
        env = self.server.get_environ()
        path, _, query = self.path.partition('?')
        env.update(REQUEST_METHOD=self.command, SCRIPT_NAME='', QUERY_STRING=query,
                   PATH_INFO=unquote_to_bytes(path.encode('latin-1')).decode('latin-1'),
                   SERVER_PROTOCOL=self.request_version)
        headers = self.headers
        if headers.typeheader is not None:
            env['CONTENT_TYPE'] = headers.typeheader
        length = headers.getheader('content-length')
        if length:
            env['CONTENT_LENGTH'] = length
        if isinstance(self.client_address, tuple):
            env['REMOTE_ADDR'], env['REMOTE_PORT'] = map(str, self.client_address[:2])
        for key, value in self._headers():
            if key in env:
                value = env[key] + ('; ' if 'COOKIE' in key else ',') + value
            env[key] = value
        waits_for_word = env.get('HTTP_EXPECT', '').lower() == '100-continue'
        is_chunked = env.get('HTTP_TRANSFER_ENCODING', '').lower() == 'chunked'
        self.wsgi_input = Input(self.rfile, self.content_length, self.socket if waits_for_word else None, is_chunked)
        # After an upgrade the application talks with the client in another way, for which it needs all that comes.
        is_body = not self._connection_upgrade_requested()
        env['wsgi.input'] = self.wsgi_input if is_body else self.rfile
        env['wsgi.input_terminated'] = is_body
        return env

    def _headers(self):
        """(key, value) of each header that is in the environment under a name that begins with HTTP_."""
        for name, value in self.headers.items():
            # Else X_Y would be taken for X-Y, which a proxy may have kept out.
            if '_' in name:
                continue
            key = name.replace('-', '_').upper()
            if key not in ('CONTENT_TYPE', 'CONTENT_LENGTH'):
                yield 'HTTP_' + key, value.strip()

    def _connection_upgrade_requested(self):
        return (self.headers.get('Connection', '').lower() == 'upgrade'
                or self.headers.get('Upgrade', '').lower() == 'websocket')

    # --- the response ---

    def handle_one_response(self):
        """Has the application answer, and deals with its errors."""
        self.time_start = time.time()
        self.status = self._orig_status = self.result = None
        self.headers_sent = self.response_use_chunked = self.connection_upgraded = False
        self.response_length = self._body_length = 0
        try:
            try:
                self.run_application()
            finally:
                self._discard_input()
        except RunStopped:
            raise
        except _InvalidClientInput:
            self._send_error_response_if_possible(400)
        except OSError as failed:
            if failed.args and failed.args[0] in self.ignored_socket_errors:
                self.close_connection = True
            else:
                self.handle_error(*sys.exc_info())
        except BaseException:
            self.handle_error(*sys.exc_info())
        finally:
            self.time_finish = time.time()
            self.log_request()

    def _discard_input(self):
        try:
            self.wsgi_input._discard()
        except OSError:
            # Where the next request begins is not known.
            self.close_connection = True

    def run_application(self):
        """Calls the application and sends what it returns."""
        try:
            self.result = self.application(self.environ, self.start_response)
            self.process_result()
        finally:
            result, self.result = self.result, None
            close = getattr(result, 'close', None)
            if close is not None:
                close()

    def process_result(self):
        """Sends what the application has returned."""
        for data in self.result:
            if data:
                self.write(data)
        if self.status and not self.headers_sent:
            self.write(b'')
        if self.response_use_chunked and self.command != 'HEAD':
            self._sendall(b'0\r\n\r\n')
        self._check_what_was_sent()

    def _check_what_was_sent(self):
        """Where a client can't tell where this response ends, nothing may follow it."""
        told = self.provided_content_length
        has_body = self.command != 'HEAD' and self.code not in (204, 304)
        if self.connection_upgraded or has_body and told is not None and told.strip() != str(self._body_length):
            self.close_connection = True

    def start_response(self, status, headers, exc_info=None):
        """What the application says of its response. Returns what it may write with."""
        if exc_info and self.headers_sent:
            try:
                raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        # All of it is looked through before anything is taken over.
        response_headers = [_checked_header(*header) for header in headers]
        if not isinstance(status, str):
            raise UnicodeError('The status string must be a native string')
        if '\r' in status or '\n' in status:
            raise ValueError('carriage return or newline in status', status)
        code = int(status.split(' ', 1)[0])
        self.status, self._orig_status, self.code = status.encode('latin-1'), status, code
        self.response_headers = response_headers
        given = {name.lower(): value for name, value in headers}
        self.provided_date = given.get('date')
        self.provided_content_length = given.get('content-length')
        connection = given.get('connection')
        if connection is None and self.request_version == 'HTTP/1.0':
            response_headers.append((b'Connection', b'close' if self.close_connection else b'keep-alive'))
        elif connection is not None and connection.lower() == 'close':
            self.close_connection = True
        if code in (304, 204) and self.provided_content_length not in (None, '0'):
            raise self.ApplicationError(
                f'Invalid Content-Length for {code} response: {self.provided_content_length!r} '
                '(must be absent or zero)'.encode())
        return self.write

    def finalize_headers(self):
        """Adds what the application has left to the server. Called once, before they are sent."""
        if self.provided_date is None:
            self.response_headers.append((b'Date', format_date_time(time.time())))
        self.connection_upgraded = self.code == 101
        if self.code in (304, 204) or self.provided_content_length is not None:
            return
        if hasattr(self.result, '__len__'):
            total = sum(len(chunk) for chunk in self.result)
            self.response_headers.append((b'Content-Length', b'%d' % total))
        elif self.request_version == 'HTTP/1.1':
            self.response_use_chunked = not self.connection_upgraded
            if self.response_use_chunked:
                self.response_headers.append((b'Transfer-Encoding', b'chunked'))
        elif not self.close_connection:
            # The body's end is that of the connection.
            self.close_connection = True
            self.response_headers[:] = [header for header in self.response_headers if header[0].lower() != b'connection']
            self.response_headers.append((b'Connection', b'close'))

    def write(self, data):
        """Sends a part of the body, the first one with the head."""
        if self.code in (304, 204) and data:
            raise self.ApplicationError(f'The {self.code} response must have no body')
        if self.headers_sent:
            self._write(data)
        elif self.status:
            self._write_with_headers(data)
        else:
            raise self.ApplicationError('The application did not call start_response()')

    def _write_with_headers(self, data):
        self.headers_sent = True
        self.finalize_headers()
        head = bytearray(b'HTTP/1.1 %b\r\n' % self.status)
        for header in self.response_headers:
            head += b'%b: %b\r\n' % header
        head += b'\r\n'
        if len(data) > _SENT_WITH_HEAD:
            self._sendall(head)
            self._write(data)
        else:
            self._sendall(head + self._framed(data))

    def _write(self, data):
        data = self._framed(data)
        if data:
            self._sendall(data)

    def _framed(self, data):
        """As it goes over the line: nothing, where a client does not expect a body."""
        if not data or self.command == 'HEAD':
            return b''
        self._body_length += len(data)
        return b'%x\r\n%b\r\n' % (len(data), data) if self.response_use_chunked else data

    def _sendall(self, data):
        try:
            self.socket.sendall(data)
        except OSError as failed:
            self.status = f'socket error: {failed}'
            if self.code and self.code > 0:
                self.code = -self.code
            raise
        self.response_length += len(data)

    # --- errors and logs ---

    def handle_error(self, t, v, tb):
        """An error of the application: told, and answered if nothing was sent yet."""
        self._log_error(t, v, tb)
        t = v = tb = None
        self._send_error_response_if_possible(500)

    def _log_error(self, t, v, tb):
        if issubclass(t, GreenletExit):
            return
        context = self.environ
        if not isinstance(context, self.server.secure_environ_class):
            context = self.server.secure_environ_class(context)
        self.server.loop.handle_error(context, t, v, tb)

    def _send_error_response_if_possible(self, error_code):
        if self.response_length:
            self.close_connection = True
            return
        status, body = _ERRORS[error_code]
        # What was to be sent and wasn't is forgotten.
        self.headers_sent = self.response_use_chunked = False
        try:
            self.start_response(status, [('Content-Type', 'text/plain'), ('Connection', 'close'),
                                         ('Content-Length', str(len(body)))])
            self.write(body)
        except OSError:
            self.close_connection = True

    _print_unexpected_exc = staticmethod(traceback.print_exc)

    def log_error(self, msg, *args):
        """Writes to the error log. Without further arguments the message is written as it is."""
        try:
            message = msg % args if args else msg
        except Exception:
            self._print_unexpected_exc()
            message = f'{msg!r} {args!r}'
        try:
            message = f'{self.socket}: {message}'
        except Exception:
            pass
        try:
            self.server.error_log.write(message + '\n')
        except Exception:
            self._print_unexpected_exc()

    def log_request(self):
        self.server.log.write(self.format_request() + '\n')

    def format_request(self):
        """The line of the access log."""
        address = self.client_address
        address = address[0] if isinstance(address, tuple) else address
        took = f'{self.time_finish - self.time_start:.6f}' if self.time_finish else '-'
        status = (self._orig_status or self.status or '000').split()[0]
        return (f'{address or "-"} - - [{datetime.now().replace(microsecond=0)}] "{self.requestline or ""}" '
                f'{status} {self.response_length or "-"} {took}')


class WSGIServer(StreamServer):
    """Calls `application(environ, start_response)` for each request.

    `log`, `error_log`: where requests and errors are written: something with `write`, a logger, None for nowhere; by
    default sys.stderr. `environ`: what each environment has besides. Further keywords are those of StreamServer.
    """

    # Called with (socket, address, server) for each connection; `handle` of what it returns serves that.
    handler_class = WSGIHandler
    # The class of environments, and that in which they are told with an error.
    environ_class = dict
    secure_environ_class = WSGISecureEnviron
    base_env = {
        'GATEWAY_INTERFACE': 'CGI/1.1',
        'SERVER_SOFTWARE': 'gevent/%d.%d Python/%d.%d' % (gevent.version_info[:2] + sys.version_info[:2]),
        'SCRIPT_NAME': '',
        'wsgi.version': (1, 0),
        'wsgi.multithread': False,
        'wsgi.multiprocess': False,
        'wsgi.run_once': False,
    }

    def __init__(self, listener, application=None, backlog=None, spawn='default', log='default', error_log='default',
                 handler_class=None, environ=None, **ssl_args):
        if 'handle' in ssl_args:
            import warnings
            warnings.warn("Passing 'handle' kwarg to WSGIServer is deprecated. Did you mean application?",
                          DeprecationWarning, stacklevel=2)
        self._scheme = 'https' if ssl_args else 'http'
        StreamServer.__init__(self, listener, backlog=backlog, spawn=spawn, **ssl_args)
        if application is not None:
            self.application = application
        if handler_class is not None:
            self.handler_class = handler_class
        self.log = log_of(log, 20, sys.stderr)
        self.error_log = log_of(error_log, 40, sys.stderr)
        self.set_environ(environ)
        self.set_max_accept()

    def set_environ(self, environ=None):
        """What each environment begins with."""
        given = getattr(self, 'environ', None) if environ is None else environ
        self.environ = self.environ_class(self.base_env)
        self.environ['wsgi.url_scheme'] = 'https' if self.ssl_enabled else 'http'
        self.environ.update(given or {})
        if self.environ.get('wsgi.errors') is None:
            self.environ['wsgi.errors'] = self.error_log

    def set_max_accept(self):
        # Other processes may want connections too.
        if self.environ.get('wsgi.multiprocess'):
            self.max_accept = 1

    def get_environ(self):
        return self.environ_class(self.environ)

    def init_socket(self):
        StreamServer.init_socket(self)
        self.update_environ()

    def update_environ(self):
        """Once there is an address: the server's name and port."""
        host, port = self.address[:2] if isinstance(self.address, tuple) else ('', '')
        if 'SERVER_NAME' not in self.environ:
            try:
                self.environ['SERVER_NAME'] = socket.getfqdn(host) if host else ''
            except OSError:
                self.environ['SERVER_NAME'] = str(host)
        self.environ.setdefault('SERVER_PORT', str(port))

    def handle(self, sock, address):
        """Serves a connection."""
        self.handler_class(sock, address, self).handle()

    # What the record calls the greenlets of connections, as those of servers in C++.
    handle.__name__ = 'http'
