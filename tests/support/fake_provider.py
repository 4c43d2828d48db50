"""Providers of the tests' own: HTTP servers on loopback that answer as they are told, and keep what they were sent."""

import http.server
import json
import socketserver
import threading


class Request:
    def __init__(self, path, headers, body):
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body
        self.json = json.loads(body)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # headers and body leave together

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.path, self.headers, body)
        provider = self.server.provider
        with provider.lock:
            provider.requests.append(request)
            status, headers, reply = provider.answer(request)
        text = json.dumps(reply).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(text)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def address_string(self):
        return "loopback"

    def log_message(self, *_):
        pass


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class FakeProvider:
    """`answer(request)` gives (status, headers, JSON). `socket`: a path instead of a port."""

    def __init__(self, answer, socket=None):
        self.answer = answer
        self.requests = []
        self.lock = threading.Lock()
        if socket:
            self.server = UnixServer(str(socket), Handler)
        else:
            self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            self.server.daemon_threads = True
            self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.server.provider = self
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


VERDICT = json.dumps({"explanation": "Well said.", "score": 7})


def completion(text=VERDICT):
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}}
