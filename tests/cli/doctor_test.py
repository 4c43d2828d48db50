"""What `judge doctor` finds, says and exits with: the real binary against servers that ail in one way each."""

import http.server
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest, normalised  # noqa: E402

WELL = """\
judge.toml: all is well

  ok    config            DIR/judge.toml: 1 model, 1 judge
  ok    dataset           DIR/data.jsonl: 3 samples, and all prompts can be made of each
  ok    space             SPACE free at DIR; results, store, temporary files will take about 11 kB more (3 lines of about 1,734 bytes, 3 answers of about 1,724)
  ok    results           DIR/results.jsonl can be written, and is not there yet
  ok    store             DIR/.judge/store.db can be written, and is not there yet
  ok    file descriptors  N allowed, 72 needed at most (8 connections)
  ok    network of m      http://HOST was reached in TIME, without a proxy
  ok    m                 its 2 keys answer in TIME; json_schema is taken; 36 tokens used, price unknown

A run can start.
"""


def settled(text):
    text = re.sub(r"[\d,]+ MB free", "SPACE free", normalised(text))
    return re.sub(r"[\d,]+ allowed", "N allowed", re.sub(r"doctor-\d+", "doctor-PID", text))


class Doctor(JudgeTest):
    def project(self, base_url, model="", extra=""):
        self.dataset(3)
        return self.write("judge.toml", f"""
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
model = "mock-judge"
base_url = "{base_url}"
max_connections = 8
{model}
[judge]
method = "score"
models = ["m"]
prompt = "Grade this answer from 1 to 10. <output>{{{{output}}}}</output>"
{extra}""")

    def doctor(self, *options, status, **environment):
        out, err = self.judge("doctor", "judge.toml", *options, status=status, TMPDIR=str(self.dir),
                              **environment)
        self.assertEqual(err, "")
        return settled(out)

    def serve(self, answer, context=None, date=None):
        """A server on loopback; `answer` is (status, content type, body), `date` what its clock says."""
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = answer(self) if callable(answer) else answer
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def date_time_string(self, timestamp=None):
                return date or super().date_time_string(timestamp)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):  # a client that does not trust it hangs up
                pass

        server = Server(("127.0.0.1", 0), Handler)
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_port

    def test_all_is_well(self):
        self.project(self.mock().base_url, 'api_keys = ["env:ONE", "env:TWO"]')
        self.assertEqual(self.doctor(status=0, ONE="sk-good-key-1", TWO="sk-good-key-2"), WELL)
        self.assertEqual(sorted(p.name for p in self.dir.iterdir()), ["data.jsonl", "judge.toml"])

    def test_no_call_asks_no_model(self):
        mock = self.mock()
        self.project(mock.base_url)
        out = self.doctor("--no-call", status=0)
        self.assertIn("http://HOST was reached", out)
        self.assertNotIn("json_schema", out)
        self.assertEqual(mock.stats()["answered"], 0)

    def test_a_built_in_mock_is_well(self):
        self.project("http://127.0.0.1:1", 'provider = "mock"')
        self.assertIn("  ok    m                 answers without a key in", self.doctor(status=0))

    def test_a_dead_key_among_living_ones(self):
        mock = self.mock("--api-key", "sk-good-key-1")
        self.project(mock.base_url, 'api_keys = ["env:ONE", "env:TWO"]')
        out = self.doctor(status=1, ONE="sk-good-key-1", TWO="sk-dead-key-2")
        self.assertIn("judge.toml: 1 warning\n", out)
        self.assertIn("  ok    m                 1 of 2 keys answers in TIME; ", out)
        self.assertTrue(out.endswith("""
  warn  m, key 2 of 2 (env:TWO): it is refused (401 invalid_api_key: Incorrect API key provided.)
        → export a valid key as TWO

A run can start, but not all of it would go as it should.
"""), out)
        self.assertNotIn("sk-", out)

    def test_no_key_lives(self):
        mock = self.mock("--api-key", "sk-good-key-1")
        self.project(mock.base_url, 'api_keys = ["env:ONE"]')
        out = self.doctor(status=2, ONE="sk-dead-key-2")
        self.assertIn("  FAIL  m, key 1 of 1 (env:ONE): it is refused (401", out)
        self.assertTrue(out.endswith("\nA run would not start, or get nowhere.\n"))

    def test_a_server_without_response_format_is_fine(self):
        self.project(self.mock("--response-format", "text").base_url)
        self.assertIn("no response_format is taken, so verdicts are asked for in words", self.doctor(status=0))

    def test_a_clock_that_is_off(self):
        reply = b'{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}'
        port = self.serve((200, "application/json", reply), date="Wed, 01 Jan 2098 00:00:00 GMT")
        self.project(f"http://127.0.0.1:{port}/v1")
        self.assertRegex(self.doctor(status=1), r"warn  clock: this machine's clock is [^\n]* behind that of 127.0.0.1\n"
                                                r" +→ set it \(timedatectl")

    def test_a_base_url_that_is_no_api(self):
        for answer, what in (((404, "application/json", b"{}"), "nothing answers at that path"),
                             ((200, "text/html", b"<html>Welcome</html>"), "what answers there is no model's API")):
            with self.subTest(what):
                self.project(f"http://127.0.0.1:{self.serve(answer)}")
                out = self.doctor(status=2)
                self.assertIn(f"  FAIL  m: {what}", out)
                self.assertRegex(out, r"→ correct .*base_url.* mostly ends in /v1")

    def test_nobody_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            self.project(f"http://127.0.0.1:{port}/v1")
            out = self.doctor(status=2)
        self.assertTrue(out.endswith(f"""
  FAIL  network of m: http://HOST, without a proxy: no connection to port {port}: nobody listens there, or no way leads there
        → start the server, or correct the port in [models.m] base_url

A run would not start, or get nowhere.
"""), out)

    def certificate(self, name, *days):
        if not shutil.which("openssl"):
            self.skipTest("the command openssl is not installed, so no certificate can be made")
        key, request, certificate = (self.dir / f"{name}.{end}" for end in ("key", "csr", "crt"))
        names = self.write(f"{name}.ext", "subjectAltName=IP:127.0.0.1\n")
        for command in ((["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                          "-subj", "/CN=judge test", "-keyout", key, "-out", request]),
                        (["x509", "-req", "-in", request, "-signkey", key, "-extfile", names, *days,
                          "-out", certificate])):
            subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True, timeout=60)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return certificate, context

    def test_certificates(self):
        answer = (200, "application/json", b'{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}')
        expired, context = self.certificate("expired", "-days", "-1")
        port = self.serve(answer, context)
        self.project(f"https://127.0.0.1:{port}/v1", f'ca_file = "{expired}"')
        self.assertIn("its TLS certificate has expired\n        → have it renewed", self.doctor(status=2))

        good, context = self.certificate("good", "-days", "2")
        port = self.serve(answer, context)
        self.project(f"https://127.0.0.1:{port}/v1")
        out = self.doctor(status=2)
        self.assertIn("signed by nobody this machine trusts (self-signed)\n        → put the certificate", out)
        self.assertIn("name that in [models.m] ca_file", out)
        self.project(f"https://127.0.0.1:{port}/v1", f'ca_file = "{good}"')
        self.assertIn("  ok    network of m      https://HOST was reached", self.doctor(status=0))
        self.project(f"https://localhost:{port}/v1", f'ca_file = "{good}"')
        self.assertIn("its TLS certificate is for another host name", self.doctor(status=2))

    def test_a_server_that_says_nothing_is_waited_for_only_so_long(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            self.project(f"http://127.0.0.1:{silent.getsockname()[1]}/v1")
            out = self.doctor("--timeout", "300ms", status=2)
        self.assertIn("it took the request, and gave no answer in time", out)

    def test_an_output_that_cannot_be_written(self):
        self.project(self.mock().base_url)
        out = self.doctor("--set", "run.output=/proc/judge/results.jsonl", status=2)
        self.assertIn("  FAIL  results: cannot create /proc/.judge-doctor-PID: No such file or directory\n"
                      "        → make /proc/judge writable for this user, or name another place under [run] "
                      "output\n", out)

    def test_results_that_another_process_writes(self):
        mock = self.mock("--latency", "20s")
        config = self.project(mock.base_url)
        run = self.start("run", config, "--progress", "none")
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        for _ in range(1000):
            if mock.stats()["requests"] > 0:
                break
        out = self.doctor("--no-call", status=2)
        self.assertIn(f"  FAIL  results: another judge (pid {run.pid}) is writing DIR/results.jsonl\n"
                      f"        → wait for it or stop it (kill -INT {run.pid}), then run again\n", out)
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=60)
        self.assertIn("  ok    results ", self.doctor("--no-call", status=0))

    def test_a_low_limit_of_file_descriptors(self):
        self.project(self.mock().base_url)
        process = subprocess.run(
            [JUDGE, "doctor", "judge.toml", "--set", "models.m.max_connections=512"], cwd=self.dir,
            capture_output=True, text=True, timeout=60, env=self.environment(TMPDIR=str(self.dir)),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)))
        self.assertEqual(process.returncode, 1, process.stdout)
        self.assertIn("""
  warn  file descriptors: 256 allowed, 576 needed at most (512 connections)
        → raise the hard limit (ulimit -Hn 576; LimitNOFILE= of a systemd unit), or let max_connections be 192 in all
""", process.stdout)

    def test_a_store_that_is_something_else(self):
        self.project(self.mock().base_url)
        self.write(".judge/store.db", "these are only words")
        out = self.doctor(status=2)
        self.assertIn("  FAIL  store: ", out)
        self.assertEqual((self.dir / ".judge/store.db").read_text(), "these are only words")

    def test_a_bad_config_and_a_bad_row(self):
        self.project(self.mock().base_url)
        out = self.doctor("--set", "run.epoch=2", "--set", "dataset.path=nowhere.jsonl", status=2)
        self.assertIn("judge.toml: 2 problems\n", out)
        self.assertIn('did you mean "epochs"?', out)
        self.write("data.jsonl", '{"id":"a","output":""}\n{"id":"b",\n')
        self.assertIn("  FAIL  dataset: DIR/data.jsonl:2", self.doctor("--no-call", status=2))

    def test_as_json(self):
        mock = self.mock("--api-key", "sk-good-key-1", "--rpm", "600")
        self.project(mock.base_url, 'api_keys = ["env:ONE", "env:TWO"]\nprice = { input = 1, output = 10 }')
        out, _ = self.judge("doctor", "judge.toml", "--format", "json", status=1, ONE="sk-good-key-1",
                            TWO="sk-dead-key-2")
        found = json.loads(out)
        self.assertEqual(found["worst"], "warning")
        self.assertEqual({finding["level"] for finding in found["findings"]}, {"ok", "warning"})
        good, dead = found["models"][0]["calls"]
        self.assertEqual((good["key"], good["answered"], good["status"]), ("env:ONE", True, 200))
        self.assertEqual((good["response_format"], good["rpm"], good["code"]), ("json_schema", 600, None))
        self.assertGreater(good["cost_usd"], 0)
        self.assertEqual((dead["key"], dead["answered"], dead["status"]), ("env:TWO", False, 401))
        self.assertEqual((dead["error_class"], dead["usage"]), ("auth", None))

    def test_a_key_that_a_server_repeats_is_not_shown(self):
        def echo(request):
            body = json.dumps({"error": {"message": "you sent " + request.headers.get("Authorization", ""),
                                         "code": "invalid_api_key"}})
            return 401, "application/json", body.encode()

        self.project(f"http://127.0.0.1:{self.serve(echo)}/v1", 'api_keys = "env:ONE"')
        for form in ("text", "json"):
            out = self.doctor("--format", form, status=2, ONE="sk-unique-4f9a2c77d1")
            self.assertIn("you sent Bearer [key]", out)
            self.assertNotIn("4f9a2c77d1", out)

    def test_a_hostile_message_does_not_reach_the_terminal(self):
        body = json.dumps({"error": {"message": "\x1b[2Jgone\nFAIL", "code": "x"}}).encode()
        self.project(f"http://127.0.0.1:{self.serve((400, 'application/json', body))}/v1")
        out = self.doctor(status=2)
        self.assertIn(r"\x1b[2Jgone\nFAIL", out)
        self.assertNotIn("\x1b", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
