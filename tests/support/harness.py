"""The real binary, driven as a person would: in a folder of its own, against `judge mock` on loopback."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

JUDGE = os.environ["JUDGE"]
SOURCE = pathlib.Path(os.environ["JUDGE_SOURCE"])

CONFIG = """\
[run]
output = "results.jsonl"
drain = "10s"
[dataset]
path = "data.jsonl"
[models.m]
provider = "openai"
model = "mock-judge"
base_url = "{base_url}"
max_connections = {permits}
retry = {{ base = "10ms", cap = "100ms" }}
timeout = {{ attempt = "5s" }}
[judge]
method = "score"
models = ["m"]
prompt = "Grade this answer from 1 to 10. <output>{{{{output}}}}</output> Question: {{{{input}}}}"
"""


class Mock:
    """A `judge mock` process; its counters are the witness of what was asked and answered."""

    def __init__(self, *options):
        self.process = subprocess.Popen([JUDGE, "mock", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.base_url = self.process.stdout.readline().strip()
        assert self.base_url.startswith("http://127.0.0.1:"), self.base_url

    def stats(self):
        root = self.base_url.rsplit("/", 1)[0]
        with urllib.request.urlopen(root + "/stats", timeout=10) as reply:
            return json.load(reply)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class JudgeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="judge-test-")
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def mock(self, *options):
        mock = Mock(*options)
        self.addCleanup(mock.close)
        return mock

    def write(self, name, text):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def dataset(self, count, name="data.jsonl"):
        rows = [{"id": f"q{i}", "input": f"question {i}", "output": f"answer {i}"} for i in range(count)]
        self.write(name, "".join(json.dumps(row) + "\n" for row in rows))

    def config(self, mock, permits=8, extra=""):
        return self.write("judge.toml", CONFIG.format(base_url=mock.base_url, permits=permits) + extra)

    def environment(self, **more):
        keep = ("PATH", "HOME", "LANG", "ASAN_OPTIONS", "TSAN_OPTIONS")
        return {**{k: v for k, v in os.environ.items() if k in keep}, **more}

    def start(self, *arguments, **environment):
        return subprocess.Popen([JUDGE, *map(str, arguments)], cwd=self.dir, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                                env=self.environment(**environment))

    def judge(self, *arguments, status=None, **environment):
        """Runs to the end; returns (stdout, stderr), after checking the exit status where one is given."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=300)
        if status is not None:
            self.assertEqual(process.returncode, status, f"stdout:\n{out}\nstderr:\n{err}")
        return out, err

    def results(self, name="results.jsonl"):
        return [json.loads(line) for line in (self.dir / name).read_text().splitlines()]

    def assert_complete(self, count):
        ids = [row["id"] for row in self.results()]
        self.assertEqual(sorted(ids), sorted(f"q{i}" for i in range(count)))

    def assert_nothing_paid_twice(self, mock):
        stats = mock.stats()
        self.assertEqual(stats["repeated_bodies"], 0, stats)

    def wait_for_lines(self, count, name="results.jsonl", seconds=30):
        end = time.monotonic() + seconds
        path = self.dir / name
        while time.monotonic() < end:
            if path.exists() and path.read_bytes().count(b"\n") >= count:
                return
            time.sleep(0.01)
        self.fail(f"fewer than {count} results after {seconds} s")

    def interrupt(self, process, number=signal.SIGINT):
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err


def normalised(text):
    """Takes out what differs from run to run: times, rates, ports, temporary folders."""
    text = re.sub(r"/\S*judge-test-\w+", "DIR", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "HOST", text)
    text = re.sub(r"\d+(\.\d+)? (ms|s|m|h)\b( \d+ [sm]\b)?", "TIME", text)
    return re.sub(r"[\d.,]+(?=( samples)?/s)", "RATE", text)
