# A signal ends a greenlet that would go on for ever.
import os
import signal

from gevent import kill, signal_handler, sleep, spawn


def serve():
    try:
        while True:
            print('serving')
            sleep(0.02)
    finally:
        print('tidying up')


def shutdown(greenlet):
    print('got the signal')
    kill(greenlet)
    print('asked for the end')


def outsider():
    sleep(0.05)
    os.kill(os.getpid(), signal.SIGQUIT)


server = spawn(serve)
handler = signal_handler(signal.SIGQUIT, shutdown, server)
spawn(outsider)
server.join()
handler.cancel()
print('over, with', repr(server.value))
