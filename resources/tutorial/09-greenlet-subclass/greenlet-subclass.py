# A class of greenlets: what one does, and what it knows, together.
from gevent import Greenlet, sleep


class Greeter(Greenlet):

    def __init__(self, message, delay):
        Greenlet.__init__(self)
        self.message = message
        self.delay = delay
        self.said = 0

    def _run(self):
        while self.said < 2:
            sleep(self.delay)
            self.said += 1
            print(self.message, self.said)
        return self.said


ann = Greeter('hello', 0.03)
bob = Greeter('good day', 0.05)
ann.start()
bob.start()
ann.join()
bob.join()
print('said', ann.value, 'and', bob.said)
