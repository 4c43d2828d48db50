"""Datasets and configs that are edited between runs, or under one."""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402


def rows(numbers, answer="answer"):
    return [{"id": f"q{i}", "input": f"question {i}", "output": f"{answer} {i}"} for i in numbers]


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


class Edited(JudgeTest):
    def run_over(self, content, config):
        self.write("data.jsonl", jsonl(content))
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual({row["id"]: row["output"] for row in self.results()},
                         {row["id"]: row["output"] for row in content})
        self.assertEqual(len(self.results()), len(content))

    def test_between_runs_only_what_is_new_is_asked(self):
        mock = self.mock()
        config = self.config(mock)
        asked = 0

        def expect(more, content):
            nonlocal asked
            asked += more
            self.run_over(content, config)
            self.assertEqual(mock.stats()["requests"], asked)

        first = rows(range(40))
        expect(40, first)
        expect(0, first[::-1])                                    # another order costs nothing
        expect(3, rows(range(3), "other") + first[3:])            # changed rows are asked again
        expect(0, first[10:])                                     # removed rows leave the results
        expect(5, rows(range(40, 45)) + first[20:])               # added rows are asked
        expect(0, first)                                          # and what was there once is never paid again
        renamed = [{**row, "id": "r" + row["id"]} for row in first]
        expect(0, renamed)                                        # an id shapes no answer

    def slow_run(self, content, path):
        for name in ("results.jsonl", ".judge"):
            subprocess.run(["rm", "-rf", self.dir / name], check=True)
        self.mocked = self.mock("--latency", "30ms")
        if path.endswith(".gz"):
            (self.dir / path).write_bytes(gzip.compress(content.encode()))
        else:
            self.write(path, content)
        config = self.config(self.mocked, 8)
        process = self.start("run", config, "--progress", "none", "--set", f"dataset.path={path}")
        self.wait_for_lines(5)
        return config, process

    def check_stop(self, process):
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, out + err)
        self.assertRegex(out, r"Stopped early: .*/data\.\S+ ")
        ids = [row["id"] for row in self.results()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_under_a_run_another_content_is_never_answered_in_a_samples_place(self):
        # Large enough that most of it has not been read when the first rows are answered.
        before = rows(range(1500), "answer " * 300)
        table = "id,input,output\n" + "".join(",".join(row.values()) + "\n" for row in before)
        was = {row["id"]: row["output"] for row in before}
        for path, content, after in (
                ("data.jsonl", jsonl(before), jsonl(before[::-1])),
                ("data.jsonl", jsonl(before), jsonl(before[:4])),
                ("data.jsonl", jsonl(before), ""),
                ("data.csv", table, table.replace("answer", "riposte")),
                ("data.csv", table, table[:20_000]),
                ("data.json", json.dumps(before), json.dumps(before[::-1]))):
            with self.subTest(path=path, bytes_after=len(after)):
                config, process = self.slow_run(content, path)
                with open(self.dir / path, "r+") as file:  # in place, as an editor or a script may
                    file.write(after)
                    file.truncate()
                self.check_stop(process)
                self.assertTrue(all(row["output"] == was[row["id"]] for row in self.results()))
                self.assertLess(len(self.results()), 1500)

    def test_a_file_moved_into_its_place_is_taken_by_the_next_run(self):
        before = rows(range(300))
        config, process = self.slow_run(jsonl(before), "data.jsonl")
        self.write("next.jsonl", jsonl(rows(range(150), "other")))
        os.replace(self.dir / "next.jsonl", self.dir / "data.jsonl")
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual({row["output"] for row in self.results()}, {row["output"] for row in before})
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual({row["output"] for row in self.results()}, {f"other {i}" for i in range(150)})

    def test_a_config_edited_under_a_run_is_for_the_next_one(self):
        mock = self.mock("--latency", "30ms")
        self.dataset(80)
        config = self.config(mock, 2, extra='[generate]\nmodels = ["m"]\nprompt = "Answer: {{input}}"\n')
        process = self.start("run", config, "--progress", "none")
        self.wait_for_lines(10)
        config.write_text(config.read_text().replace("Grade this answer", "Judge this answer"))
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(mock.stats()["requests"], 160)
        _, err = self.judge("run", config, "--progress", "plain", status=0)
        self.assertIn("80 results lines were of another config or dataset and are replaced", err)
        self.assertEqual(mock.stats()["requests"], 240)  # the judge anew, the candidate not
        config.write_text(config.read_text().replace('model = "mock-judge"', 'model = "another"'))
        self.judge("run", config, "--progress", "none", status=0)
        self.assertEqual(mock.stats()["requests"], 400)  # both anew


class Stopped(JudgeTest):
    def test_the_status_of_a_run_that_knows_enough(self):
        mock = self.mock()
        self.dataset(3000)
        config = self.config(mock, 32)
        config.write_text(config.read_text().replace("[run]", "[run]\nstop_when = { half_width = 1.0 }"))
        out, _ = self.judge("run", config, "--progress", "none", status=0)
        self.assertIn("The run stopped after", out)
        asked = mock.stats()["requests"]
        self.assertLess(asked, 2000)
        out, _ = self.judge("status", config, status=0)
        self.assertRegex(out, r"The run stopped after [\d,]+ of 3,000 samples, taken in random order: the mean is")
        self.assertNotIn("go on", out)
        # A narrower interval is not reached by what is there.
        out, _ = self.judge("status", config, "--set", "run.stop_when.half_width=0.01", status=1)
        self.assertNotIn("The run stopped after", out)
        self.assertIn("Run the same command again to go on", out)
        self.assertEqual(mock.stats()["requests"], asked)

    def test_failed_samples_alone_do_not_stop_the_next_run(self):
        mock = self.mock("--fail", "length=0.5")
        self.dataset(60)
        config = self.config(mock)
        self.judge("run", config, "--progress", "none", status=1)
        failed = sum(row["status"] == "failed" for row in self.results())
        self.assertGreater(failed, 12)
        out, _ = self.judge("run", config, "--progress", "none", status=1)
        self.assertNotIn("Stopped early", out)
        self.assertEqual(len(self.results()), 60)


if __name__ == "__main__":
    unittest.main(verbosity=2)
