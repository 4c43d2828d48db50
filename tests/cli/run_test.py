"""`judge run` from outside: results, exit statuses, resume, interruption, refusals."""

import json
import os
import pathlib
import signal
import stat
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402


class Run(JudgeTest):
    def test_a_finished_run(self):
        mock = self.mock()
        self.dataset(50)
        config = self.config(mock)
        out, _ = self.judge("run", config, "--progress", "none", status=0)
        self.assertIn("results.jsonl", out)
        self.assert_complete(50)
        self.assertEqual(mock.stats()["answered"], 50)
        row = self.results()[0]
        self.assertEqual(list(row), ["id", "epoch", "index", "status", "output", "verdict", "judges",
                                     "generation", "usage", "cost_usd", "error", "metadata",
                                     "fingerprint", "finished_at", "crc32"])
        self.assertEqual(row["status"], "scored")
        self.assertEqual(row["verdict"]["score"], row["verdict"]["value"])
        self.assertTrue(1 <= row["verdict"]["value"] <= 10)
        self.assertEqual(list(row["judges"][0]), ["model", "value", "score", "text", "finish_reason",
                                                  "usage", "cost_usd", "attempts", "latency_ms", "stored"])
        self.assertIsNone(row["cost_usd"])  # no price was given: unknown is not 0
        self.assertIsNone(row["generation"])
        for name in ("results.jsonl", ".judge/store.db"):
            self.assertEqual(stat.S_IMODE((self.dir / name).stat().st_mode), 0o600, name)

    def test_running_it_again_asks_nothing(self):
        mock = self.mock()
        self.dataset(50)
        config = self.config(mock)
        self.judge("run", config, "--progress", "none", status=0)
        before = (self.dir / "results.jsonl").read_bytes()
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual((self.dir / "results.jsonl").read_bytes(), before)
        (self.dir / "results.jsonl").unlink()
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(50)
        self.assertTrue(all(row["judges"][0]["stored"] for row in self.results()))
        self.judge("run", config, "--fresh", "--progress", "none", status=0)
        self.assertTrue((self.dir / "results.jsonl.bak").exists())
        self.assertEqual(mock.stats()["requests"], 50)

    def test_a_large_dataset_is_checked_once_and_again_when_it_changes(self):
        mock = self.mock()
        self.dataset(10_000)
        config = self.config(mock, 64)
        time.sleep(0.5)  # a file that was just written is not trusted to be what its times say
        self.judge("run", config, "--progress", "none", status=0)
        index, = (self.dir / ".judge" / "datasets").iterdir()
        before = index.stat().st_mtime_ns
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual(index.stat().st_mtime_ns, before)
        self.assertEqual(mock.stats()["requests"], 10_000)

        rows = (self.dir / "data.jsonl").read_text().replace('"answer 4711"', '"answer 4712"')
        self.write("data.jsonl", rows)
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual(mock.stats()["requests"], 10_001)
        self.assert_complete(10_000)
        self.assertIn("answer 4712", {row["output"] for row in self.results() if row["id"] == "q4711"})
        index.write_bytes(b"damaged")
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual(mock.stats()["requests"], 10_001)

    def test_an_interrupted_run_goes_on(self):
        mock = self.mock("--latency", "50ms")
        self.dataset(200)
        config = self.config(mock, 4)
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            process = self.start("run", config, "--progress", "none")
            self.wait_for_lines(len(self.results()) + 20 if (self.dir / "results.jsonl").exists() else 20)
            code, out, _ = self.interrupt(process, number)
            self.assertEqual(code, status)
            self.assertIn("judge run", out)
            self.assertEqual(len(self.results()), mock.stats()["answered"])
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(200)
        self.assert_nothing_paid_twice(mock)
        self.assertEqual(mock.stats()["answered"], 200)
        self.assertLessEqual(mock.stats()["peak_in_flight"], 4)

    def test_a_second_signal_stops_at_once(self):
        mock = self.mock("--fail", "stall=1")
        self.dataset(20)
        config = self.config(mock, 4)
        process = self.start("run", config, "--progress", "none", "--set", "models.m.timeout.attempt=60s")
        while mock.stats()["in_flight"] < 1:
            pass
        process.send_signal(signal.SIGINT)
        code, _, _ = self.interrupt(process)
        self.assertEqual(code, 130)

    def test_faults_are_ridden_out(self):
        mock = self.mock("--latency", "5ms", "--rpm", "12000", "--burst", "20",
                         "--fail", "500=0.05,reset=0.03,garbage=0.03,empty=0.02")
        self.dataset(300)
        config = self.config(mock, 16)
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(300)
        self.assert_nothing_paid_twice(mock)

    def test_samples_that_cannot_be_scored_are_said_and_counted(self):
        mock = self.mock("--fail", "unreadable=1")
        self.dataset(10)
        config = self.config(mock)
        out, _ = self.judge("run", config, "--progress", "none", status=1)
        self.assertIn("no_verdict", out)
        for row in self.results():
            self.assertEqual(row["status"], "unscored")
            self.assertIsNone(row["verdict"])
            self.assertIsNone(row["judges"][0]["score"])
        self.judge("run", config, "--progress", "none", status=1)
        self.assertEqual(mock.stats()["requests"], 10)
        self.judge("run", config, "--progress", "none", "--retry-failed", status=1)
        self.assertEqual(mock.stats()["requests"], 20)

    def test_an_empty_answer_cut_by_length_fails_and_is_bought_once(self):
        mock = self.mock("--fail", "length=1")
        self.dataset(5)
        config = self.config(mock)
        self.judge("run", config, "--progress", "none", status=1)
        self.judge("run", config, "--progress", "none", status=1)
        self.assertEqual(mock.stats()["requests"], 5)
        row = self.results()[0]
        self.assertEqual(row["status"], "failed")
        self.assertEqual(row["error"]["code"], "length")
        self.assertIsNone(row["verdict"])

    def test_no_money_stops_the_run_and_it_goes_on_later(self):
        broke = self.mock("--fail", "billing=1")
        self.dataset(40)
        config = self.config(broke)
        out, _ = self.judge("run", config, "--progress", "none", status=3)
        self.assertIn("insufficient_quota", out)
        self.assertEqual(self.results(), [])

    def test_a_wrong_key_stops_the_run(self):
        mock = self.mock("--api-key", "sk-right-right-right")
        self.dataset(40)
        config = self.config(mock)
        key = "sk-wrong-wrong-wrong"
        out, err = self.judge("run", config, "--progress", "plain", "--set", 'models.m.api_keys="env:K"',
                              status=3, K=key)
        self.assertIn("every key is refused", out)
        self.assertNotIn(key, out + err)
        self.judge("run", config, "--progress", "none", "--set", 'models.m.api_keys="env:K"', status=0,
                   K="sk-right-right-right\n")

    def test_servers_without_response_format(self):
        for accepts in ("json_object", "text"):
            with self.subTest(accepts):
                mock = self.mock("--response-format", accepts)
                self.dataset(30, f"{accepts}.jsonl")
                config = self.config(mock, extra=f'[limits]\nmax_failures = "1%"\n')
                output = f"{accepts}-results.jsonl"
                self.judge("run", config, "--progress", "none", "--set", f"dataset.path={accepts}.jsonl",
                           "--set", f"run.output={output}", status=0)
                self.assertEqual(len(self.results(output)), 30)
                self.assertLessEqual(mock.stats()["by_status"].get("400", 0), 2)

    def test_a_second_process_is_refused_with_the_pid_of_the_first(self):
        mock = self.mock("--latency", "100ms")
        self.dataset(100)
        config = self.config(mock, 2)
        first = self.start("run", config, "--progress", "none")
        self.wait_for_lines(1)
        _, err = self.judge("run", config, "--progress", "none", status=2)
        self.assertIn(f"pid {first.pid}", err)
        self.interrupt(first)

    def test_limit_and_set(self):
        mock = self.mock()
        self.dataset(50)
        config = self.config(mock)
        self.judge("run", config, "--progress", "none", "--limit", "7", status=0)
        self.assertEqual(len(self.results()), 7)
        self.judge("run", config, "--progress", "none", "--set", "dataset.limit=9", status=0)
        self.assertEqual(len(self.results()), 9)
        self.assertEqual(mock.stats()["requests"], 9)

    def test_generation_then_judging(self):
        mock = self.mock()
        self.write("data.jsonl", "".join(json.dumps({"id": f"q{i}", "input": f"Say {i}"}) + "\n" for i in range(20)))
        config = self.config(mock, extra='[generate]\nmodels = ["m"]\nprompt = "Answer: {{input}}"\n')
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(20)
        self.assertEqual(mock.stats()["answered"], 40)
        row = self.results()[0]
        self.assertEqual(row["generation"]["model"], "m")
        self.assertTrue(row["output"])
        # Another judge prompt asks the judge again, and nobody for the answers.
        self.judge("run", config, "--progress", "none", "--set", 'judge.prompt="Anew, 1 to 10: {{output}}"', status=0)
        self.assertEqual(mock.stats()["answered"], 60)
        self.assertTrue((self.dir / "results.jsonl.bak").exists())

    def test_free_scorers_send_nothing(self):
        self.write("data.jsonl", '{"id":"a","output":"It is 42.","target":"42"}\n{"id":"b","output":"41","target":"42"}\n')
        config = self.write("judge.toml", '[run]\noutput = "results.jsonl"\n[dataset]\npath = "data.jsonl"\n'
                                          '[judge]\nmethod = "numeric"\n')
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual({row["id"]: row["verdict"]["score"] for row in self.results()}, {"a": 1, "b": 0})
        self.assertEqual(self.results()[0]["cost_usd"], 0)

    def test_progress_styles(self):
        mock = self.mock("--latency", "20ms")
        self.dataset(30)
        config = self.config(mock, 4)
        _, err = self.judge("run", config, "--progress", "json", status=0)
        events = [json.loads(line) for line in err.splitlines()]
        self.assertEqual(events[-1]["event"], "finished")
        self.assertEqual(events[-1]["done"], 30)
        _, err = self.judge("run", config, "--fresh", "--progress", "plain", status=0)
        self.assertIn("30/30", err)
        _, err = self.judge("run", config, "--fresh", "--progress", "none", status=0)
        self.assertEqual(err, "")

    def test_status(self):
        mock = self.mock("--fail", "unreadable=0.3")
        self.dataset(40)
        config = self.config(mock)
        out, _ = self.judge("status", config, status=1)
        self.assertIn("40", out)
        self.judge("run", config, "--progress", "none", status=1)
        before = (self.dir / "results.jsonl").read_bytes()
        out, _ = self.judge("status", config, status=1)
        unscored = sum(row["status"] == "unscored" for row in self.results())
        self.assertRegex(out, rf"unscored\s+{unscored}\b")
        self.assertEqual((self.dir / "results.jsonl").read_bytes(), before)

    def test_init_makes_something_that_runs(self):
        _, err = self.judge("init", "demo", status=0)
        self.assertIn("judge run demo/judge.toml", err)
        out, _ = self.judge("run", "demo/judge.toml", "--progress", "none", status=0)
        self.assertIn("demo/results.jsonl", out)
        self.judge("init", "demo", status=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
