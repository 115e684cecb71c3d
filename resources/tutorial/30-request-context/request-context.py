# `request` is the request at hand, without being passed along.
from gevent import joinall, sleep, spawn
from gevent.local import local


class LocalStack(local):
    items = []

    def push(self, item):
        self.items = self.items + [item]

    def pop(self):
        self.items = self.items[:-1]


class LocalProxy:
    def __init__(self, stack):
        self.stack = stack

    def __getattr__(self, name):
        if not self.stack.items:
            raise RuntimeError('there is no request here')
        return self.stack.items[-1][name]


requests = LocalStack()
request = LocalProxy(requests)


def log(text):
    print(text, request.path)


def handle(path):
    requests.push({'path': path})
    log('begin')
    sleep(0)
    log('end')
    requests.pop()


joinall([
    spawn(handle, '/news'),
    spawn(handle, '/mail'),
])
try:
    log('main looks at')
except RuntimeError as error:
    print('main is told:', error)
