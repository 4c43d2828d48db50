"""What judge says its calls have cost is what @pydantic/genai-prices says of their usage."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import packages

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

MODELS = [("gpt-5-mini", "openai"), ("gpt-4o-mini", "openai"), ("gemini-2.5-flash", "google")]


class Prices(JudgeTest):
    @classmethod
    def setUpClass(cls):
        packages.install()

    def genai_prices(self, model, provider, usages):
        request = self.write("usages.json",
                             json.dumps({"model": model, "provider": provider, "usages": usages}))
        done = subprocess.run(packages.node("prices.mjs", request), capture_output=True, text=True,
                              timeout=30, env=packages.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def run_long_prompts(self, model, price):
        """Prompts that begin alike and are long enough to be cached; (exit status, what it said)."""
        rows = [{"id": f"q{i}", "input": "x" * 6000 + f" {i}", "output": "y" * i * 100} for i in range(30)]
        self.write("data.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        config = self.config(self.mock("--prompt-cache"), permits=2).read_text()
        prompt = "Grade this answer from 1 to 10. <output>{{output}}</output>"
        for old, new in ((f"{prompt} Question: {{{{input}}}}", f"{{{{input}}}} {prompt}"),
                         ("mock-judge", model), ("[judge]", f"{price}\n[judge]")):
            self.assertIn(old, config)
            config = config.replace(old, new)
        self.write("judge.toml", config)
        process = self.start("run", "judge.toml", "--fresh", "--progress", "none")
        out, err = process.communicate(timeout=50)
        return process.returncode, out + err

    def assert_costs(self, model, provider):
        lines = self.results()
        usages = [line["usage"] for line in lines]
        self.assertTrue(any(usage["cached_input"] for usage in usages))
        costs = self.genai_prices(model, provider, [
            {"input_tokens": usage["input"], "cache_read_tokens": usage["cached_input"],
             "output_tokens": usage["output"]} for usage in usages])["costs"]
        for line, cost in zip(lines, costs, strict=True):
            self.assertAlmostEqual(line["cost_usd"], cost, delta=1e-12)

    def test_prices_of_a_config(self):
        for model, provider in MODELS:
            with self.subTest(model=model):
                prices = self.genai_prices(model, provider, [])["prices"]
                status, said = self.run_long_prompts(
                    model, f'price = {{ input = {prices["input_mtok"]}, cached_input = '
                    f'{prices["cache_read_mtok"]}, output = {prices["output_mtok"]} }}')
                self.assertEqual(status, 0, said)
                self.assert_costs(model, provider)

    def test_prices_of_a_file_in_the_form_of_litellms(self):
        table = {"sample_spec": {"input_cost_per_token": "prose"}}
        for model, provider in MODELS:
            prices = self.genai_prices(model, provider, [])["prices"]
            table[model] = {"litellm_provider": provider, "mode": "chat",
                            "input_cost_per_token": prices["input_mtok"] / 1e6,
                            "cache_read_input_token_cost": prices["cache_read_mtok"] / 1e6,
                            "output_cost_per_token": prices["output_mtok"] / 1e6}
        self.write("prices.json", json.dumps(table))
        for model, provider in MODELS:
            with self.subTest(model=model):
                status, said = self.run_long_prompts(model, 'price_file = "prices.json"')
                if status == 2 and '"price_file"' in said:
                    self.skipTest("this judge reads no price_file")
                self.assertEqual(status, 0, said)
                self.assert_costs(model, provider)


if __name__ == "__main__":
    unittest.main()
