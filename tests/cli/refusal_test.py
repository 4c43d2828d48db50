"""What is refused before anything is sent: exit status 2, and exactly these words."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest, normalised  # noqa: E402


class Refusal(JudgeTest):
    def refused(self, *arguments):
        out, err = self.judge(*arguments, status=2)
        self.assertEqual(out, "")
        return normalised(err)

    def test_every_problem_of_a_config_at_once(self):
        self.write("bad.toml", '[run]\nepoch = 3\n[dataset]\npath = "missing.jsonl"\n[models.m]\nmodel = "x"\n'
                               'base_url = "http://localhost"\nrpm = -1\n[judge]\nmethod = "scores"\nmodels = ["n"]\n'
                               'prompt = "{{output}}"\n')
        err = self.refused("run", "bad.toml")
        self.assertEqual(err, """\
bad.toml:2:1: run.epoch: unknown key, did you mean "epochs"?
bad.toml:4:8: dataset.path: no such file: "missing.jsonl"
bad.toml:8:7: models.m.rpm: must be more than 0
bad.toml:10:10: judge.method: there is no method "scores", did you mean "score"?
bad.toml:11:11: judge.models.0: there is no model "n"; there are: m
judge: 5 problems in the config; nothing was sent.
""")

    def test_a_dataset_that_lacks_what_the_prompt_needs(self):
        mock = self.mock()
        self.dataset(3)
        config = self.config(mock)
        err = self.refused("run", config, "--set", 'judge.prompt="{{output}} {{reference}}"', "--progress", "none")
        self.assertIn("{{reference}}", err)
        self.assertIn("q0", err)
        self.assertEqual(mock.stats()["requests"], 0)

    def test_duplicate_ids_name_both_lines(self):
        mock = self.mock()
        self.write("data.jsonl", '{"id":"a","input":"","output":""}\n{"id":"b","input":"","output":""}\n'
                                 '{"id":"a","input":"","output":""}\n')
        err = self.refused("run", self.config(mock), "--progress", "none")
        self.assertIn("data.jsonl:3", err)
        self.assertRegex(err, r"line 1\b")
        self.assertEqual(mock.stats()["requests"], 0)

    def test_a_broken_row_names_file_and_line(self):
        mock = self.mock()
        self.write("data.jsonl", '{"id":"a","input":"","output":""}\n{"id":"b",\n')
        err = self.refused("run", self.config(mock), "--progress", "none")
        self.assertIn("data.jsonl:2", err)

    def test_bad_usage(self):
        for arguments in ((), ("fly",), ("run",), ("run", "a.toml", "--progres", "bar"), ("run", "a.toml", "--limit", "0")):
            with self.subTest(arguments):
                self.assertIn("--help", self.refused(*arguments))

    def test_a_missing_config(self):
        self.assertIn("nowhere.toml", self.refused("run", "nowhere.toml"))


class Help(JudgeTest):
    def test_help_fits_a_screen_and_is_what_the_golden_file_says(self):
        for command in ([], ["run"], ["plan"], ["status"], ["doctor"], ["models"], ["report"], ["compare"], ["score"], ["init"], ["mock"]):
            name = "help" + "".join("-" + word for word in command) + ".txt"
            with self.subTest(name):
                out, _ = self.judge(*command, "--help", status=0)
                golden = pathlib.Path(__file__).parent / "golden" / name
                if os.environ.get("JUDGE_GOLDEN") == "write":
                    golden.parent.mkdir(exist_ok=True)
                    golden.write_text(out)
                self.assertEqual(out, golden.read_text())
                self.assertLessEqual(len(out.splitlines()), 32)
                self.assertLessEqual(max(map(len, out.splitlines())), 110)

    def test_version(self):
        for command in ([], ["run"], ["mock"]):
            out, _ = self.judge(*command, "--version", status=0)
            self.assertRegex(out, r"^judge \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
