"""A server that repeats the keys in everything it says, however it spells them: they must reach no file and no screen."""

import base64
import http.server
import json
import os
import pathlib
import re
import sqlite3
import stat
import subprocess
import sys
import threading
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

ENV, FILE, LITERAL = "sk-env/4f9a+2c77d1", "sk-file.90bb1e6a55", "sk-literal-7d31c0aa"
HEADER, COOKIE, BEARER = "hk-header-61f2\"88e0", "ck-cookie-a09c31ff", "tk-bearer-0b5e2d44"
SECRETS = (ENV, FILE, LITERAL, HEADER, COOKIE, BEARER)


def percent(text):
    return "".join(f"%{ord(c):02x}" for c in text)


def escaped(text):
    return "".join(f"\\u{ord(c):04x}" for c in text)


def spelled(secret):
    """What may stand for the secret in bytes that somebody greps."""
    core = base64.b64encode(secret.encode()).decode().rstrip("=")[:-1]
    return [secret, json.dumps(secret)[1:-1], secret.replace("/", "\\/"), core, core.replace("+", "-").replace("/", "_"),
            urllib.parse.quote(secret, safe=""), percent(secret), escaped(secret), escaped(secret[0]) + secret[1:]]


def texts_in(value):
    if isinstance(value, str):
        yield value
        if value[:1] in "{[\"":
            try:
                yield from texts_in(json.loads(value))
            except ValueError:
                pass
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(each)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # the 5 it would be are overrun at once, and then wait for TCP's next try
    daemon_threads = True


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = [self.headers[name] for name in ("Authorization", "X-Api-Key", "Cookie") if self.headers[name]]
        self.server.seen.update(secret for secret in SECRETS if any(secret in each for each in said))
        self.server.watch()
        self.answer(re.search(r"#([^#]+)#", body["messages"][-1]["content"]).group(1).split("-")[0], " ".join(said))

    def answer(self, kind, keys):
        parts = keys.split()
        content = lambda text: {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}  # noqa: E731
        verdict = lambda text: content(json.dumps({"explanation": text, "score": 7}))  # noqa: E731
        error = lambda text: {"error": {"message": text, "type": parts[-1], "code": parts[-1], "param": text}}  # noqa: E731
        if kind == "whole":
            self.send(200, json.dumps({"id": keys, "model": keys, **verdict(keys), "usage": {"prompt_tokens": 1, "completion_tokens": 1, "x": keys}}))
        elif kind == "error":
            self.send(400, json.dumps(error(f"bad {keys}")))
        elif kind == "cut":  # within the key, wherever that is
            self.send(400, json.dumps({"error": {"message": "x" * (500 - len(parts[0]) - 1 - len(parts[1]) // 2) + keys}}))
        elif kind == "escaped":
            self.send(200, '{"choices":[{"message":{"content":"{\\"score\\":7,\\"explanation\\":\\"%s\\"}"},"finish_reason":"%s"}]}'
                      % (escaped(keys), escaped(keys)))
        elif kind == "nested":
            self.send(200, '{"choices":[{"message":{"content":"{\\"score\\":7,\\"explanation\\":\\"%s\\"}"},"finish_reason":"stop"}]}'
                      % escaped(keys).replace("\\", "\\\\"))
        elif kind == "slashes":
            self.send(200, json.dumps(verdict(keys)).replace("/", "\\/"))
        elif kind == "base64":
            self.send(200, json.dumps(verdict(" ".join([base64.b64encode(p.encode()).decode() for p in parts] +
                                                       [base64.b64encode(f"{'x' * i}{keys}".encode()).decode() for i in range(3)]))))
        elif kind == "url":
            self.send(200, json.dumps(verdict(" ".join(map(urllib.parse.quote_plus, parts)) + percent(keys))))
        elif kind == "finish":
            self.send(200, json.dumps({"choices": [{"message": {"content": "[[7]]"}, "finish_reason": keys}]}))
        elif kind == "refusal":
            self.send(200, json.dumps({"choices": [{"message": {"refusal": keys, "content": None}, "finish_reason": "stop"}]}))
        elif kind == "tokens":
            tokens = [{"token": part, "logprob": -1, "top_logprobs": [{"token": part, "logprob": -1}]} for part in parts]
            self.send(200, json.dumps({"choices": [{"message": {"content": "[[7]]"}, "logprobs": {"content": tokens}, "finish_reason": "stop"}]}))
        elif kind == "html":
            self.send(500, f"<html>{keys}</html>", reason=keys)
        elif kind == "prose":
            self.send(200, "x" * (300 - len(parts[1]) - 4) + keys)
        elif kind == "away":
            self.send(302, "", location=f"http://{parts[1].replace('/', '')}.example/{keys.replace(' ', '%20')}")
        elif kind == "turned":
            self.send(302, "", location=f"/v1/{'y' * 60}{parts[1]}{keys.replace(' ', '%20')}")
        elif kind == "length":
            self.wfile.write(f"HTTP/1.1 200 {keys}\r\nX-Echo: {keys}\r\nContent-Length: {keys}\r\n\r\n".encode())
            self.close_connection = True
        elif kind == "chunk":
            self.wfile.write(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {keys}\r\n\r\n{keys}".encode())
            self.close_connection = True
        elif kind == "dead":
            self.send(401, json.dumps(error(f"no such key: {keys}")))

    def send(self, status, text, reason=None, location=None):
        data = text.encode()
        self.send_response(status, reason)
        self.send_header("X-Echo", self.headers["Authorization"] or "none")
        self.send_header("Content-Type", self.headers["X-Api-Key"] or "application/json")
        self.send_header("Retry-After", self.headers["Authorization"] or "none")
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


ANSWERS = ("whole", "escaped", "nested", "slashes", "base64", "url", "finish", "tokens")
REFUSALS = ("refusal", "error", "cut", "away", "turned")
FAULTS = ("html", "prose", "length", "chunk")  # tried again; many together would stop the run for a while


class SecretTest(JudgeTest):
    def setUp(self):
        super().setUp()
        self.said = b""
        self.server = Server(("127.0.0.1", 0), Echo)
        self.server.seen, self.server.watch = set(), lambda: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        (self.dir / "tmp").mkdir()

    def rows(self, kinds, each=6):
        rows = [{"id": f"{kind}{i}", "output": f"#{kind}-{i}#"} for i in range(each) for kind in kinds]
        self.write("data.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def project(self, keys, headers, name="judge.toml", extra=""):
        return self.write(name, f"""
[run]
output = "results/r.jsonl"
[dataset]
path = "data.jsonl"
[limits]
max_failures = 100000
[models.m]
model = "x"
base_url = "http://127.0.0.1:{self.server.server_port}/v1"
api_keys = {keys}
headers = {headers}
retry = {{ max = 1, base = "1ms", cap = "2ms" }}
[judge]
method = "score"
models = ["m"]
format = "text"
prompt = "Grade {{{{output}}}}"
{extra}
""")

    def run_it(self, *arguments, umask=0o022, **environment):
        env = self.environment(THE_KEY=ENV, TMPDIR=str(self.dir / "tmp"), HOME=str(self.dir), **environment)
        done = subprocess.run([JUDGE, *map(str, arguments)], cwd=self.dir, capture_output=True, timeout=120, stdin=subprocess.DEVNULL,
                              env=env, umask=umask)
        self.assertNotIn(done.returncode, (70, -6, -11), done)
        self.said += done.stdout + done.stderr
        return done

    def assert_nowhere(self, secrets, *but):
        seen = {"the screen": self.said}
        for path in self.dir.rglob("*"):
            if path.is_file() and path.name not in but:
                seen[str(path)] = path.read_bytes() + os.fsencode(path.name)
        for place, data in seen.items():
            for secret in secrets:
                for form in spelled(secret):
                    at = data.find(form.encode())
                    self.assertEqual(at, -1, f"{form!r} in {place}: {data[max(0, at - 120):at + 80]!r}")
                beginning = data.find(secret[:9].encode())
                self.assertEqual(beginning, -1, f"{secret[:9]!r} in {place}: {data[max(0, beginning - 120):beginning + 80]!r}")
        for path in self.dir.rglob("*.jsonl"):
            for line in path.read_text().splitlines():
                self.assert_clean(json.loads(line), secrets)
        for path in self.dir.rglob("*.db"):
            with sqlite3.connect(path) as store:
                for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                    for row in store.execute(f'SELECT * FROM "{table}"'):
                        for cell in row:
                            text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
                            self.assert_clean(text, secrets)

    def assert_clean(self, value, secrets):
        for text in texts_in(value):
            for secret in secrets:
                self.assertNotIn(secret, text)
                self.assertNotIn(secret, urllib.parse.unquote(text))

    def test_echoed_keys_are_nowhere(self):
        self.write("key.txt", FILE + "\n").chmod(0o600)
        config = self.project(f"['env:THE_KEY', 'file:{self.dir}/key.txt', '{LITERAL}']",
                              f"{{ X-Api-Key = '{HEADER}', Cookie = 'session={COOKIE}; theme=dark' }}")
        for kind in FAULTS:
            self.rows([kind], 1)
            self.assertEqual(self.run_it("run", config, "--progress", "plain").returncode, 1)
        self.rows(ANSWERS + REFUSALS)
        for number, style in enumerate(("plain", "json", "bar", "none")):
            color = "always" if style == "bar" else "never"
            done = self.run_it("run", config, "--fresh", "--progress", style, "--color", color, "--set", f"judge.prompt='{number} {{{{output}}}}'")
            self.assertEqual(done.returncode, 1, done)
        self.assertEqual(self.server.seen, {ENV, FILE, LITERAL, HEADER, COOKIE})
        rows = self.results("results/r.jsonl")
        self.assertEqual({row["id"][:-1] for row in rows if row["status"] == "scored"}, set(ANSWERS))
        self.assertTrue(all("[key]" in row["verdict"]["explanation"] for row in rows if row["id"][:-1] in ("whole", "escaped", "nested")))
        results = "results/r.jsonl"
        self.write("copy.jsonl", (self.dir / results).read_text())
        commands = [("run", config), ("status", config), ("plan", config), ("plan", config, "--format", "json"), ("report", results, "--plot"),
                    ("compare", results, "copy.jsonl", "--flips", "9")]
        commands += [(*command, "--format", each) for command in (("report", results), ("compare", results, "copy.jsonl"))
                     for each in ("json", "csv", "markdown")]
        commands += [("score", results, "--score", "verdict.score", "--scale", "1,10", "--output", "scored.jsonl"), ("init", "new"), ("run", config, "--help")]
        for command in commands:
            self.run_it(*command)
        self.assert_nowhere(SECRETS, "key.txt", "judge.toml")

    def test_an_authorization_of_ones_own_is_a_key_too(self):
        self.rows(ANSWERS + REFUSALS + FAULTS[:2], 1)
        self.run_it("run", self.project("[]", f"{{ Authorization = 'Bearer {BEARER}' }}"), "--progress", "plain")
        self.assertEqual(self.server.seen, {BEARER})
        self.assert_nowhere([BEARER], "judge.toml")

    def test_keys_that_are_refused_are_not_shown(self):
        self.rows(["dead"])
        self.write("key.txt", FILE + "\n").chmod(0o600)
        config = self.project(f"['env:THE_KEY', 'file:{self.dir}/key.txt', '{LITERAL}']", "{}")
        for style in ("plain", "json", "bar"):
            self.assertEqual(self.run_it("run", config, "--progress", style).returncode, 3)
        self.run_it("status", config)
        self.assertIn(b"env:THE_KEY", self.said)
        self.assertIn(b"[key]", self.said)
        self.assert_nowhere(SECRETS, "key.txt", "judge.toml")

    def test_a_short_key_tears_no_word_apart(self):
        self.rows(["whole"])
        done = self.run_it("run", self.project("['test', 'x']", "{}"), "--progress", "plain")
        self.assertIn(b"models.m.api_keys.0: is too short to be told from other words", done.stderr)
        self.assertTrue(all(row["verdict"]["explanation"] in ("Bearer test", "Bearer x") for row in self.results("results/r.jsonl")))

    def test_a_key_in_an_argument_is_warned_of_and_one_elsewhere_is_in_none(self):
        self.rows(["whole"])
        config = self.project("'env:THE_KEY'", "{}")
        lines, environments = [], []

        def watch():
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
                    if str(self.dir).encode() in line and line.startswith(os.fsencode(JUDGE)):
                        lines.append(line)
                        environments.append(pathlib.Path(f"/proc/{pid}/environ").read_bytes())
                except OSError:
                    pass

        self.server.watch = watch
        done = self.run_it("run", config)
        self.assertNotIn(b"list of processes", done.stderr)
        self.assertTrue(lines)
        self.assertFalse(any(ENV.encode() in line for line in lines))
        self.assertTrue(all(b"THE_KEY=" + ENV.encode() in each for each in environments))
        self.write("key.txt", FILE + "\n").chmod(0o600)
        self.run_it("run", config, "--fresh", "--retry-failed", "--set", f"models.m.api_keys=file:{self.dir}/key.txt")
        self.assertFalse(any(FILE.encode() in each for each in environments))
        for setting in (f"models.m.api_keys={LITERAL}", f"models.m.headers.X-Api-Key={LITERAL}"):
            done = self.run_it("run", config, "--fresh", "--set", setting)
            self.assertRegex(done.stderr.decode(), r"warning: --set: models\.m\.[^\n]* in its list of processes")
        self.assert_nowhere([ENV, FILE, LITERAL], "key.txt")

    def test_what_would_add_a_header_or_show_a_key_is_refused(self):
        self.rows(["whole"])
        env = {"BROKEN": f"{LITERAL}\nX-Evil: 1", "CR": f"{LITERAL}\rX-Evil: 1", "SPACED": f"{LITERAL} {FILE}"}
        self.write("key.txt", f"{FILE}\r\nX-Evil: 1\n").chmod(0o600)
        good = "'env:THE_KEY'"
        port = self.server.server_port
        for keys, headers, setting in (
                ("'env:BROKEN'", "{}", None), ("'env:CR'", "{}", None), ("'env:SPACED'", "{}", None), ("'file:key.txt'", "{}", None),
                (f'"{LITERAL}\\nX-Evil: 1"', "{}", None), (f'"env:{LITERAL}"', "{}", None), (f'"{LITERAL}\\u0000"', "{}", None),
                (good, f'{{ X-Api-Key = "{HEADER[:14]}\\r\\nX-Evil: 1" }}', None), (good, '{ "X\\r\\nX-Evil" = "1" }', None),
                (good, '{ "X-Evil: 1" = "1" }', None), (good, '{ "" = "1" }', None), (good, '{ x = "a\\u0000b" }', None),
                (good, '{ Content-Length = "1" }', None), (good, "{}", 'models.m.model="x\\nX-Evil: 1"'), (good, "{}", 'models.m.model="x\\u0000"'),
                (good, "{}", f"models.m.base_url=http://user:{LITERAL}@127.0.0.1:{port}/v1"),
                (good, "{}", f"models.m.base_url=http://{LITERAL}@127.0.0.1:{port}/v1"),
                (good, "{}", f"models.m.base_url=http://127.0.0.1:{port}/v1?key={LITERAL}"),
                (good, "{}", f"models.m.base_url=http://127.0.0.1:{port}/v1#{LITERAL}"),
                (good, "{}", f'models.m.base_url="http://127.0.0.1:{port}/v1\\r\\nX-Evil: {LITERAL}"')):
            with self.subTest(keys=keys, headers=headers, setting=setting):
                config = self.project(keys, headers)
                for command in ("run", "plan", "status"):
                    done = self.run_it(command, config, *(("--set", setting) if setting else ()), **{k: v for k, v in env.items() if "\0" not in v})
                    self.assertEqual(done.returncode, 2, done)
                    self.assertIn(b"models.m.", done.stderr)
        self.assertEqual(self.server.seen, set())
        self.assert_nowhere([LITERAL, FILE, ENV, HEADER[:14]], "key.txt", "judge.toml")

    def test_what_is_written_is_its_owners_alone_whatever_the_umask(self):
        self.rows(["whole", "error"], 3)
        modes = {}

        def watch():
            for path in self.dir.rglob("*"):
                try:
                    name = path.relative_to(self.dir)
                    if path.is_file() and name.parts[0] in ("results", ".judge", "tmp"):
                        modes[str(name)] = stat.S_IMODE(path.stat().st_mode)
                except OSError:
                    pass

        self.server.watch = watch
        config = self.project("'env:THE_KEY'", "{}")
        self.run_it("run", config, umask=0)
        self.run_it("run", config, "--fresh", "--retry-failed", "--set", "judge.prompt='Again {{output}}'", umask=0)
        watch()
        self.run_it("score", "results/r.jsonl", "--score", "verdict.score", "--output", "results/scored.jsonl", umask=0)
        watch()
        for name in ("results/r.jsonl", "results/r.jsonl.about.json", "results/r.jsonl.bak", ".judge/store.db", ".judge/store.db-wal",
                     ".judge/store.db-shm", "results/scored.jsonl"):
            self.assertIn(name, modes)
        self.assertEqual({name: oct(mode) for name, mode in modes.items() if mode != 0o600}, {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
