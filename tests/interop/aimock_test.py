"""`judge` against a mock that somebody else wrote, in every dialect it has, with that mock's faults."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import packages

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
import dialects  # noqa: E402
from harness import JudgeTest  # noqa: E402

SAMPLES = 30


class Aimock:
    def __init__(self, chaos):
        self.process = subprocess.Popen(packages.node("aimock.mjs", json.dumps(chaos)), text=True,
                                        stdout=subprocess.PIPE, env=packages.environment())
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class AgainstAimock(JudgeTest):
    @classmethod
    def setUpClass(cls):
        packages.install()

    def setUp(self):
        super().setUp()
        self.dataset(SAMPLES)

    def run_each(self, chaos, retries, check):
        """Runs every dialect against such a server, but for those that this judge does not have."""
        aimock = Aimock(chaos)
        self.addCleanup(aimock.close)
        for name in dialects.DIALECTS:
            with self.subTest(dialect=name):
                self.write("judge.toml", dialects.config(name, aimock.url, retries))
                process = self.start("run", "judge.toml", "--fresh", "--progress", "none", "--set",
                                     f"run.store=store-{name}.db", **dialects.ENVIRONMENT)
                out, err = process.communicate(timeout=50)
                if dialects.is_unknown(err):
                    self.skipTest(f"this judge does not speak {name}")
                check(process.returncode, out + err)

    def test_every_answer_and_its_usage_is_understood(self):
        def check(status, said):
            self.assertEqual(status, 0, said)
            self.assert_complete(SAMPLES)
            for line in self.results():
                self.assertEqual(line["verdict"]["value"], 7)
                usage = line["judges"][0]["usage"]
                self.assertEqual((usage["input"], usage["output"]), (1000, 50))

        self.run_each({}, 3, check)

    def test_its_faults_and_limits_cost_no_sample(self):
        def check(status, said):
            self.assertEqual(status, 0, said)
            self.assert_complete(SAMPLES)
            self.assertGreater(sum(line["judges"][0]["attempts"] for line in self.results()), SAMPLES)

        chaos = {"dropRate": 0.1, "malformedRate": 0.1, "disconnectRate": 0.1, "rateLimitRate": 0.02}
        self.run_each(chaos, 30, check)

    def test_where_nothing_gets_through_nothing_is_made_up(self):
        for chaos in ({"dropRate": 1}, {"malformedRate": 1}, {"disconnectRate": 1}):
            def check(status, said):
                self.assertIn(status, (1, 3), said)
                self.assertFalse([line for line in self.results() if line["status"] != "failed"], said)

            self.run_each(chaos, 1, check)


if __name__ == "__main__":
    unittest.main()
