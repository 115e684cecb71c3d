# Two actors play ping-pong through their inboxes.
from gevent import Greenlet
from gevent.queue import Queue


class Actor(Greenlet):
    def __init__(self):
        self.inbox = Queue()
        Greenlet.__init__(self)

    def receive(self, message):
        raise NotImplementedError

    def _run(self):
        self.running = True
        while self.running:
            self.receive(self.inbox.get())


class Pinger(Actor):
    def receive(self, message):
        print('pinger got', message)
        if message == 'stop':
            self.running = False
        else:
            pong.inbox.put('ping')


class Ponger(Actor):
    rounds = 3

    def receive(self, message):
        print('ponger got', message)
        self.rounds -= 1
        self.running = self.rounds > 0
        ping.inbox.put('pong' if self.running else 'stop')


ping = Pinger()
pong = Ponger()

ping.start()
pong.start()
ping.inbox.put('start')
ping.join()
pong.join()
