"""`judge models`: what each entry comes to, exactly, and nothing of a key or a header's value."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

CONFIG = """\
[dataset]
path = "data.jsonl"
[models.gpt]
model = "gpt-5-mini"
base_url = "https://api.example.com/v1/"
api_keys = ["env:ONE", "file:key.txt", "sk-literal-key-3"]
max_connections = "auto"
rpm = 3000
burst = 50
headers = { X-Org = "a-secret-value" }
params = { temperature = 0.0 }
timeout = { connect = "3s", attempt = "90s" }
hedge = { after = "p95", max = "2%" }
fallback = { models = ["local"], on = ["dead", "content_filter"] }
price = { input = 0.25, cached_input = 0.025, output = 2.0 }
[models.local]
model = "llama"
base_url = "http://127.0.0.1:8000/v1"
max_connections = 1
[models.spare]
provider = "mock"
[generate]
models = ["gpt"]
prompt = "Answer {{input}}"
[judge]
name = "quality"
method = "score"
models = ["gpt"]
prompt = "Grade {{output}}"
"""

TEXT = """\
gpt: gpt-5-mini at https://api.example.com/v1/chat/completions (openai)
  used by   generate, judge quality
  keys      3: env:ONE, file:key.txt, literal
  headers   X-Org (values are not shown)
  limits    up to 512 connections, found by trial from 16
            3,000 requests a minute and key (at once: 50)
            tokens a minute are learned from headers and 429s
  timeouts  3 s to connect, 1 m 30 s an attempt; answers of 33.6 MB at most
  retry     8 times, 0.5 s to 1 m 00 s apart; waits as told up to 10 m 00 s; gives up after 30 m 00 s of 429s alone
  hedge     beside what takes longer than p95, at most 2 % of the attempts
  price     $0.25 input, $0.025 cached input, $2.00 output a million tokens, by the config
  fallback  local, where its keys are dead or it declines a sample
  params    {"temperature":0.0}

local: llama at http://127.0.0.1:8000/v1/chat/completions (openai)
  used by   fallback of gpt
  keys      none: no key is sent
  limits    1 connection
            requests a minute are learned from headers and 429s
            tokens a minute are learned from headers and 429s
  timeouts  10 s to connect, 2 m 00 s an attempt; answers of 33.6 MB at most
  retry     8 times, 0.5 s to 1 m 00 s apart; waits as told up to 10 m 00 s; gives up after 30 m 00 s of 429s alone
  price     unknown: costs are not counted, and limits.usd cannot be kept

spare: mock-judge at a built-in mock
  used by   nothing
  keys      none: no key is sent
  limits    64 connections
            requests a minute are learned from headers and 429s
            tokens a minute are learned from headers and 429s
  timeouts  10 s to connect, 2 m 00 s an attempt; answers of 33.6 MB at most
  retry     8 times, 0.5 s to 1 m 00 s apart; waits as told up to 10 m 00 s; gives up after 30 m 00 s of 429s alone
  price     unknown: costs are not counted, and limits.usd cannot be kept
"""


class Models(JudgeTest):
    def setUp(self):
        super().setUp()
        self.dataset(1)
        self.write("key.txt", "sk-from-a-file-2\n").chmod(0o600)
        self.write("judge.toml", CONFIG)

    def models(self, *options):
        out, err = self.judge("models", "judge.toml", *options, status=0, ONE="sk-from-variable-1")
        for secret in ("sk-", "a-secret-value"):
            self.assertNotIn(secret, out + err)
        return out

    def test_as_text(self):
        self.assertEqual(self.models(), TEXT)

    def test_as_json(self):
        gpt, local, spare = json.loads(self.models("--format", "json"))
        self.assertEqual(gpt["url"], "https://api.example.com/v1/chat/completions")
        self.assertEqual(gpt["keys"], ["env:ONE", "file:key.txt", "literal"])
        self.assertEqual(gpt["headers"], ["X-Org"])
        self.assertEqual(gpt["limits"], {"max_connections": 512, "start": 16, "rpm": 3000, "burst": 50, "tpm": None,
                                         "token_burst": None})
        self.assertEqual(gpt["used_by"], ["generate", "judge quality"])
        self.assertEqual(local["price"], {"input": None, "cached_input": None, "output": None})
        self.assertEqual(local["limits"]["start"], None)
        self.assertEqual((spare["provider"], spare["url"], spare["used_by"]), ("mock", None, []))

    def test_overrides_and_refusals(self):
        self.assertIn("  limits    7 connections\n", self.models("--set", "models.gpt.max_connections=7"))
        _, err = self.judge("models", "judge.toml", status=2)
        self.assertIn("ONE", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
