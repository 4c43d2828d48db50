"""A server that repeats the key in everything it says: the key must reach no file and no screen."""

import http.server
import json
import os
import pathlib
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

KEY = "sk-unique-4f9a2c77d1"


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Authorization"]
        number = int(body["messages"][-1]["content"].split("#")[1].split("#")[0])
        if number % 3 == 0:
            status, reply = 400, {"error": {"message": f"bad {key}", "type": "t", "code": "content_policy_violation"}}
        else:
            content = json.dumps({"explanation": f"you sent {key}", "score": 7})
            status = 200
            reply = {"id": key, "choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
        data = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("X-Echo", key)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Secret(JudgeTest):
    def test_an_echoed_key_is_nowhere(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        rows = [{"id": f"q{i}", "output": f"#{i}#"} for i in range(12)]
        self.write("data.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.write("key.txt", KEY + "\n").chmod(0o600)
        for source in ("env:THE_KEY", f"file:{self.dir}/key.txt", KEY):
            with self.subTest(source.split(":")[0]):
                config = self.write("judge.toml", f"""
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
model = "x"
base_url = "http://127.0.0.1:{server.server_port}/v1"
api_keys = "env:THE_KEY"
[judge]
method = "score"
models = ["m"]
prompt = "Grade {{{{output}}}}"
""")
                said = ""
                for style in ("plain", "json", "bar"):
                    out, err = self.judge("run", config, "--fresh", "--progress", style, "--set",
                                          f'models.m.api_keys="{source}"', status=1, THE_KEY=KEY)
                    said += out + err
                out, err = self.judge("status", config, status=1, THE_KEY=KEY)
                said += out + err
                self.assertIn("content_policy_violation", said)
                self.assertNotIn(KEY, said)
                self.assertEqual(sum(row["status"] == "scored" for row in self.results()), 8)
                for path in self.dir.rglob("*"):
                    if path.is_file() and path.name != "key.txt":
                        self.assertNotIn(KEY.encode(), path.read_bytes(), path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
