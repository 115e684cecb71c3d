"""What a client sends to gevent.pywsgi: the head's fields, and the body as wsgi.input."""

import http.client
import itertools

CONTINUE = b'HTTP/1.1 100 Continue\r\n\r\n'
# Of a chunk's head and of what follows the last chunk.
_LONGEST_LINE = 8192
_MOST_TRAILERS = 100
_DIGITS = frozenset(bytes([digit]) for digit in b'0123456789abcdefABCDEF')


class _InvalidClientInput(IOError):
    """A body that can't be read. The client is told 400."""


class _InvalidClientRequest(ValueError):
    """A head that can't be understood. The client is told 400, and the error log what is in `formatted_message`."""

    def __init__(self, message):
        super().__init__(message)
        self.formatted_message = message


# --- the head's fields ---

class Headers(http.client.HTTPMessage):
    """The fields of a request's head, as handlers of gevent.pywsgi ask for them."""

    # Why they could not be read, for those who ask for it.
    status = ''

    def getheader(self, name, default=None):
        return self.get(name, default)

    @property
    def headers(self):
        """Each as the line that it was."""
        return [f'{name}: {value}\r\n' for name, value in self.items()]

    @property
    def typeheader(self):
        return self.get('content-type')

    def list_of(self, name):
        """The elements of all fields of that name, in small letters."""
        return [element.strip(' \t').lower() for value in self.get_all(name, ()) for element in value.split(',')]


def read_headers(rfile, *ignored):
    """The fields that come next, up to the empty line. What other servers might read in another way is refused."""
    fields = []
    for count in itertools.count(1):
        line = rfile.readline(http.client._MAXLINE + 1)
        if len(line) > http.client._MAXLINE:
            raise _InvalidClientRequest("Invalid headers status: 'Line too long'")
        if line in (b'\r\n', b'\n', b''):
            break
        # Lines: a field may go on over many.
        if count > http.client._MAXHEADERS:
            raise _InvalidClientRequest(f'More than {http.client._MAXHEADERS} headers')
        text = line.decode('latin-1').removesuffix('\n').removesuffix('\r')
        if text[:1] in (' ', '\t') and fields:
            fields[-1][1] += ' ' + text.strip(' \t')
            continue
        name, colon, value = text.partition(':')
        if not colon or not name or any(sign <= ' ' or sign >= '\x7f' for sign in name):
            raise _InvalidClientRequest(f'Invalid header: {text!r}')
        fields.append([name, value.strip(' \t')])
    made = Headers()
    for name, value in fields:
        if '\r' in value or '\n' in value or '\0' in value:
            raise _InvalidClientRequest(f'Invalid value of {name}: {value!r}')
        made[name] = value
    return made


def length_of_body(headers):
    """What Content-Length says; None if it says nothing, or if the body comes in chunks and tells its end itself."""
    codings = headers.list_of('transfer-encoding')
    if codings == ['chunked']:
        del headers['content-length']
        return None
    if codings:
        raise _InvalidClientRequest(f'Invalid Transfer-Encoding: {", ".join(codings)!r}')
    lengths = set(headers.get_all('content-length', ()))
    if not lengths:
        return None
    length = lengths.pop()
    # int() takes much that others don't: 1_0, +1.
    if lengths or not length.isascii() or not length.isdigit() or len(length) > 18:
        raise _InvalidClientRequest(f'Invalid Content-Length: {length!r}')
    return int(length)


# --- the body ---

class Input:
    """wsgi.input: the body, and no more than that.

    `socket`: where the client is told to go on, at the first read; None if it does not wait for that.
    """

    __slots__ = 'rfile', 'content_length', 'socket', 'position', 'chunked_input', 'chunk_length', '_chunked_input_error'

    def __init__(self, rfile, content_length, socket=None, chunked_input=False):
        self.rfile = rfile
        self.content_length = content_length
        self.socket = socket
        # How much was read, of the chunk where there are chunks.
        self.position = 0
        self.chunked_input = chunked_input
        # -1 before the first, 0 after the last.
        self.chunk_length = -1
        self._chunked_input_error = False

    def read(self, length=None):
        """So many bytes, or as many as there are."""
        return self._read(self.rfile.read, length, False)

    def readline(self, size=None):
        """The next line, or so much of it."""
        return self._read(self.rfile.readline, size, True)

    def readlines(self, hint=None):
        """All lines that are left."""
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

    def _discard(self):
        """Reads what the application has left, so that the next request can be read.

        Not where the client was never told to send it.
        """
        if self.socket is not None or self._chunked_input_error:
            return
        while self.read(16384):
            pass

    def _read(self, reader, length, is_line):
        if length is not None and length < 0:
            length = None
        if not self.chunked_input and self.content_length is None:
            return b''
        self._send_100_continue()
        if self.chunked_input:
            return self._read_chunks(reader, length, is_line)
        return self._read_plain(reader, length, is_line)

    def _send_100_continue(self):
        if self.socket is not None:
            self.socket.sendall(CONTINUE)
            self.socket = None

    def _read_plain(self, reader, length, is_line):
        left = self.content_length - self.position
        length = left if length is None else min(length, left)
        if not length:
            return b''
        data = reader(length)
        self.position += len(data)
        if len(data) < length and not (is_line and data.endswith(b'\n')):
            raise IOError(f'unexpected end of file while reading request at position {self.position}')
        return data

    # --- chunks ---

    def _read_chunks(self, reader, length, is_line):
        parts = []
        while length != 0 and self._has_more_of_a_chunk():
            left = self.chunk_length - self.position
            asked = left if length is None else min(length, left)
            data = reader(asked)
            parts.append(data)
            self.position += len(data)
            is_whole_line = is_line and data.endswith(b'\n')
            if len(data) < asked and not is_whole_line:
                self._is_broken()
                raise IOError('unexpected end of file while parsing chunked data')
            if self.position == self.chunk_length and self.rfile.read(2) != b'\r\n':
                raise self._invalid("Chunk didn't end in CRLF")
            if is_whole_line:
                break
            if length is not None:
                length -= len(data)
        return b''.join(parts)

    def _has_more_of_a_chunk(self):
        if self.chunk_length > 0 and self.position < self.chunk_length:
            return True
        if self.chunk_length != 0:
            self.chunk_length = self._next_chunk_length()
            self.position = 0
            if self.chunk_length == 0:
                self._skip_trailers()
        return self.chunk_length != 0

    def _next_chunk_length(self):
        """Byte by byte: what is wrong is to be found before the client, who waits for an answer, ends the line."""
        digits = b''
        byte = self.rfile.read(1)
        while byte in _DIGITS and len(digits) <= 16:
            digits += byte
            byte = self.rfile.read(1)
        if not byte:
            raise self._invalid('EOF before chunk end reached')
        if len(digits) > 16:
            raise self._invalid('Chunk-size too large.')
        if not digits or byte not in b'\r;':
            raise self._invalid(f'Non-hex data: {byte!r}')
        if byte == b';':
            for _ in range(_LONGEST_LINE):
                byte = self.rfile.read(1)
                if byte in (b'\r', b'\n', b''):
                    break
            else:
                raise self._invalid('Too large chunk extension')
        if byte != b'\r' or self.rfile.read(1) != b'\n':
            raise self._invalid("Line didn't end in CRLF")
        return int(digits, 16)

    def _skip_trailers(self):
        for _ in range(_MOST_TRAILERS):
            line = self.rfile.readline(_LONGEST_LINE)
            if line in (b'\r\n', b'\n', b''):
                return
            if not line.endswith(b'\n'):
                break
        raise self._invalid('Too large trailers')

    def _is_broken(self):
        self._chunked_input_error = True
        self.chunk_length = 0

    def _invalid(self, message):
        self._is_broken()
        return _InvalidClientInput(message)
