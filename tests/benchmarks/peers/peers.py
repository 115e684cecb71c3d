"""What the benchmarks measure, done with gevent. Takes the measurement's name and prints its figures:
nanoseconds of processor time for each operation, bytes for each greenlet, milliseconds."""

import sys
import time

import gevent
import gevent.event
import gevent.queue


def each(count, work):
    begin = time.process_time()
    work()
    return (time.process_time() - begin) / count * 1e9


def give_way(times):
    for _ in range(times):
        gevent.sleep(0)


# So many that making the greenlets does not count.
def yields(greenlets, count=1_000_000):
    return each(count, lambda: gevent.joinall([gevent.spawn(give_way, count // greenlets) for _ in range(greenlets)]))


def nothing():
    pass


def spawn_one(count=20_000):
    def work():
        for _ in range(count):
            gevent.spawn(nothing).join()

    return each(count, work)


def spawn_many(count=100_000):
    return each(count, lambda: gevent.joinall([gevent.spawn(nothing) for _ in range(count)]))


def queue(capacity, items=100_000):
    def work():
        line = gevent.queue.Queue(capacity)

        def produce():
            for item in range(items):
                line.put(item)

        gevent.spawn(produce)
        for _ in range(items):
            line.get()

    return each(items, work)


def resident_bytes():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    raise LookupError("VmRSS")


def parked(count=100_000):
    before = resident_bytes()
    forever = gevent.event.Event()
    waiting = [gevent.spawn(forever.wait) for _ in range(count)]
    gevent.sleep(0)
    return (resident_bytes() - before) / len(waiting)


def timers(count=100_000):
    """The processor's milliseconds, and how long after the last deadline the last one woke."""
    begin, processor = time.monotonic(), time.process_time()

    def until(deadline):
        gevent.sleep(max(0, deadline - time.monotonic()))

    gevent.joinall([gevent.spawn(until, begin + i / count) for i in range(count)])
    late = time.monotonic() - begin - 1
    return f"{(time.process_time() - processor) * 1e3} {late * 1e3}"


def http():
    """Says where it listens, and serves until it is killed."""
    import socket

    from gevent import pywsgi

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"Hello World"]

    class Handler(pywsgi.WSGIHandler):
        def handle(self):
            # Otherwise head and body, which it sends one after the other, wait for each other's acknowledgement.
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().handle()

    server = pywsgi.WSGIServer(("127.0.0.1", 0), application, log=None, handler_class=Handler)
    server.start()
    print(server.server_port, flush=True)
    server.serve_forever()


MEASUREMENTS = {
    "yield-2": lambda: yields(2),
    "yield-1000": lambda: yields(1000),
    "spawn-one": spawn_one,
    "spawn-many": spawn_many,
    "queue-1": lambda: queue(1),
    "queue-128": lambda: queue(128),
    "parked": parked,
    "timers": timers,
    "http": http,
}

print(MEASUREMENTS[sys.argv[1]]())
