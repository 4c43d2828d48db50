"""`judge plan`: what a run would send, to the request; it sends nothing and writes nothing."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

GENERATE = '[generate]\nmodels = ["m"]\nprompt = "Answer in a word: {{input}}"\n'
PRICED = ("--set", "models.m.price={input=1.0, output=4.0}",
          "--set", "models.m.params={max_completion_tokens=100}")


class Plan(JudgeTest):
    maxDiff = None

    def plan(self, *arguments, status=0):
        out, _ = self.judge("plan", "judge.toml", "--format", "json", *arguments, status=status)
        return json.loads(out)

    def files(self):
        return sorted((str(path.relative_to(self.dir)), path.stat().st_mtime_ns, path.stat().st_size)
                      for path in self.dir.rglob("*"))

    def run_judge(self, *arguments):
        self.judge("run", "judge.toml", "--progress", "none", *arguments, status=0)

    def test_exactly_these_words(self):
        mock = self.mock()
        self.dataset(100)
        self.config(mock, permits=8, extra='[limits]\nusd = 0.03\ndeadline = "1h"\n')
        out, err = self.judge("plan", "judge.toml", *PRICED, "--set", "models.m.rpm=120", "--latency", "1s", status=0)
        self.assertEqual(err, "")
        self.assertEqual(out, """\
judge: 100 samples, 100 results lines, 100 of 100 calls left

  stage  model  calls  left  input tokens      output tokens  cost
  judge  m        100   100  16.4 k to 26.2 k  10 k           $0.056 to $0.066

  cost    $0.056 to $0.066 for the calls left
  time    51 s under the stated limits (simulated call by call)
  binds   rpm of m (120 a minute): without it 13 s
          max_connections of m does not bind from 2 on (8 configured)
  limits  limits.usd = $0.03 stops it after about 53.2 % of the calls left
          limits.deadline = 1 h 00 m is enough

  judge by m: fewer than 30 stored answers; assumed 4 characters a token, 100 tokens an answer (2.5 and 100 at worst)
  judge by m: a call takes 1 s (--latency)

Request 1: judge, sample q0, to model m
  [
    {
      "role": "user",
      "content": "Grade this answer from 1 to 10. <output>answer 0</output> Question: question 0\\n\\nReply with one JSON object and nothing else. First explain in a few sentences, then give your verdict:\\n{\\"explanation\\": \\"...\\", \\"score\\": NUMBER}\\nNUMBER is a whole number on the scale from 1 to 10."
    }
  ]

Request 2: judge, sample q1, to model m
  [
    {
      "role": "user",
      "content": "Grade this answer from 1 to 10. <output>answer 1</output> Question: question 1\\n\\nReply with one JSON object and nothing else. First explain in a few sentences, then give your verdict:\\n{\\"explanation\\": \\"...\\", \\"score\\": NUMBER}\\nNUMBER is a whole number on the scale from 1 to 10."
    }
  ]
""")
        self.assertEqual(mock.stats()["requests"], 0)

    def test_it_writes_nothing_before_and_after_a_run(self):
        mock = self.mock()
        self.dataset(40)
        self.config(mock)
        before = self.files()
        self.plan()
        self.assertEqual(self.files(), before)
        self.run_judge("--limit", "20")
        asked = mock.stats()["requests"]
        before = self.files()
        self.plan()
        self.assertEqual(self.files(), before)
        self.assertEqual(mock.stats()["requests"], asked)

    def test_the_calls_left_are_those_that_a_run_then_makes(self):
        mock = self.mock("--response-format", "json_object")
        self.dataset(60)
        self.config(mock, extra=GENERATE)
        self.run_judge("--limit", "35")
        plan = self.plan()
        self.assertEqual([(row["stage"], row["calls"], row["left"]) for row in plan["calls"]],
                         [("generate", 60, 25), ("judge", 60, 25)])
        self.assertEqual(plan["lines_done"], 35)
        before = mock.stats()["requests"]
        self.run_judge()
        self.assertEqual(mock.stats()["requests"] - before, plan["calls_left"])
        self.assertEqual(self.plan()["calls_left"], 0)
        # Without the results, the store still answers everything.
        (self.dir / "results.jsonl").unlink()
        self.assertEqual(self.plan()["calls_left"], 0)
        # Another judge prompt: only the judge is asked again.
        plan = self.plan("--set", 'judge.prompt="How good is {{output}}?"')
        self.assertEqual([row["left"] for row in plan["calls"]], [0, 60])

    def test_stored_answers_are_a_pilot(self):
        mock = self.mock("--latency", "20ms")
        self.dataset(400)
        self.config(mock, permits=32)
        assumed = self.plan(*PRICED)["calls"][0]
        self.assertTrue(assumed["assumed"])
        self.run_judge(*PRICED, "--limit", "100")
        row = self.plan(*PRICED)["calls"][0]
        self.assertEqual((row["left"], row["stored_answers"], row["assumed"]), (300, 100, False))
        self.assertEqual(row["latency_from"], "stored")
        self.assertGreaterEqual(row["latency_ms"], 20)
        self.run_judge(*PRICED)
        lines = self.results()[100:]
        for field, estimate in (("input", row["input_tokens"]), ("output", row["output_tokens"])):
            spent = sum(line["usage"][field] for line in lines)
            width = estimate["high"] - estimate["low"]
            self.assertLess(width, 0.2 * estimate["expected"])
            self.assertAlmostEqual(spent, estimate["expected"], delta=0.03 * spent)
        cost = sum(line["cost_usd"] for line in lines)
        self.assertAlmostEqual(cost, row["cost_usd"]["expected"], delta=0.1 * cost)

    def test_the_time_is_that_of_the_limits(self):
        mock = self.mock()
        self.dataset(2000)
        self.config(mock, permits=50)
        connections = self.plan("--latency", "1s")["time"]
        self.assertEqual((connections["binds"], connections["enough_connections"]), ("connections", None))
        self.assertAlmostEqual(connections["duration_ms"], 40_000, delta=1_500)
        rpm = self.plan("--latency", "1s", "--set", "models.m.rpm=600")["time"]
        self.assertEqual((rpm["binds"], rpm["model"]), ("rpm", "m"))
        self.assertAlmostEqual(rpm["duration_ms"], 200_000, delta=4_000)
        self.assertAlmostEqual(rpm["enough_connections"], 10, delta=1)
        tpm = self.plan("--latency", "1s", "--set", "models.m.tpm=400000")
        tokens = sum(tpm["calls"][0][kind]["expected"] for kind in ("input_tokens", "output_tokens"))
        self.assertEqual(tpm["time"]["binds"], "tpm")
        self.assertAlmostEqual(tpm["time"]["duration_ms"], tokens / 400_000 * 60_000, delta=4_000)
        few = self.plan("--latency", "1s", "--limit", "50", "--set", "models.m.rpm=600000")["time"]
        self.assertEqual(few["binds"], "latency")

    def test_more_calls_than_are_simulated(self):
        mock = self.mock()
        self.dataset(50_000)
        self.config(mock, permits=100)
        time = self.plan("--latency", "2s")["time"]
        self.assertEqual(time["simulated_calls"], 20_000)
        self.assertAlmostEqual(time["duration_ms"], 1_000_000, delta=10_000)

    def test_a_panel_compares_with_what_another_model_writes(self):
        mock = self.mock()
        model = f'base_url = "{mock.base_url}"\nmax_connections = 8\n'
        self.write("judge.toml", f"""[dataset]
path = "data.jsonl"
[models.m]
model = "m"
{model}[models.n]
model = "n"
{model}[models.other]
model = "other"
{model}{GENERATE}
[[judge]]
name = "pair"
method = "pairwise"
models = ["m", "n"]
votes = 2
against = "other"
prompt = "{{{{input}}}}: {{{{a}}}} or {{{{b}}}}?"
[[judge]]
name = "gate"
method = "includes"
[[judge]]
name = "grade"
method = "score"
models = ["n"]
gate = "gate"
repair = 1
prompt = "{{{{input}}}}: {{{{output}}}}"
""")
        self.write("data.jsonl", "".join(json.dumps({"id": f"q{i}", "input": f"question {i}", "target": "no such words"})
                                         + "\n" for i in range(20)))
        plan = self.plan()
        self.assertEqual([(row["stage"], row["model"], row["left"], row["gate_undecided"]) for row in plan["calls"]],
                         [("generate", "m", 20, 0), ("generate", "other", 20, 0), ("pair", "m", 80, 0),
                          ("pair", "n", 80, 0), ("grade", "n", 20, 20)])
        self.assertEqual(plan["time"]["simulated_calls"], 220)
        out, _ = self.judge("plan", "judge.toml", status=0)
        self.assertIn("grade by n: 20 calls at most: of outputs not written yet, those that pass the gate", out)
        self.assertIn("grade by n: where no verdict can be read it is asked for once more (repair)", out)
        self.judge("run", "judge.toml", "--progress", "none")
        self.assertGreaterEqual(mock.stats()["requests"], 220)
        self.assertEqual(self.plan()["calls_left"], 0)

    def test_nothing_to_ask(self):
        self.write("data.jsonl", '{"id":"a","output":"x","target":"x"}\n')
        self.write("judge.toml", '[dataset]\npath = "data.jsonl"\n[judge]\nmethod = "exact"\n')
        out, _ = self.judge("plan", "judge.toml", status=0)
        self.assertEqual(out, "judge: 1 sample, 1 results line, no calls: no model is asked\n")

    def test_identical_requests_are_one_call(self):
        mock = self.mock()
        self.dataset(50)
        self.config(mock)
        self.assertEqual(self.plan("--set", 'judge.prompt="Always {{! }} the same"')["calls_left"], 1)

    def test_what_a_run_refuses_is_refused(self):
        mock = self.mock()
        self.dataset(3)
        self.config(mock)
        for arguments, said in ((("--set", 'judge.prompt="{{reference}}"'), "{{reference}}"),
                                (("--set", "limits.usd=1.0"), "limits.usd"),
                                (("--set", "run.epoch=2"), "did you mean"),
                                (("--latency", "soon"), "--latency soon")):
            with self.subTest(arguments):
                out, err = self.judge("plan", "judge.toml", *arguments, status=2)
                self.assertEqual(out, "")
                self.assertIn(said, err)

    def test_hostile_text_reaches_no_terminal(self):
        mock = self.mock()
        self.write("data.jsonl", json.dumps({"id": "\x1b[31m", "input": "\u202e\x9b", "output": "\x1b]0;x\x07"}) + "\n")
        self.config(mock)
        out, _ = self.judge("plan", "judge.toml", status=0)
        for character in "\x1b\x07\x9b\u202e":
            self.assertNotIn(character, out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
