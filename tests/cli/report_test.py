"""`judge report`: results files as tables, to the letter; it changes nothing."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

# Mean 7 and Student's t interval by hand; 3 of 4 by Wilson's formula.
SCORES = [7, 8, 5, 9, 6]
ABOUT = {"judge_results": 1, "name": "trivia", "samples": 8, "epochs": 1, "models": [],
         "judges": [{"name": "quality", "method": "score", "min": 1, "max": 10, "labels": {}, "models": ["gpt"]}]}


def line(sample, value=None, **more):
    score = None if value is None else float(value)
    verdict = None if value is None else {"value": value, "score": score, "explanation": ""}
    return {"id": sample, "epoch": 0, "index": 0, "status": "unscored" if value is None else "scored", "output": "so",
            "verdict": verdict, "judges": [], "metadata": {}, **more}


class Report(JudgeTest):
    maxDiff = None

    def results_file(self, lines, name="r.jsonl", about=None):
        self.write(name, "".join(json.dumps(each) + "\n" for each in lines))
        if about:
            self.write(name + ".about.json", json.dumps(about) + "\n")

    def scores(self):
        lines = [line(f"q{i}", score, metadata={"topic": "law" if i < 3 else "=art|x"})
                 for i, score in enumerate(SCORES)]
        lines.append(line("q5", unscored=[{"judge": "quality", "reason": "refusal", "detail": ""}]))
        lines.append(line("q6", status="failed"))
        self.results_file(lines, about=ABOUT)

    def report(self, *arguments, status=0, **environment):
        return self.judge("report", *arguments, status=status, **environment)

    def test_a_table(self):
        self.scores()
        out, err = self.report("r.jsonl")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge    n  mean   95 % interval  by  unscored  failed  worst to best case
  quality  5     7  5.037 to 8.963  t          1       1      5.286 to 7.857

Pending
  lines  expected  pending
      7         8        1
  The run is not done: go on with judge run.

Without a verdict
  judge    reason   count  of all lines
  quality  failed       1        14.3 %
  quality  refusal      1        14.3 %

Score and length of output (Spearman's correlation)
  judge    n
  quality  5
  quality: no correlation where there are fewer than 2 scores, or scores or lengths are all equal.
""")

    def test_json(self):
        self.scores()
        out, err = self.report("r.jsonl", "--format", "json", "--sheet", "metrics")
        self.assertEqual(err, "")
        sheet = json.loads(out)["metrics"]
        low, high = sheet["rows"][0].pop("interval")
        self.assertAlmostEqual(low, 5.036756838522436)
        self.assertAlmostEqual(high, 8.963243161477564)
        self.assertEqual(sheet, {"title": "Metrics", "remarks": [], "rows": [
            {"judge": "quality", "model": None, "group": None, "n": 5, "clusters": None, "mean": 7.0, "method": "t",
             "unscored": 1, "failed": 1, "bounds": [37 / 7, 55 / 7]}]})

    def test_csv(self):
        self.scores()
        out, err = self.report("r.jsonl", "--by", "topic", "--sheet", "metrics", "--format", "csv")
        header, *rows = out.splitlines()
        self.assertEqual(header, "judge,model,group,n,clusters,mean,interval_low,interval_high,method,unscored,failed,"
                                 "bounds_low,bounds_high")
        self.assertEqual([row.split(",")[2] for row in rows], ["law", "'=art|x", "(none)"])
        self.assertEqual(rows[2], "quality,,(none),0,,,,,,1,1,1,10")
        self.assertEqual(err, "")

    def test_what_csv_has_no_place_for_is_on_standard_error(self):
        self.results_file([line("a", 3)])
        out, err = self.report("r.jsonl", "--format", "csv", "--sheet", "metrics")
        self.assertEqual(out, "judge,model,group,n,clusters,mean,interval_low,interval_high,method,unscored,failed,"
                              "bounds_low,bounds_high\njudge,,,1,,3,,,,0,0,,\n")
        self.assertIn("metrics: 1 row has a single verdict: too few for an interval.\n", err)

    def test_markdown(self):
        self.results_file([line(i, value) for i, value in zip("abcd", (True, True, False, True))])
        out, _ = self.report("r.jsonl", "--format", "markdown", "--sheet", "metrics")
        self.assertEqual(out, """\
## Metrics

| judge | model | group | n | clusters | rate | 95 % interval | by | unscored | failed | worst to best case |
| --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |
| judge |  |  | 4 |  | 75.0 % | 30.1 to 95.4 % | Wilson | 0 | 0 |  |

- There is no r.jsonl.about.json beside it: what kind of verdicts they are is told from the verdicts, and the ends of \
scales are unknown.
""")

    def test_several_files_have_rows_of_their_own(self):
        self.scores()
        self.results_file([line("a", 3), line("b", 4)], "s.jsonl", about={**ABOUT, "samples": 2})
        out, _ = self.report("r.jsonl", "s.jsonl", "--sheet", "metrics")
        self.assertEqual(out, """\
Metrics
  file     judge    n  mean   95 % interval  by  unscored  failed  worst to best case
  r.jsonl  quality  5     7  5.037 to 8.963  t          1       1      5.286 to 7.857
  s.jsonl  quality  2   3.5      1 to 9.853  t          0       0                   -
""")

    def test_a_plot(self):
        self.scores()
        for language, point, bar in (("C.UTF-8", "●", "█"), ("C", "o", "#")):
            out, _ = self.report("r.jsonl", "--plot", "--sheet", "metrics", LC_ALL=language)
            plot = out.split("\n\n", 1)[1]
            self.assertIn(point, plot)
            self.assertIn(bar, plot)
            self.assertTrue(language != "C" or out.isascii())

    def test_a_bootstrap_is_the_same_for_the_same_seed(self):
        self.scores()
        runs = [self.report("r.jsonl", "--bootstrap", "500", "--seed", seed)[0] for seed in ("1", "1", "2")]
        self.assertIn("BCa bootstrap", runs[0])
        self.assertEqual(runs[0], runs[1])
        self.assertNotEqual(runs[0], runs[2])

    def test_bad_usage_and_bad_files(self):
        self.scores()
        self.write("bad.jsonl", '{"id":"a","status":"scored"}\nno JSON\n{"id":"b","status":"scored"}\n')
        for arguments, words in ((("nowhere.jsonl",), "nowhere.jsonl"), (("bad.jsonl",), "bad.jsonl:2:"),
                                 (("r.jsonl", "--by", "colour"), "--by colour"), (("r.jsonl", "--format", "xml"), "xml"),
                                 (("r.jsonl", "--judge", "nobody"), "it has quality"), ((), "RESULTS"),
                                 (("r.jsonl", "--sheet", "metric"), "they have metrics")):
            with self.subTest(arguments):
                out, err = self.report(*arguments, status=2)
                self.assertEqual(out, "")
                self.assertIn(words, err)


if __name__ == "__main__":
    unittest.main()
