# Three actors in a ring pass a message on, twice round.
from gevent import Greenlet
from gevent.queue import Queue


class Actor(Greenlet):
    def __init__(self):
        self.inbox = Queue()
        Greenlet.__init__(self)

    def _run(self):
        for _ in range(2):
            self.receive(self.inbox.get())


class Cook(Actor):
    def receive(self, dish):
        print('cook makes', dish)
        waiter.inbox.put(dish)


class Waiter(Actor):
    def receive(self, dish):
        print('waiter brings', dish)
        guest.inbox.put(dish)


class Guest(Actor):
    def receive(self, dish):
        print('guest eats', dish)
        cook.inbox.put('another ' + dish)


cook = Cook()
waiter = Waiter()
guest = Guest()

cook.start()
waiter.start()
guest.start()

cook.inbox.put('egg')
guest.join()
print('too late for', cook.inbox.get())
