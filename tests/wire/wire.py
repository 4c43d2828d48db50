"""What every fault on the wire must come to: its class, in time, the other samples scored, and nothing kept of it."""

import dataclasses
import json
import os
import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402
from raw_server import Faults, RawServer  # noqa: E402

CONFIG = """\
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
model = "raw"
base_url = "{base_url}"
api_keys = "env:THE_KEY"
max_connections = 3
retry = {{ {retry} }}
timeout = {{ connect = "2s", attempt = "{attempt}" }}
{model}
[judge]
method = "score"
models = ["m"]
prompt = "Grade this from 1 to 10: {{{{output}}}}"
"""

KEY = "sk-on-the-wire-1187"


@dataclasses.dataclass
class Fails:
    """How the sample with the fault has to end. Where several codes are right, which one it is is a matter of time."""

    code: str | tuple
    error_class: str = "transient"
    billed: bool = True
    attempts: int = 2
    said: str = ""  # in the error's message: a regular expression
    within: float = 5
    attempt: str = "20s"
    model: str = ""


@dataclasses.dataclass
class Ran:
    row: dict  # of the sample with the fault
    others: list
    seconds: float
    out: str
    server: RawServer


class WireTest(JudgeTest):
    def serve(self, script, tls=None):
        server = RawServer(script, tls)
        self.addCleanup(server.close)
        return server

    def samples(self, *names, others=7):
        """One sample a fault, each behind two of the others and the rest at the end."""
        texts = [f"answer {i}" for i in range(others)]
        for number, name in enumerate(names):
            texts.insert(min(3 * number + 2, len(texts)), f"#{name}#")
        rows = [{"id": text.strip("#") if "#" in text else f"q{i}", "output": text} for i, text in enumerate(texts)]
        self.write("data.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def settings(self, base_url, model="", attempt="20s",
                 retry='max = 1, base = "10ms", cap = "20ms", give_up_after = "2s"'):
        """A config, and nothing done yet."""
        shutil.rmtree(self.dir / ".judge", ignore_errors=True)
        (self.dir / "results.jsonl").unlink(missing_ok=True)
        return self.write("judge.toml", CONFIG.format(base_url=base_url, model=model, attempt=attempt, retry=retry))

    def run_it(self, config, status, within=60):
        self.began = time.monotonic()
        out, err = self.judge("run", config, "--progress", "none", status=status, THE_KEY=KEY)
        seconds = time.monotonic() - self.began
        self.assertLess(seconds, within, "too long")
        self.assertNotIn(KEY, out + err + (self.dir / "results.jsonl").read_text())
        return out, seconds

    def with_fault(self, fault, status, within=60, **settings):
        """A run in which one sample of eight meets the fault."""
        server = self.serve(Faults({"fault": fault}))
        self.samples("fault")
        out, seconds = self.run_it(self.settings(server.base_url, **settings), status, within)
        self.assertEqual(len(self.results()), 8)
        row, = [row for row in self.results() if row["id"] == "fault"]
        return Ran(row, [row for row in self.results() if row["id"] != "fault"], seconds, out, server)

    def assert_scored(self, rows):
        for row in rows:
            self.assertEqual((row["status"], row["verdict"] and row["verdict"]["score"]), ("scored", 7), row)

    def assert_fails(self, fault, ends):
        """It fails as it has to, the others do not, and a server that has recovered is asked for it alone."""
        ran = self.with_fault(fault, 1, ends.within, model=ends.model, attempt=ends.attempt)
        self.assert_scored(ran.others)
        self.assert_error(ran.row, ends)
        self.assert_heals(ran.server)

    def assert_error(self, row, ends):
        self.assertEqual(row["status"], "failed", row)
        self.assertIsNone(row["verdict"])
        self.assertEqual(row["judges"], [])
        error = row["error"]
        codes = ends.code if isinstance(ends.code, tuple) else (ends.code,)
        self.assertIn(error["code"], codes, error)
        self.assertEqual(error["class"], ends.error_class, error)
        self.assertEqual(error["possibly_billed"], ends.billed, error)
        self.assertEqual(error["attempts"], ends.attempts, error)
        if ends.said:
            self.assertRegex(error["message"], ends.said)

    def assert_heals(self, server):
        server.serve.healed = True
        before = len(server.requests)
        self.run_it(self.dir / "judge.toml", 0)
        self.assert_scored(self.results())
        self.assertEqual([request.name for request in server.requests[before:]], ["fault"])


def failing(cases):
    """Class decorator: a test a case, named for it. `cases`: name → (what the server does, how the sample ends)."""
    def decorate(test):
        for name, (fault, ends) in cases.items():
            def run(self, fault=fault, ends=ends):
                self.assert_fails(fault, ends)
            run.__name__ = "test_" + name.replace(" ", "_")
            setattr(test, run.__name__, run)
        return test
    return decorate


def says(data, then=None):
    """Sends just this, and closes or does `then`."""
    def fault(connection):
        connection.send(data)
        (then or type(connection).close)(connection)
    return fault
