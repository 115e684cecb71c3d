# The smallest web server: an application that gives every
# request the same answer. Two clients ask it.
from gevent import monkey

monkey.patch_socket()

from urllib.request import urlopen

from gevent import Timeout, joinall, sleep, spawn
from gevent.pywsgi import WSGIServer


def application(environ, start_response):
    print('somebody asks for', environ['PATH_INFO'])
    start_response('200 OK',
                   [('Content-Type', 'text/html')])
    return [b'<b>Hello Cruel World!</b>']


def client(name, url, pause):
    sleep(pause)
    with Timeout(30), urlopen(url + '/' + name) as answer:
        kind = answer.headers['Content-Type']
        text = answer.read().decode()
        print(f'{answer.status} {kind}: {text}')


any_port = ('127.0.0.1', 0)
server = WSGIServer(any_port, application, log=None)
server.start()
url = 'http://%s:%d' % server.address
print('open', url)

joinall([
    spawn(client, 'ann', url, 0),
    spawn(client, 'ben', url, 0.05),
])
server.stop()
