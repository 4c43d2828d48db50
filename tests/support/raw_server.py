"""A server on loopback that does with each connection what a script says, down to the byte."""

import json
import re
import socket
import struct
import threading
import time

NAME = re.compile(r"#([\w-]+)#")


def completion(content='{"score": 7}', finish_reason="stop", **members):
    """A chat completion, as JSON."""
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
                       "usage": {"prompt_tokens": 50, "completion_tokens": 9}, **members})


def response(body="", status="200 OK", *headers):
    """A whole response; `body` is text or bytes."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Request:
    def __init__(self, head, body, connection):
        self.at = time.monotonic()
        self.head = head
        self.body = body
        self.connection = connection
        self.name = name_in(body)


def name_in(body):
    """The fault that the sample of a request asks for: #name# in its text, or ""."""
    found = NAME.search(body.decode("utf-8", "replace"))
    return found[1] if found else ""


class Connection:
    """Its calls raise OSError where the client has gone."""

    def __init__(self, server, stream, number):
        self.server = server
        self.stream = stream
        self.number = number
        self.open = True
        self.request = None  # the latest
        self.unread = b""

    def read(self):
        data = self.stream.recv(1 << 16)
        if not data:
            raise ConnectionError
        self.unread += data

    def take(self, count):
        while len(self.unread) < count:
            self.read()
        taken, self.unread = self.unread[:count], self.unread[count:]
        return taken

    def read_head(self):
        while b"\r\n\r\n" not in self.unread:
            self.read()
        return self.take(self.unread.index(b"\r\n\r\n") + 4).decode("latin-1")

    def read_request(self):
        head = self.read_head()
        length = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
        request = Request(head, self.take(int(length[1]) if length else 0), self.number)
        self.server.requests.append(request)
        self.request = request
        return request

    def send(self, data):
        self.stream.sendall(data.encode() if isinstance(data, str) else data)

    def pause(self, seconds):
        """Ends early, with an error, when the server does."""
        if self.server.closing.wait(seconds):
            raise ConnectionError

    def close(self):
        self.open = False
        self.stream.close()

    def reset(self):
        """The client gets an RST, not an orderly end; over TLS too no goodbye."""
        self.open = False
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.stream.close()

    def broken_off(self):
        """Everything said has time to arrive, then a reset."""
        self.pause(0.05)
        self.reset()


class RawServer:
    """`serve(connection)` is run on a thread of its own for each connection, and reads and writes as it likes."""

    def __init__(self, serve, tls=None):
        self.serve = serve
        self.tls = tls
        self.requests = []
        self.connections = 0
        self.streams = []
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def listen(self, listener):
        while not self.closing.is_set():
            try:
                stream, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.carry, args=(stream, self.connections), daemon=True).start()

    def carry(self, stream, number):
        try:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.streams.append(stream)
            if self.tls:
                stream = self.tls.wrap_socket(stream, server_side=True)
                self.streams.append(stream)
            self.serve(Connection(self, stream, number))
        except (OSError, ValueError):
            pass
        finally:
            stream.close()

    def refuse(self):
        """Nobody listens any more; what is connected stays."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def listen_again(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=256)
        threading.Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def close(self):
        self.closing.set()
        for each in (self.listener, *self.streams):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()


class Faults:
    """Answers every request but those of samples that name a fault: that one it does, until it is healed."""

    def __init__(self, faults):
        self.faults = faults
        self.healed = False

    def __call__(self, connection):
        while connection.open:
            request = connection.read_request()
            fault = None if self.healed else self.faults.get(request.name)
            if fault:
                fault(connection)
            else:
                connection.send(response(completion()))
