"""gevent.pywsgi: what clients see, what applications get, and the methods that handlers override."""
import logging
import re
import sys

import gevent
from gevent import pywsgi, socket
from gevent.event import Event
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

reported = []
gevent.get_hub().handle_error = lambda context, kind, value, trace: reported.append(
    (type(context).__name__, sorted(re.findall('REMOTE_ADDR|HTTP_HOST|hidden keys', repr(context))), repr(value)))


def masked(answer):
    answer = re.sub(rb'Date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT', b'Date: *', answer)
    return answer.decode('latin-1').replace('\r\n', '|')


def ask(request, server=None):
    """What is there after the request, until the server closes."""
    with socket.create_connection((server or main).address, timeout=5) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        parts = []
        while True:
            part = client.recv(1000)
            if not part:
                return b''.join(parts)
            parts.append(part)


def show(title, request, server=None):
    print(title.ljust(20), masked(ask(request, server)))


def get(path, version='1.1', **headers):
    fields = ''.join(f'{name}: {value}\r\n' for name, value in headers.items())
    return f'GET {path} HTTP/{version}\r\nHost: here\r\n{fields}\r\n'.encode('latin-1')


def post(path, body, *fields, version='1.1'):
    head = [f'POST {path} HTTP/{version}', 'Host: here', *fields]
    return '\r\n'.join(head).encode() + b'\r\n\r\n' + body


TEXT = [('Content-Type', 'text/plain')]


class Closing:
    """Tells that it was closed."""

    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        yield from self.parts

    def close(self):
        seen.append('closed')


seen = []


def application(env, start_response):
    path = env['PATH_INFO']
    if path == '/list':
        start_response('200 OK', TEXT)
        return [b'one ', b'two']
    if path == '/parts':
        start_response('200 OK', TEXT)
        return Closing(b'one', b'', b'two')
    if path == '/write':
        write = start_response('200 OK', TEXT)
        write(b'written')
        return [b' returned']
    if path == '/length':
        start_response('200 OK', TEXT + [('Content-Length', '5')])
        return iter([b'12', b'345'])
    if path == '/nothing':
        start_response('204 No Content', [])
        return []
    if path == '/same':
        start_response('304 Not Modified', [('Content-Length', '0')])
        return [b'']
    if path == '/goodbye':
        start_response('200 OK', [('Connection', 'close')])
        return [b'bye']
    if path == '/date':
        start_response('200 OK', [('Date', 'today')])
        return []
    if path == '/fail':
        raise ValueError('before')
    if path == '/fail later':
        start_response('200 OK', TEXT)
        raise ValueError('not sent')
    if path == '/fail in the middle':
        start_response('200 OK', TEXT)
        return (b'%d' % (1 // part) for part in (1, 0))
    if path == '/replace':
        start_response('200 OK', TEXT)
        try:
            raise KeyError('replaced')
        except KeyError:
            start_response('502 Sorry', TEXT, sys.exc_info())
        return [b'sorry']
    if path == '/too late':
        write = start_response('200 OK', TEXT)
        write(b'sent')
        try:
            raise KeyError('too late')
        except KeyError:
            start_response('500 Sorry', TEXT, sys.exc_info())
        return []
    if path == '/silent':
        return [b'without a status']
    if path == '/body of 304':
        start_response('304 Not Modified', [])
        return [b'body']
    if path.startswith('/wrong'):
        wrong = {'/wrong status': ('200 OK\r\n', []), '/wrong name': ('200 OK', [('a\n', 'b')]),
                 '/wrong value': ('200 OK', [('a', 'b\r')]), '/wrong bytes': (b'200', []),
                 '/wrong kind': ('200 OK', [('a', b'b')]), '/wrong letter': ('200 OK', [('a', '\u20ac')]),
                 '/wrong length': ('204 No', [('Content-Length', '3')])}[path]
        try:
            start_response(*wrong)
        except Exception as error:
            start_response('200 OK', [])
            return [f'{type(error).__name__} {error}'.encode('ascii', 'replace')]
    if path == '/read':
        sizes = [int(size) for size in env['QUERY_STRING'].split(',')]
        start_response('200 OK', [])
        return [b'/'.join(env['wsgi.input'].read(size) for size in sizes)]
    if path == '/lines':
        start_response('200 OK', [])
        body = env['wsgi.input']
        first = [body.readline(), body.readline(2)]
        return [repr(first + [next(body)] + body.readlines() + [body.readline()]).encode()]
    if path == '/env':
        start_response('200 OK', [])
        keep = ('REQUEST_METHOD', 'SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'CONTENT_TYPE', 'CONTENT_LENGTH',
                'SERVER_PROTOCOL', 'REMOTE_ADDR', 'GATEWAY_INTERFACE', 'own')
        return [repr({key: value for key, value in sorted(env.items())
                      if key.startswith(('HTTP_', 'wsgi.')) and not key.endswith(('input', 'errors'))
                      or key in keep}).encode()]
    start_response('404 Not Found', [])
    return [path.encode('latin-1')]


class Lines:
    """A log."""

    def __init__(self):
        self.lines = []

    def write(self, text):
        self.lines.append(text)


def told(log):
    """The lines, without what differs from time to time."""
    lines = [re.sub(r'\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]', '[*]', line) for line in log.lines]
    log.lines.clear()
    return [re.sub(r'^<gevent.*?>: ', 'SOCKET: ', re.sub(r'\d\.\d{6}\n', 'N\n', line)) for line in lines]


access, errors = Lines(), Lines()
main = WSGIServer(('127.0.0.1', 0), application, log=access, error_log=errors, environ={'own': 'value'})
main.start()

# Bodies.
for path in '/list', '/parts', '/write', '/length', '/nothing', '/same', '/goodbye', '/date', '/unknown':
    show(path, get(path))
    show(path + ' 1.0', get(path, '1.0'))
print(seen)
print(told(access))
show('kept', get('/list') + get('/unknown') + get('/list', Connection='close') + get('/never'))
show('kept 1.0', get('/list', '1.0', Connection='keep-alive') + get('/list', '1.0'))
show('0.9', b'GET /list\r\n\r\n')
del access.lines[:]

# Errors of the application.
for path in ('/fail', '/fail%20later', '/fail%20in%20the%20middle', '/replace', '/too%20late', '/silent',
             '/body%20of%20304', '/wrong%20status', '/wrong%20name', '/wrong%20value', '/wrong%20bytes',
             '/wrong%20kind', '/wrong%20letter', '/wrong%20length'):
    show(path, get(path))
print(*reported, sep='\n')
print(told(access))

# What clients get wrong.
for wrong in (b'\r\n', b'nonsense\r\n\r\n', b'POST /\r\n\r\n', b'GET / HTTP/2.0\r\n\r\n', b'GET / FTP/1.1\r\n\r\n',
              b'GET /%s %d HTTP/1.1\r\n\r\n', b'GET /' + b'x' * 9000 + b' HTTP/1.1\r\n\r\n',
              b'HEAD / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc', b'GET / HTTP/1.1\r\nContent-Length: -3\r\n\r\n',
              b'GET / HTTP/1.1\r\nLong: ' + b'x' * 70000 + b'\r\n\r\n'):
    show(repr(wrong[:12]), wrong)
print(len(told(errors)), [line[:40] for line in told(access)])

# What they send.
chunked = b'3\r\nabc\r\n2;more=less\r\nde\r\n0\r\n\r\n'
coded = 'Transfer-Encoding: chunked'
for sizes in '-1', '3,3,3', '1,9,0', '0':
    show('length ' + sizes, post('/read?' + sizes, b'abcde', 'Content-Length: 5') + get('/next'))
    show('chunks ' + sizes, post('/read?' + sizes, chunked, coded) + get('/next'))
show('no length', post('/read?-1', b''))
for name, fields, body in (('length', ['Content-Length: 14'], b'12\n34567\n8\n9\nx'),
                           ('chunks', [coded], b'5\r\n12\n34\r\n9\r\n567\n8\n9\nx\r\n0\r\n\r\n')):
    show('lines, ' + name, post('/lines', body, *fields))
show('not read', post('/list', b'abcde', 'Content-Length: 5') + post('/list', chunked, coded) + get('/list'))
del reported[:], access.lines[:]
for broken in b'zz\r\n', b'3', b'11111111111111111\r\n', b'3;' + b'x' * 9000, b'3\rabc':
    show(repr(broken[:8]), post('/read?-1', broken, coded))
print(reported)
for short in post('/read?-1', b'abc', 'Content-Length: 5'), post('/read?-1', b'5\r\nabc', coded):
    show('short', short)
print(reported)

# Who asks first whether to go on.
with socket.create_connection(main.address, timeout=5) as client:
    file = client.makefile('rb')
    client.sendall(post('/list', b'', 'Content-Length: 5', 'Expect: 100-continue'))
    print(masked(b''.join(file.readline() for _ in range(5)) + file.read(7)))
    client.sendall(post('/read?2,3', b'', 'Content-Length: 5', 'Expect: 100-continue'))
    print(masked(file.readline() + file.readline()))
    client.sendall(b'12345')
    print(masked(b''.join(file.readline() for _ in range(4)) + file.read(6)))

# What the application is told.
show('env', get('/env?a=b%20c&d', **{'X-One': 'first', 'x-one': 'second', 'Cookie': 'a=1', 'cookie': 'b=2',
                                     'X_Two': 'dropped', 'Content-Type': 'text/html', 'Content-Length': '0'}))
show('path', get('/%C3%A9%2F?%C3%A9'))

# Handlers of one's own.
class Own(WSGIHandler):
    def read_requestline(self):
        line = super().read_requestline()
        return line.replace('/old', '/list')

    def get_environ(self):
        env = super().get_environ()
        calls.append(('environ', self.path, self.client_address[0]))
        return env

    def run_application(self):
        calls.append('run')
        super().run_application()

    def finalize_headers(self):
        self.response_headers.append((b'X-Own', b'yes'))
        super().finalize_headers()

    def start_response(self, status, headers, exc_info=None):
        calls.append(('start', status))
        return super().start_response(status, headers, exc_info)

    def log_request(self):
        calls.append(('log', self.code, self.status, self.response_length > 50, self.time_finish >= self.time_start))

    def format_request(self):
        return 'not asked'

    def handle_one_response(self):
        if self.path == '/private':
            self.start_response('403 Private', [('Content-Length', '0')])
            self.write(b'')
            return
        super().handle_one_response()


calls = []
own = WSGIServer(('127.0.0.1', 0), application, handler_class=Own)
with own:
    own.start()
    show('own', get('/old') + get('/private'), own)
    print(*calls, sep='\n')


class Server(WSGIServer):
    class handler_class(WSGIHandler):
        def handle_one_request(self):
            line = self.rfile.readline()
            return ('200 EASY', b'easy: ' + line) if line.startswith(b'GET') else None

    def application(self, env, start_response):
        """Of the class, if none is given."""


with Server('127.0.0.1:0', log=access) as easy:
    easy.start()
    show('easy', get('/'), easy)
    show('nothing', b'POST', easy)
    print(told(access))

# Greenlets.
running = []


def slow(env, start_response):
    running.append(len(running))
    most.append(len(running))
    gevent.sleep(0.01)
    running.pop()
    start_response('200 OK', [])
    return [env['PATH_INFO'].encode()]


for spawn, limit in (2, 2), (Pool(3), 3), ('default', 5), (gevent.spawn_raw, 5):
    most = []
    with WSGIServer(('127.0.0.1', 0), slow, spawn=spawn, log=None) as server:
        server.start()
        asking = [gevent.spawn(ask, get(f'/{n}', Connection='close'), server) for n in range(5)]
        print([task.get()[-2:] for task in asking], max(most) <= limit)


def stuck(env, start_response):
    begun.set()
    try:
        gevent.sleep(100)
    finally:
        stopped.append(type(sys.exc_info()[1]).__name__)


stopped = []
begun = Event()
server = WSGIServer(('127.0.0.1', 0), stuck, spawn=1, log=None)
server.start()
asking = gevent.spawn(ask, get('/'), server)
begun.wait()
server.stop(timeout=0.01)
asking.join()
print(stopped, server.closed)

# Logs.
class Collecting(logging.Handler):
    def emit(self, record):
        records.append((record.levelname, re.sub(r'\[.*\]|\d\.\d{6}', '*', record.getMessage())))


records = []
logger = logging.Logger('of the server')
logger.addHandler(Collecting())
with WSGIServer(('127.0.0.1', 0), application, log=logger, error_log=logger) as server:
    server.start()
    ask(get('/list'), server)
    ask(b'wrong\r\n\r\n', server)
    server.environ['wsgi.errors'].write('by hand\n')
    server.log.writelines(['a\n', 'b'])
    server.log.flush()
    server.log.extra = 5
    print(type(server.log).__name__, logger.extra, server.log.name)
print([(level, re.sub('^<.*>: ', 'SOCKET: ', line)) for level, line in records])
print(WSGIServer(('127.0.0.1', 0), application).log is sys.stderr)

# Environments.
secret = pywsgi.SecureEnviron(password='x')
print(re.sub(r'at \d+', 'at *', repr(secret)), secret.copy() == secret, type(secret.copy()).__name__)
secret.whitelist_keys = {'a'}
secret['a'] = 1
print(secret)
secret.print_masked_keys = False
print(secret)
secret.secure_repr = False
print(secret)
print(pywsgi.WSGISecureEnviron(REMOTE_ADDR='::1', HTTP_AUTHORIZATION='x'))
print(pywsgi.format_date_time(0), pywsgi.format_date_time(1700000000.9), pywsgi.MAX_REQUEST_LINE)
for name in 'wsgi.url_scheme', 'wsgi.multithread', 'wsgi.version':
    print(name, main.get_environ()[name])
print(main.get_environ()['SERVER_PORT'] == str(main.server_port))
main.stop()
