"""A client asks over ZeroMQ and a server answers,
nine times."""
import gevent
import zmq.green as zmq


def serve(socket):
    for request in range(1, 10):
        # Others run here, until somebody has asked.
        socket.recv()
        print("Switched to server for", request)
        socket.send(b"World")


def ask(socket):
    for request in range(1, 10):
        socket.send(b"Hello")
        print("Switched to client for", request)
        # Others run here, until the answer is there.
        socket.recv()


context = zmq.Context()
server = context.socket(zmq.REP)
client = context.socket(zmq.REQ)
port = server.bind_to_random_port("tcp://127.0.0.1")
client.connect(f"tcp://127.0.0.1:{port}")

gevent.joinall([
    gevent.spawn(serve, server),
    gevent.spawn(ask, client),
])
