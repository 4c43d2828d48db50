"""order = "prefix" against a mock that has a prompt cache."""

import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

DOCUMENTS, QUESTIONS = 8, 6


class Prefix(JudgeTest):
    def library(self):
        rows = [{"id": f"d{d}-q{q}", "input": f"question {q}", "output": f"answer {d} {q}",
                 "document": " ".join(f"{d}:{i}" for i in range(1500))}
                for d in range(DOCUMENTS) for q in range(QUESTIONS)]
        random.Random(3).shuffle(rows)
        self.write("data.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def by_prefix(self, mock):
        config = self.config(mock)
        text = config.read_text().replace("[run]\n", '[run]\norder = "prefix"\n')
        config.write_text(text.replace('prompt = "', 'prompt = "{{document}} '))
        return config

    def test_each_document_is_paid_for_once(self):
        mock = self.mock("--prompt-cache", "--latency", "20ms")
        self.library()
        config = self.by_prefix(mock)
        out, err = self.judge("run", config, "--progress", "json", status=0)
        rows = self.results()
        self.assertEqual(len(rows), DOCUMENTS * QUESTIONS)
        for document in range(DOCUMENTS):
            cached = [row["usage"]["cached_input"] for row in rows if row["id"].startswith(f"d{document}-")]
            self.assertEqual(cached.count(0), 1, cached)
            self.assertTrue(all(tokens == 0 or tokens >= 1024 for tokens in cached), cached)
        total = sum(row["usage"]["cached_input"] for row in rows)
        self.assertIn(f"of them {total:,} cached", out)
        self.assertIn(f"of them {total:,} cached", self.judge("status", config)[0])
        events = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
        self.assertEqual(events[-1]["cached_input_tokens"], total)

    def test_the_order_may_be_changed_between_runs(self):
        mock = self.mock()
        self.library()
        config = self.by_prefix(mock)
        self.judge("run", config, "--progress", "none", status=0)
        self.judge("run", config, "--set", "run.order=dataset", "--progress", "none", status=0)
        (self.dir / "results.jsonl").unlink()
        self.judge("run", config, "--set", "run.order=dataset", "--progress", "none", status=0)
        self.assertEqual(mock.stats()["requests"], DOCUMENTS * QUESTIONS)


if __name__ == "__main__":
    unittest.main()
