"""The README's configs for judging methods run as they stand."""

import json
import os
import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import SOURCE, JudgeTest  # noqa: E402

DATASET = '[dataset]\npath = "samples.jsonl"\n'
MODELS = "".join(f'[models.{name}]\nprovider = "mock"\nmock = {{ seed = {seed} }}\n'
                 for seed, name in enumerate(["gpt", "claude", "llama"]))


def blocks():
    """The TOML blocks of the section, each by the words in bold before it."""
    readme = (SOURCE / "README.md").read_text()
    section = readme[readme.index("## Judging methods"):readme.index("## Results")]
    pattern = r"\*\*([^*]+)\*\*(?:(?!```|\n\*\*).)*```toml\n(.*?)```"
    return re.findall(pattern, section, re.S)


def sample(i):
    return {"id": f"q{i}", "input": f"What is {i} + {i}?", "target": str(2 * i),
            "output": str(2 * i if i % 3 else i), "a": f"It is {2 * i}.", "b": f"I think {i}."}


def question(i):
    return {"question_id": i, "turns": [f"Name {i + 2} fruits.", "Now in capitals."],
            "reference": ["apple, pear", "APPLE, PEAR"]}


class Readme(JudgeTest):
    def project(self, number, block):
        folder = self.dir / str(number)
        shutil.copytree(SOURCE / "prompts", folder / "prompts")
        for name, make in (("samples.jsonl", sample), ("question.jsonl", question)):
            self.write(folder / name, "".join(json.dumps(make(i)) + "\n" for i in range(12)))
        return self.write(folder / "judge.toml", ("" if "[dataset]" in block else DATASET) + MODELS + block)

    def test_every_method_runs_and_is_reported(self):
        found = blocks()
        self.assertGreaterEqual(len(found), 8)
        for number, (name, block) in enumerate(found):
            with self.subTest(name):
                config = self.project(number, block)
                plan, _ = self.judge("plan", config, "--format", "json", status=0)
                self.judge("run", config, "--progress", "none", status=0)
                results = config.parent / "judge.results.jsonl"
                rows = [json.loads(line) for line in results.read_text().splitlines()]
                self.assertEqual(len(rows), json.loads(plan)["lines"])
                self.assertEqual({row["status"] for row in rows}, {"scored"})
                self.assertIn("Metrics", self.judge("report", results, status=0)[0])


if __name__ == "__main__":
    unittest.main()
