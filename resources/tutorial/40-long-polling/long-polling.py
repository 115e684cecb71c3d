# Long polling: who asks for news has no answer until there
# are any, or until the time is up.
from gevent import monkey

monkey.patch_socket()

from urllib.parse import parse_qs
from urllib.request import urlopen

from gevent import Timeout, joinall, sleep, spawn
from gevent.pywsgi import WSGIServer
from gevent.queue import Empty, Queue


def poll(environ, start_response):
    wait = parse_qs(environ['QUERY_STRING'])['wait'][0]
    try:
        text = news.get(timeout=int(wait) / 1000)
        start_response('200 OK', [])
        return [text]
    except Empty:
        start_response('204 No Content', [])
        return []


def application(environ, start_response):
    if environ['REQUEST_METHOD'] == 'GET':
        return poll(environ, start_response)
    news.put(environ['wsgi.input'].read())
    start_response('204 No Content', [])
    return []


def reader(url):
    for wait in '10000', '100':
        with Timeout(30), urlopen(url + '/?wait=' + wait) as answer:
            if answer.status == 200:
                print('news:', answer.read().decode())
            else:
                print('no news')


def writer(url):
    sleep(0.1)
    with Timeout(30):
        urlopen(url, b'Hello World').close()


news = Queue()
any_port = ('127.0.0.1', 0)
server = WSGIServer(any_port, application, log=None)
server.start()
url = 'http://%s:%d' % server.address
print('open', url + '/?wait=5000')

joinall([
    spawn(reader, url),
    spawn(writer, url),
])
server.stop()
