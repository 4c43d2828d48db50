"""`judge compare`: what two results files or models share, and whether they differ."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

# Student's sleep data: R gives 1.58, 0.7001142 to 2.4598858, p = 0.002833.
DEXTRO = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
LAEVO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def line(number, score, epoch=1, **more):
    verdict = None if score is None else {"value": score, "score": float(score), "explanation": ""}
    row = {"id": f"q{number}", "epoch": epoch, "status": "scored", "input": "", "output": "",
           "verdict": verdict, **more}
    if score is None:
        row |= {"status": "unscored", "unscored": [{"judge": "judge", "reason": "refusal"}]}
    return row


def judge_of(method="score", low=-10, high=10, models=("m",)):
    return {"name": "judge", "method": method, "min": low, "max": high, "labels": {}, "models": list(models)}


class Compare(JudgeTest):
    maxDiff = None

    def file(self, name, lines, judge=None, models=(), epochs=1):
        self.write(name, "".join(json.dumps(each) + "\n" for each in lines))
        about = {"judge_results": 1, "name": name, "samples": len(lines), "epochs": epochs,
                 "models": list(models), "judges": [judge or judge_of()]}
        self.write(name + ".about.json", json.dumps(about))

    def sleep(self):
        self.file("a.jsonl", [line(i, x) for i, x in enumerate(DEXTRO)])
        self.file("b.jsonl", [line(i, x) for i, x in reversed(list(enumerate(LAEVO)))] +
                  [line(10, 3), line(11, 4)])

    def compare(self, *arguments, status=0):
        out, err = self.judge("compare", *arguments, status=status)
        self.assertEqual(err == "", status == 0, err)
        return out if status == 0 else err

    def sheets(self, *arguments):
        return json.loads(self.compare(*arguments, "--format", "json"))

    def test_exactly_these_words(self):
        self.sleep()
        self.assertEqual(self.compare("a.jsonl", "b.jsonl", "--flips", "2"), """\
Comparison
  judge  baseline  candidate   n  baseline's  candidate's  difference     95 % interval      p  test      p (sign flip)
  judge  a.jsonl   b.jsonl    10        0.75         2.33       +1.58  +0.7001 to +2.46  0.003  paired t          0.004
  b.jsonl scores 1.58 higher than a.jsonl on the scale from -10 to 10 (95 % interval 0.70 to 2.46; p = 0.003, paired t test): more than chance. This n could have seen 1.09.
  10 lines (id and epoch) are in both; 0 only in a.jsonl and 2 only in b.jsonl are left out.

Effect and power
  judge  candidate   n  effect (d_z)  seen with 80 %  lines for this one
  judge  b.jsonl    10        +1.285            1.09                   5

Flips
  judge  candidate  id  epoch  baseline's  candidate's  difference
  judge  b.jsonl    q8      1  0           4.6                +4.6
  judge  b.jsonl    q1      1  -1.6        0.8                +2.4
  9 of 10 verdicts by judge differ between a.jsonl and b.jsonl; 2 of them are listed.
""")

    def test_rates_nulls_and_mcnemar(self):
        truth = judge_of("exact", 0, 1, ())
        pairs = [(True, True)] * 50 + [(True, False)] * 6 + [(False, True)] * 16 + [(False, False)] * 26
        pairs += [(None, True), (False, None)]
        for name, side in (("a.jsonl", 0), ("b.jsonl", 1)):
            self.file(name, [line(i, pair[side]) for i, pair in enumerate(pairs)], truth)
        self.assertEqual(self.compare("a.jsonl", "b.jsonl"), """\
Comparison
  judge  baseline  candidate   n  baseline's  candidate's  difference         95 % interval  at worst, at best      p  test     p (sign flip)
  judge  a.jsonl   b.jsonl    98      57.1 %       67.3 %      +0.102  +0.008801 to +0.1953      +0.1 to +0.12  0.052  McNemar          0.053
  b.jsonl scores 10.2 points higher than a.jsonl (95 % interval 0.9 to 19.5; p = 0.052, McNemar's exact test): the difference could be chance. This n could have seen 13.2 points; a difference as small takes about 164 lines.
  All 100 lines (id and epoch) are in both a.jsonl and b.jsonl.

Effect and power
  judge  candidate   n  effect (d_z)  only baseline  only candidate   odds  seen with 80 %  lines for this one
  judge  b.jsonl    98       +0.2194              6              16  2.667          0.1316                 164

Nulls
  judge  compared with  null in  reason   lines
  judge  b.jsonl        a.jsonl  refusal      1
  judge  b.jsonl        b.jsonl  refusal      1
  2 of 100 lines shared with b.jsonl are null on one side or both and not compared; whatever they would have been, over all shared lines the difference lies between 10.0 and 12.0 points.
""")

    def test_models_of_one_file(self):
        lines = [line(i, base + shift, model=model)
                 for i, base in enumerate(DEXTRO)
                 for model, shift in (("large", i % 3), ("small", 0), ("huge", LAEVO[i] - base))]
        self.file("results.jsonl", lines, models=("small", "large", "huge"))
        rows = self.sheets("results.jsonl")["comparison"]["rows"]
        self.assertEqual([(row["baseline"], row["candidate"]) for row in rows],
                         [("small", "large"), ("small", "huge")])
        self.assertAlmostEqual(rows[1]["difference"], 1.58)
        self.assertAlmostEqual(rows[1]["interval"][0], 0.7001142, 6)
        self.assertAlmostEqual(rows[1]["p"], 0.002833, 6)
        # Differences 0, 1, 2, 0, …, 0: mean 0.9, sd 0.875595; t = 3.25042; p by Simpson's rule.
        self.assertAlmostEqual(rows[0]["p"], 0.0099907, 6)
        self.assertAlmostEqual(rows[0]["p_holm"], 0.0099907, 6)
        self.assertAlmostEqual(rows[1]["p_holm"], 2 * 0.002833, 5)
        self.assertAlmostEqual(rows[1]["p_benjamini_hochberg"], 2 * 0.002833, 5)
        [row] = self.sheets("--models", "large,small", "results.jsonl")["comparison"]["rows"]
        self.assertEqual((row["baseline"], row["candidate"], row["p_holm"]), ("large", "small", None))
        self.assertIn("or a second model", self.compare("results.jsonl", "--models", "small,small", status=2))

    def test_clusters(self):
        """Ten samples copied: told that the copies belong together, they weigh as ten."""
        for name, scores in (("a.jsonl", DEXTRO), ("b.jsonl", LAEVO)):
            self.file(name, [line(10 * copy + i, x, metadata={"origin": i})
                             for copy in range(3) for i, x in enumerate(scores)])
        [row] = self.sheets("a.jsonl", "b.jsonl")["comparison"]["rows"]
        self.assertGreater(row["interval"][0], 1)
        sheets = self.sheets("a.jsonl", "b.jsonl", "--cluster", "metadata.origin")
        self.assertAlmostEqual(sheets["comparison"]["rows"][0]["interval"][0], 0.7001142, 6)
        self.assertIn("The 30 lines are of 10 samples or clusters; those of one are not taken for independent.",
                      sheets["comparison"]["remarks"])

    def test_formats(self):
        self.sleep()
        table, err = self.judge("compare", "a.jsonl", "b.jsonl", "--format", "csv", status=0)
        self.assertEqual(table.splitlines()[0],
                         "sheet,judge,baseline,candidate,n,baseline_mean,candidate_mean,difference,interval_low,"
                         "interval_high,bounds_low,bounds_high,p,test,p_holm,p_benjamini_hochberg,p_sign_flip")
        self.assertIn("comparison: b.jsonl scores 1.58 higher than a.jsonl", err)
        self.assertIn("## Comparison", self.compare("a.jsonl", "b.jsonl", "--format", "markdown"))

    def test_hostile_names_are_shown_and_not_obeyed(self):
        lines = [line(i, i % 3, model=model) for i in range(9) for model in ("\x1b[31mred", "=cmd()")]
        for each in lines:
            each["id"] = "\x1b]0;" + each["id"]
        self.file("results.jsonl", lines, models=("\x1b[31mred", "=cmd()"))
        out = self.compare("results.jsonl", "--flips", "3")
        self.assertNotIn("\x1b", out)
        self.assertIn("\\x1b[31mred", out)

    def test_doubts_are_voiced(self):
        self.file("a.jsonl", [line(i, x) for i, x in enumerate(DEXTRO)])
        self.file("b.jsonl", [line(i, x) for i, x in enumerate(LAEVO)], judge_of(high=5, models=["n"]))
        remarks = self.sheets("a.jsonl", "b.jsonl")["comparison"]["remarks"]
        self.assertEqual(remarks[1:3], [
            "judge: the scales differ: -10 to 10 in a.jsonl, -10 to 5 in b.jsonl; their difference means little.",
            "judge: the judge's models differ: m in a.jsonl, n in b.jsonl; a difference may be theirs as well as "
            "the outputs'."])

    def test_what_cannot_be_compared_is_refused(self):
        self.sleep()
        self.file("c.jsonl", [line(i, 1) for i in range(20, 23)])
        self.file("d.jsonl", [], models=["m"])
        for arguments, words in (
                (("a.jsonl", "./a.jsonl"), "a.jsonl and ./a.jsonl are the same file"),
                (("a.jsonl", "c.jsonl"), 'no id and epoch is in both (ids such as "q0" and "q20")'),
                (("a.jsonl",), "name a second results file"),
                (("a.jsonl", "d.jsonl"), "d.jsonl: has no lines"),
                (("a.jsonl", "e.jsonl"), "e.jsonl: there is no such file"),
                (("a.jsonl", "b.jsonl", "--judge", "jugde"), 'did you mean "judge"?'),
                (("a.jsonl", "b.jsonl", "--models", "x"), "--models x: a.jsonl has no lines of it"),
                (("a.jsonl", "b.jsonl", "--cluster", "topic"), "--cluster topic"),
                (("a.jsonl", "b.jsonl", "--level", "95"), "--level")):
            with self.subTest(arguments):
                self.assertIn(words, self.compare(*arguments, status=2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
