"""What answers: nginx (zero latency, TLS), the lean server (any latency), one that shows what it got."""
import http.client
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time

from host import BUILD, SCRATCH, SERVER_CORE, Unable, program

PATH = "/v1/chat/completions"
REPLY = SCRATCH / "reply.json"
CERTIFICATE = BUILD / "certificate.pem"

VERDICT = {"explanation": "The answer names what the reference names, and leaves one detail out; "
                          "nothing in it is wrong, and it says no more than was asked.", "score": 8}


def write_reply():
    message = {"role": "assistant", "content": json.dumps(VERDICT), "refusal": None}
    usage = {"prompt_tokens": 212, "completion_tokens": 41, "total_tokens": 253,
             "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
             "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}}
    reply = {"id": "chatcmpl-C9x2yQbZJmvU1rC5kKJ8yF4nQe2aB", "object": "chat.completion",
             "created": 1763640000, "model": "gpt-4.1-mini-2025-04-14",
             "choices": [{"index": 0, "message": message, "logprobs": None,
                          "finish_reason": "stop"}],
             "usage": usage, "service_tier": "default", "system_fingerprint": "fp_51e1070cf2"}
    REPLY.write_text(json.dumps(reply))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def spawn(command, **how):
    return subprocess.Popen(["taskset", "-c", str(SERVER_CORE), *map(str, command)],
                            stdin=subprocess.DEVNULL, **how)


class Server:
    """Ends the one process it started when it is left."""

    secure = False

    def __enter__(self):
        self.start()
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise Unable(f"{type(self).__name__} does not listen")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    @property
    def url(self):
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}/v1"


class Lean(Server):
    """bench/lean_server.cpp."""

    def __init__(self, latency_ms=0, port=0):
        self.latency_ms, self.port = latency_ms, port

    def start(self):
        self.process = spawn([program("judge_bench_server"), self.latency_ms, REPLY, self.port],
                             stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stats(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/stats")
        told = json.loads(connection.getresponse().read())
        connection.close()
        return told


CONFIG = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/errors.log;
worker_rlimit_nofile {files}; {user}
events {{ worker_connections {files}; }}
http {{
  access_log off; keepalive_timeout 600; keepalive_requests 1000000000; client_max_body_size 10m;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream lean {{ server 127.0.0.1:{upstream}; keepalive 20000; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} {listen} backlog=4096; {tls}
    location = {path} {{ {answer} }}
  }}
}}
"""


class Nginx(Server):
    """`tls`: "ssl", or "ssl http2". `upstream`: the port that answers, instead of nginx itself."""

    def __init__(self, tls="", upstream=None):
        self.tls, self.upstream, self.secure = tls, upstream, bool(tls)

    def start(self):
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if not nginx:
            raise Unable("nginx is not installed")
        self.port = free_port()
        folder = self.folder = SCRATCH / f"nginx-{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nginx.conf").write_text(self._config(folder))
        self.process = spawn([nginx, "-p", folder, "-c", folder / "nginx.conf",
                              "-e", folder / "errors.log"])

    def __exit__(self, *_):
        super().__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _config(self, folder):
        reply = REPLY.read_text().replace("\\", "\\\\").replace("'", "\\'")
        answer = f"default_type application/json; return 200 '{reply}';"
        if self.upstream:
            answer = 'proxy_pass http://lean; proxy_http_version 1.1; proxy_set_header Connection "";'
        tls = f"ssl_certificate {CERTIFICATE}; ssl_certificate_key {CERTIFICATE};"
        return CONFIG.format(folder=folder, port=self.port, path=PATH, listen=self.tls,
                             answer=answer, tls=tls if self.tls else "",
                             upstream=self.upstream or 9, files=19000,
                             user="user root;" if os.getuid() == 0 else "")


def make_certificate():
    """One for 127.0.0.1 that vouches for itself, with its key."""
    if CERTIFICATE.exists():
        return
    key = BUILD / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-days", "3650", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", CERTIFICATE],
                   check=True, capture_output=True)
    with open(CERTIFICATE, "a") as file:
        file.write(key.read_text())
    key.unlink()


class Witness:
    """Answers like the others, and keeps the requests' bodies: to see that all send the same."""

    def __enter__(self):
        bodies = self.bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                reply = REPLY.read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
