"""Small proxies on loopback: HTTP with CONNECT (over TLS too), and SOCKS5. Whatever host is asked for, they go to `target`."""

import http.client
import http.server
import socket
import struct
import threading


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def tunnel(client, target):
    server = socket.create_connection(target)
    back = threading.Thread(target=pump, args=(server, client), daemon=True)
    back.start()
    pump(client, server)
    back.join(10)
    server.close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        self.server.proxy.seen.append("CONNECT " + self.path)
        self.send_response(200)
        self.end_headers()
        tunnel(self.connection, self.server.proxy.target)
        self.close_connection = True

    def do_POST(self):
        self.server.proxy.seen.append("POST " + self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        origin = http.client.HTTPConnection(*self.server.proxy.target, timeout=10)
        origin.request("POST", "/" + self.path.split("/", 3)[3], body, dict(self.headers))
        reply = origin.getresponse()
        text = reply.read()
        origin.close()
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class HttpProxy:
    """`context`: an ssl.SSLContext, for a proxy that is itself spoken to over TLS."""

    def __init__(self, target, context=None):
        self.target = target
        self.seen = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.proxy = self
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class SocksProxy:
    """RFC 1928, without a password, CONNECT only."""

    def __init__(self, target):
        self.target = target
        self.seen = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        stream = client.makefile("rb")
        _, methods = stream.read(2)
        stream.read(methods)
        client.sendall(b"\x05\x00")
        _, _, _, kind = stream.read(4)
        host = stream.read(4) if kind == 1 else stream.read(stream.read(1)[0])
        port = struct.unpack(">H", stream.read(2))[0]
        self.seen.append(f"{socket.inet_ntoa(host) if kind == 1 else host.decode()}:{port}")
        client.sendall(b"\x05\x00\x00\x01" + bytes(6))
        tunnel(client, self.target)
        client.close()

    def close(self):
        self.listener.close()
