"""Every dialect end to end: `judge` and `judge mock`, with limits, faults and keys."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
import dialects  # noqa: E402
from harness import JudgeTest  # noqa: E402

SAMPLES = 40


class Dialects(JudgeTest):
    def run_each(self, check, *options, retries=8):
        """Runs each dialect at one mock, but for those that this judge does not have."""
        mock = self.mock(*options)
        self.dataset(SAMPLES)
        for name in dialects.DIALECTS:
            with self.subTest(dialect=name):
                root = mock.base_url.removesuffix("/v1")
                self.write("judge.toml", dialects.config(name, root, retries))
                process = self.start("run", "judge.toml", "--fresh", "--progress", "none", "--set",
                                     f"run.store=store-{name}.db", **dialects.ENVIRONMENT)
                out, err = process.communicate(timeout=60)
                if dialects.is_unknown(err):
                    self.skipTest(f"this judge does not speak {name}")
                self.assertNotIn(dialects.KEY, out + err)
                check(process.returncode, out + err)
        return mock

    def all_scored(self, status, said):
        self.assertEqual(status, 0, said)
        self.assert_complete(SAMPLES)
        for line in self.results():
            self.assertEqual(line["status"], "scored")
            self.assertGreater(line["usage"]["input"], 10)
            self.assertGreater(line["usage"]["output"], 1)

    def test_every_answer_is_read_in_the_form_that_was_asked_for(self):
        mock = self.run_each(self.all_scored, "--api-key", dialects.KEY)
        self.assertEqual(list(mock.stats()["by_status"]), ["200"])

    def test_a_429_costs_no_sample_and_is_waited_for(self):
        mock = self.run_each(self.all_scored, "--rpm", "3000", "--burst", "4", "--no-headers", retries=0)
        self.assertGreater(mock.stats()["rate_limited"], 0)

    def test_faults_cost_no_sample(self):
        self.run_each(self.all_scored, "--fail",
                      "500=0.05,529=0.05,503=0.05,reset=0.05,garbage=0.05,empty=0.05", retries=20)

    def test_refusals_are_no_scores(self):
        def check(status, said):
            self.assertEqual(status, 1, said)
            for line in self.results():
                self.assertEqual((line["status"], line["verdict"]), ("unscored", None))
                # The model's own, or its provider's: some have only the latter.
                self.assertIn(line["unscored"][0]["reason"], ("refusal", "content_filter"))

        self.run_each(check, "--fail", "refusal=1")

    def test_an_empty_account_stops_the_run(self):
        def check(status, said):
            self.assertEqual(status, 3, said)
            self.assertFalse((self.dir / "results.jsonl").read_text())

        self.run_each(check, "--fail", "billing=1")

    def test_a_wrong_key_stops_the_run(self):
        def check(status, said):
            self.assertEqual(status, 3, said)

        self.run_each(check, "--api-key", "another-key")


if __name__ == "__main__":
    unittest.main()
