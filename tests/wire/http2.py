"""HTTP/2 (RFC 9113) over a raw connection, frame by frame, with as much HPACK as a reply needs."""

import struct

from raw_server import Request, completion

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE = 3, 4
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM = 0, 1, 2, 7, 8, 11


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def field(name, value):
    """A header that is not in HPACK's table, without Huffman's code."""
    def text(data):
        return bytes([len(data)]) + data.encode()
    return b"\x00" + text(name) + text(str(value))


def status(code):
    return b"\x08\x03" + str(code).encode()


class Http2:
    """`fault(http2, stream)` is called for a request that names a fault, until the server is healed."""

    def __init__(self, fault, settings=()):
        self.fault = fault
        self.settings = settings
        self.healed = False

    def __call__(self, connection):
        Session(self, connection).run()


class Session:
    def __init__(self, script, connection):
        self.script = script
        self.connection = connection
        self.bodies = {}

    def run(self):
        self.connection.take(len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        self.send(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *each) for each in self.script.settings))
        while self.connection.open:
            self.receive()

    def receive(self):
        head = self.connection.take(9)
        kind, flags, stream = struct.unpack(">BBI", head[3:])
        payload = self.connection.take(int.from_bytes(head[:3], "big"))
        if kind in (SETTINGS, PING) and not flags & ACK:
            self.send(kind, ACK, 0, payload if kind == PING else b"")
        if kind == HEADERS:
            self.bodies[stream] = b""
            self.most = max(getattr(self, "most", 0), len(self.bodies))
            self.connection.server.most_streams = max(getattr(self.connection.server, "most_streams", 0), self.most)
        if kind == DATA and stream in self.bodies:
            self.bodies[stream] += payload
            if payload:
                for each in (0, stream):
                    self.send(WINDOW_UPDATE, 0, each, struct.pack(">I", len(payload)))
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            self.serve(stream)

    def serve(self, stream):
        request = Request("", self.bodies.pop(stream), self.connection.number)
        self.connection.server.requests.append(request)
        if request.name and not self.script.healed:
            self.script.fault(self, stream)
        else:
            self.answer(stream)

    def send(self, kind, flags, stream, payload=b""):
        self.connection.send(frame(kind, flags, stream, payload))

    def head(self, stream, *fields, code=200, flags=END_HEADERS):
        self.send(HEADERS, flags, stream, status(code) + b"".join(fields))

    def answer(self, stream, body=None, code=200):
        body = (completion() if body is None else body).encode()
        self.head(stream, field("content-type", "application/json"), code=code)
        self.send(DATA, END_STREAM, stream, body)

    def reset(self, stream, code):
        self.send(RST_STREAM, 0, stream, struct.pack(">I", code))

    def go_away(self, last_stream, code=NO_ERROR):
        self.send(GOAWAY, 0, 0, struct.pack(">II", last_stream, code))
