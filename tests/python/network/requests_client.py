"""The package requests, patched: sessions, bodies, streams, errors and times."""
from gevent import monkey

monkey.patch_all()

import json

import gevent
import requests
from gevent.pywsgi import WSGIServer

connections = set()


def application(env, start_response):
    connections.add(env['REMOTE_PORT'])
    path = env['PATH_INFO']
    if path == '/moved':
        start_response('302 Found', [('Location', '/json'), ('Content-Length', '0')])
        return []
    if path == '/head':
        start_response('200 OK', [('Content-Type', 'application/json'), ('Content-Length', '5')])
        return []
    if path == '/slow':
        gevent.sleep(5)
    if path == '/stream':
        start_response('200 OK', [])
        return (b'line %d\n' % n for n in range(3))
    start_response('404 Not Found' if path == '/missing' else '200 OK', [('Content-Type', 'application/json'),
                                                                         ('Set-Cookie', 'seen=yes')])
    return [json.dumps({'method': env['REQUEST_METHOD'], 'path': path, 'query': env['QUERY_STRING'],
                        'body': env['wsgi.input'].read().decode(), 'cookie': env.get('HTTP_COOKIE'),
                        'coding': env.get('HTTP_TRANSFER_ENCODING')}).encode()]


server = WSGIServer(('127.0.0.1', 0), application, log=None)
server.start()
address = f'http://127.0.0.1:{server.server_port}'


def shown(answer):
    return answer.status_code, answer.reason, answer.json()


print(shown(requests.get(address + '/json', params={'a': 'b c'}, timeout=10)))
with requests.Session() as session:
    before = len(connections)
    for _ in range(3):
        answer = session.get(address + '/kept', timeout=10)
    print(shown(answer), len(connections) - before, session.cookies['seen'])
    print(shown(session.post(address + '/form', data={'x': 'y'}, timeout=10)))
    print(shown(session.put(address + '/json', json=[1, 2], timeout=10)))
    print(shown(session.post(address + '/parts', data=iter([b'one', b'two']), timeout=10)))
    print(session.head(address + '/head', timeout=10).headers['Content-Type'], len(session.get(address + '/x').content) > 0)
    answer = session.get(address + '/moved', timeout=10)
    print(answer.url.replace(address, ''), [one.status_code for one in answer.history])
    with session.get(address + '/stream', stream=True, timeout=10) as answer:
        print(list(answer.iter_lines()), answer.headers['Transfer-Encoding'])
print(*[task.get() for task in [gevent.spawn(lambda n=n: requests.get(f'{address}/{n}', timeout=10).json()['path'])
                                for n in range(4)]])
try:
    requests.get(address + '/missing', timeout=10).raise_for_status()
except requests.HTTPError as error:
    print(type(error).__name__, error.response.status_code)
try:
    requests.get(address + '/slow', timeout=0.05)
except requests.Timeout as error:
    print(type(error).__name__)
server.stop()
try:
    requests.get(address, timeout=10)
except requests.ConnectionError as error:
    print(type(error).__name__)
