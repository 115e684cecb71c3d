# Who never gives way holds the signal up.
import os
import signal
from time import sleep as compute, time

from gevent import joinall, signal_handler, sleep, spawn

start = time()


def tick():
    return round((time() - start) * 10)


def on_signal():
    print('handler runs at tick', tick())


def outsider():
    print('signal sent at tick', tick())
    os.kill(os.getpid(), signal.SIGQUIT)


def worker(name, gives_way):
    for part in 1, 2, 3:
        compute(0.1)
        print(name, 'did part', part, 'at tick', tick())
        if gives_way:
            sleep(0.001)


handler = signal_handler(signal.SIGQUIT, on_signal)
joinall([spawn(outsider), spawn(worker, 'polite', True)])
joinall([spawn(outsider), spawn(worker, 'stubborn', False)])
sleep(0.001)
handler.cancel()
