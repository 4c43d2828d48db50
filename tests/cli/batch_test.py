"""mode = "batch" against the mock's own batches: the real binary hands over, waits, is killed, and goes on."""

import json
import os
import pathlib
import signal
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

SAMPLES = 40


class Batch(JudgeTest):
    def batch_config(self, mock, mode="batch", extra=""):
        config = self.config(mock, extra=extra)
        text = config.read_text().replace('model = "mock-judge"', f'model = "mock-judge"\nmode = "{mode}"')
        config.write_text(text)
        return config

    def test_a_batch_scores_a_whole_run_and_nothing_is_asked_online(self):
        mock = self.mock("--batch-time", "1s")
        self.dataset(SAMPLES)
        config = self.batch_config(mock)
        _, err = self.judge("run", config, "--progress", "plain", status=0)
        self.assert_complete(SAMPLES)
        self.assertIn("a batch of 40 requests is handed over", err)
        self.assertEqual(mock.stats()["answered"], 0)
        self.judge("run", config, "--progress", "none", status=0)

    def test_killed_while_it_waits_it_takes_the_batch_over(self):
        mock = self.mock("--batch-time", "2s")
        self.dataset(SAMPLES)
        config = self.batch_config(mock)
        process = self.start("run", config, "--progress", "plain")
        for line in process.stderr:
            if "handed over" in line:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        _, err = self.judge("run", config, "--progress", "plain", status=0)
        self.assertNotIn("handed over", err)
        self.assert_complete(SAMPLES)

    def test_interrupted_it_says_that_batches_go_on(self):
        mock = self.mock("--batch-time", "1h")
        self.dataset(SAMPLES)
        config = self.batch_config(mock)
        process = self.start("run", config, "--progress", "plain")
        for line in process.stderr:
            if "handed over" in line:
                break
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn("go on at the provider", err)

    def test_what_expires_or_fails_is_asked_again(self):
        mock = self.mock("--batch-time", "100ms", "--batch-fail", "line=0.2")
        self.dataset(SAMPLES)
        config = self.batch_config(mock, "hybrid")
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(SAMPLES)
        self.assertGreater(mock.stats()["answered"], 0)

    def test_by_hand_with_files(self):
        mock = self.mock()
        self.dataset(SAMPLES)
        config = self.config(mock)
        out, _ = self.judge("export", config, "--openai-batch", self.dir / "requests.jsonl", status=0)
        self.assertIn("requests.jsonl: 40 requests to m", out)
        requests = self.dir / "requests.jsonl"
        self.assertEqual(requests.stat().st_mode & 0o777, 0o600)
        answers = []
        for line in requests.read_text().splitlines():
            request = json.loads(line)
            self.assertEqual(request["url"], "/v1/chat/completions")
            content = json.dumps({"explanation": "fine", "score": 7})
            body = {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
            answers.append({"custom_id": request["custom_id"], "error": None,
                            "response": {"status_code": 200, "body": body}})
        answers[0]["response"] = {"status_code": 400, "body": {"error": {"code": "x", "message": "no"}}}
        lines = [json.dumps(answer) for answer in answers]
        self.write("output.jsonl", "\n".join(lines + ["no line of anything"]) + "\n")
        out, _ = self.judge("import", config, self.dir / "output.jsonl", status=1)
        self.assertEqual(out.splitlines()[:3], [
            "39 answers stored",
            "1 lines hold an error, no answer: judge run asks those online",
            "1 lines are none of a batch's output: left out"])
        out, _ = self.judge("import", config, self.dir / "output.jsonl", status=1)
        self.assertIn("0 answers stored\n39 lines answer no call that is still to be made: left out", out)
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(SAMPLES)
        self.assertEqual(mock.stats()["answered"], 1)
        _, err = self.judge("export", config, "--openai-batch", requests, status=0)
        self.assertFalse(err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
