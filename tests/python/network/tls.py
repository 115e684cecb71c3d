"""TLS: both ends, what goes wrong, and what it is without an end."""
import os
import tempfile

import gevent
from gevent import socket, ssl
from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUTujaoqWh5wbAVzO4Z2UYeYGx274wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEyNTI0M1oYDzIxMjYxMDMw
MTI1MjQzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ7vqzI04I6Q2mblgCX/XT7g4zGckuHUFzgIP9zGPYqFtjK1VLGshbS
LgcLYMI/PCYZY1vmC92Wi30T/zO2ulA8o2kwZzAdBgNVHQ4EFgQUtvKsST9eTAeg
w+ek3er8swP1WJgwHwYDVR0jBBgwFoAUtvKsST9eTAegw+ek3er8swP1WJgwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgXirOBsmHwzKU8r0CXMlG0m1F2Cw5VIfyudn1oQTPBvQCIEiFyLWwA3oO
GAjZeKVP9RRC5miMm8iv4e8tZ39i6T+2
-----END CERTIFICATE-----
"""
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgr3jxoVpdx2UuGn67
hq5JzBwSPghXu4g4/cGhSYvVRDGhRANCAAQ7vqzI04I6Q2mblgCX/XT7g4zGckuH
UFzgIP9zGPYqFtjK1VLGshbSLgcLYMI/PCYZY1vmC92Wi30T/zO2ulA8
-----END PRIVATE KEY-----
"""


def listening(address=('127.0.0.1', 0)):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen()
    return made


def echo(client, address):
    while data := client.recv(100):
        client.sendall(data.upper())


gevent.get_hub().exception_stream = None
with tempfile.TemporaryDirectory() as folder:
    certificate, key = os.path.join(folder, 'certificate.pem'), os.path.join(folder, 'key.pem')
    for name, text in (certificate, CERTIFICATE), (key, KEY):
        with open(name, 'w') as file:
            file.write(text)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.load_verify_locations(certificate)
    print(trusting.verify_mode, trusting.check_hostname, trusting.minimum_version)
    trusting.minimum_version = ssl.TLSVersion.TLSv1_3

    def connected(name='localhost', context=trusting, **settings):
        return context.wrap_socket(socket.create_connection(server.address), server_hostname=name, **settings)

    server = StreamServer(('127.0.0.1', 0), echo, ssl_context=context)
    server.start()
    print(server.ssl_enabled)
    with connected() as client:
        print(client.version(), client.cipher()[1], client.getpeercert()['subject'], client.pending())
        client.sendall(b'hello')
        print(client.recv(100))
        client.write(b'again')
        buffer = bytearray(10)
        print(client.recv_into(buffer), bytes(buffer[:5]))
        client.settimeout(0.01)
        try:
            client.recv(1)
        except TimeoutError as error:
            print(type(error).__name__, error)
        client.settimeout(0)
        try:
            client.recv(1)
        except ssl.SSLWantReadError as error:
            print(type(error).__name__, error.args[0])
        client.setblocking(True)
        for call in (client.dup, lambda: client.sendmsg([b'x']), lambda: client.recvfrom(1), lambda: client.send(b'', 1)):
            try:
                call()
            except Exception as error:
                print(type(error).__name__)
        file = client.makefile('rw')
        file.write('line\n')
        file.flush()
        print(repr(file.readline()))
        file.close()
        plain = client.unwrap()
        print(plain is client, client.version())
    for name, own in ('elsewhere', trusting), ('localhost', ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)):
        try:
            connected(name, own)
        except ssl.SSLError as error:
            print(type(error).__name__, error.reason)
    print(ssl.get_server_certificate(server.address, ca_certs=certificate) == CERTIFICATE)
    late = connected(do_handshake_on_connect=False)
    late.do_handshake()
    late.sendall(b'late')
    print(late.recv(10))
    late.close()
    try:
        late.recv(1)
    except Exception as error:
        print(type(error).__name__)
    server.stop()

    # A hand that is never shaken.
    silent = listening()
    try:
        plain = socket.create_connection(silent.getsockname(), timeout=0.01)
        trusting.wrap_socket(plain, server_hostname='localhost')
    except TimeoutError as error:
        print(type(error).__name__, error)

    # Names by which servers are asked.
    asked = []
    context.sni_callback = lambda client, name, context: asked.append((type(client).__name__, name))
    server = StreamServer(('127.0.0.1', 0), echo, ssl_context=context)
    server.start()
    connected().close()
    print(asked)
    server.stop()

    # HTTP under TLS.
    def application(env, start_response):
        start_response('200 OK', [])
        return [env['wsgi.url_scheme'].encode() + b' ' + env['wsgi.input'].read()]

    context.sni_callback = None
    for how in {'ssl_context': context}, {'certfile': certificate, 'keyfile': key}:
        with WSGIServer(('127.0.0.1', 0), application, log=None, **how) as server:
            server.start()
            with connected() as client:
                client.sendall(b'POST / HTTP/1.1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody')
                print(server.ssl_enabled, client.makefile('rb').read().split(b'\r\n')[-1])
