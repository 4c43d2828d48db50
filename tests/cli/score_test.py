"""`judge score`: somebody else's verdicts by a mapping of fields; exactly these words for each kind of mapping."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402


class Score(JudgeTest):
    maxDiff = None

    def score(self, files, arguments, status=0):
        for name, text in files.items():
            self.write(name, text)
        return self.judge("score", *arguments.split(), status=status)

    def test_scores_on_a_scale_by_model_with_nulls(self):
        files = {"data.csv": "id,system,rating\n1,gpt,7\n2,gpt,9\n3,gpt,\n1,mini,4\n2,mini,11\n3,mini,6\n"}
        out, err = self.score(files, "data.csv --score rating --scale 1,10 --model system")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge   model  n  mean  95 % interval  by  unscored  failed  worst to best case
  rating  gpt    2     8        1 to 10  t          1       0      5.667 to 8.667
  rating  mini   2     5        1 to 10  t          1       0      3.667 to 6.667

Without a verdict
  judge   model  reason        count  of all lines
  rating  gpt    absent            1        33.3 %
  rating  mini   out_of_range      1        33.3 %
""")

    def test_labels_to_values_with_a_person_beside_the_judge(self):
        files = {"data.jsonl": "".join(f'{{"id":{i},"grade":"{g}","amy":"{h}"}}\n' for i, (g, h) in enumerate(
            [("good", "good"), ("good", "bad"), ("bad", "bad"), ("ok", "ok"), ("good", "good"), ("bad", "")]))}
        out, err = self.score(files, "data.jsonl --label grade --human amy --value good=1 --value ok=0.5 --value bad=0")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge  n    mean  95 % interval  by  unscored  failed
  grade  6  0.5833   0.06743 to 1  t          0       0

Labels
  judge  label  count   share   95 % interval
  grade  good       3  50.0 %  18.8 to 81.2 %
  grade  ok         1  16.7 %   3.0 to 56.4 %
  grade  bad        2  33.3 %   9.7 to 70.0 %

Means, had people rated all
  judge  person  both  judge only  judge's mean  person's mean  95 % interval  judge − person       95 % interval
  grade  amy        5           1        0.5833            0.5         0 to 1            +0.2  -0.3553 to +0.7553
  grade and amy: the person rated (nearly) all that the judge did; their own mean is the answer, and the judge has nothing to add.

Agreement
  rater  and  who               n   equal       κ      SE  95 % interval
  grade  amy  judge and person  5  80.0 %  0.6875  0.2712     0.156 to 1
  grade and amy have only 5 lines in common: far too few to tell much.

Agreement with people beside people's with each other
  who                pairs  mean equal  mean κ
  grade with people      1      80.0 %  0.6875
  One person rated these lines: how well people agree with each other is not known, and so not how well a judge can.

Krippendorff's α
  of                 metric   raters  lines  ratings       α  95 % interval
  people and judges  nominal       2      5       10  0.7097    -0.125 to 1

Labels by rater
  rater  good  ok  bad  no verdict
  grade     3   1    2           0
  amy       2   1    2           1

Judges' labels, people's as the truth
  judge  person  label  person says  judge says  precision   recall       F1
  grade  amy     good             2           3     66.7 %  100.0 %   80.0 %
  grade  amy     bad              2           1    100.0 %   50.0 %   66.7 %
  grade  amy     ok               1           1    100.0 %  100.0 %  100.0 %
  grade  amy     macro            5           5     88.9 %   83.3 %   82.2 %
""")

    def test_preferences_by_codes_rank_models(self):
        files = {"data.csv": "l,r,w\na,b,1\nb,c,1\nc,a,2\nb,a,1\nc,b,0\na,c,1\nc,a,1\na,b,\n"}
        out, err = self.score(files, "data.csv --prefer w --a l --b r --code tie=0")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Without a verdict
  judge  model  reason  count  of all lines
  w      a      absent      1        33.3 %

Models against each other
  by  model  against  n  wins  ties  losses  win rate   95 % interval
  w   a      b        2     1     0       1    50.0 %   9.5 to 90.5 %
  w   a      c        3     2     0       1    66.7 %  20.8 to 93.9 %
  w   b      c        2     1     1       0    75.0 %  0.0 to 100.0 %

Wins of the row over the column, by w; a tie is half
     a    b    c
  a  -    1    2
  b  1    -  1.5
  c  1  0.5    -

Bradley–Terry, by w
  model  n  strength  Elo points  95 % interval  score   95 % interval
  b      4    0.4404        1023  701.4 to 1407  53.33  15.21 to 91.21
  a      5    0.3855        1000              -     50               -
  c      5    0.1741       861.9  581.7 to 1204  31.11  8.258 to 76.36
  1 of 8 comparisons have no verdict and are left out.
  In 27 % of the bootstrap's replicates some models were not comparable, and those are left out: the intervals are too narrow.
  Baseline: a, at 1000 points; the score is how many of 100 comparisons with it are won.

Labels by rater
  rater  A  tie  B  no verdict
  w      5    1  1           1

Position bias
  Every pair was shown in one order only: position bias cannot be told (swap = "both").
""")

    def test_elo_on_request(self):
        files = {"data.csv": "l,r,w\na,b,left\nb,c,right\nc,a,draw\n"}
        out, err = self.score(files, "data.csv --prefer w --a l --b r --rank elo")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Models against each other
  by  model  against  n  wins  ties  losses  win rate    95 % interval
  w   a      b        1     1     0       0   100.0 %  20.7 to 100.0 %
  w   a      c        1     0     1       0    50.0 %                -
  w   b      c        1     0     0       1     0.0 %    0.0 to 79.3 %

Wins of the row over the column, by w; a tie is half
       a  b    c
  a    -  1  0.5
  b    0  -    0
  c  0.5  1    -

Elo, by w
  model  n  rating
  a      2    1002
  c      2    1002
  b      2     996
  Elo from 1000 with k = 4, a game a line: it depends on the lines' order and has no error bars; Bradley–Terry has neither fault.

Labels by rater
  rater  A  tie  B  no verdict
  w      1    1  1           0

Position bias
  Every pair was shown in one order only: position bias cannot be told (swap = "both").
""")

    def test_texts_in_both_orders_by_a_family(self):
        files = {"data.json": json.dumps({"pairs": [{"id": i, "g1": "So: " + x, "g2": y} for i, (x, y) in enumerate(
            [("[[A]]", "[[B]]"), ("[[A]]", "[[A]]"), ("[[C]]", "[[C]]"), ("no idea", "[[B]]")])]})}
        out, err = self.score(files, "data.json --text g1 --swapped g2 --family mt-bench-pair")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge  n  win rate   95 % interval  by  unscored  failed  worst to best case
  g1     3    66.7 %  0.0 to 100.0 %  t          1       0      50.0 to 75.0 %

Without a verdict
  judge  reason      count  of all lines
  g1     no_verdict      1        25.0 %

Wins
  judge  wins  ties  losses
  g1        1     2       0

Models against each other
  by  model  against  n  wins  ties  losses  win rate   95 % interval
  g1  a      b        3     1     2       0    66.7 %  0.0 to 100.0 %

Labels by rater
  rater  A  tie  B  no verdict
  g1     1    2  0           1

Position bias
  judge  by model  in both orders  consistent   95 % interval  calls decided  first wins   95 % interval
  g1     g1                     3      66.7 %  20.8 to 93.9 %              5      60.0 %  0.0 to 100.0 %
""")

    def test_logprobs_as_expected_scores(self):
        files = {"data.jsonl": '{"id":1,"l":{"4":-0.6931471805599453,"5":-0.6931471805599453}}\n{"id":2,"l":{"2":-0.01}}\n{"id":3,"l":null}\n'}
        out, err = self.score(files, "data.jsonl --logprobs l --scale 1,5")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge  n  mean  95 % interval  by  unscored  failed  worst to best case
  l      2  3.25         1 to 5  t          1       0        2.5 to 3.833

Without a verdict
  judge  reason  count  of all lines
  l      absent      1        33.3 %
""")

    def test_free_scorers_on_outputs(self):
        files = {"data.tsv": "id\toutput\ttarget\n1\tIt is 42.\t42\n2\t41\t42\n3\t42\t42\n4\tnone\t42\n"}
        out, err = self.score(files, "data.tsv --exact target --includes target --numeric target")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge     n    rate   95 % interval  by      unscored  failed
  exact     4  25.0 %   4.6 to 69.9 %  Wilson         0       0
  includes  4  50.0 %  15.0 to 85.0 %  Wilson         0       0
  numeric   4  50.0 %  15.0 to 85.0 %  Wilson         0       0

Agreement
  rater     and       who     n    equal    κ     SE  95 % interval
  exact     includes  judges  4   75.0 %  0.5  0.375    -0.235 to 1
  exact     numeric   judges  4   75.0 %  0.5  0.375    -0.235 to 1
  includes  numeric   judges  4  100.0 %    1      0         1 to 1
  exact and includes have only 4 lines in common: far too few to tell much.
  exact and numeric have only 4 lines in common: far too few to tell much.
  includes and numeric have only 4 lines in common: far too few to tell much.

Krippendorff's α
  of      metric   raters  lines  ratings       α  95 % interval
  judges  nominal       3      4       12  0.6857   0.08333 to 1

Labels by rater
  rater     true  false  no verdict
  exact        1      3           0
  includes     2      2           0
  numeric      2      2           0

Score and length of output (Spearman's correlation)
  judge     n  correlation      95 % interval
  exact     4      -0.5443  -0.9912 to 0.9033
  includes  4       0.2357    -0.941 to 0.977
  numeric   4       0.2357    -0.941 to 0.977
  Longer outputs may also be better ones: a correlation is no proof of bias.
""")

    def test_several_raters_with_gaps_a_row_each(self):
        files = {"data.csv": "item,who,label\n1,amy,x\n1,ben,x\n2,amy,y\n2,ben,x\n3,amy,x\n3,eve,x\n4,ben,y\n4,eve,y\n"}
        out, err = self.score(files, "data.csv --id item --human label --kind label --rater who")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Agreement
  rater  and  who     n    equal  κ  SE  95 % interval
  amy    ben  people  2   50.0 %  0   0         0 to 0
  amy    eve  people  1  100.0 %  -   -              -
  ben    eve  people  1  100.0 %  -   -              -
  amy and ben have only 2 lines in common: far too few to tell much.
  κ of amy and eve has no value: both gave one and the same verdict throughout.
  κ of ben and eve has no value: both gave one and the same verdict throughout.

Krippendorff's α
  of      metric   raters  lines  ratings       α  95 % interval
  people  nominal       3      4        8  0.5333   -0.1667 to 1

Labels by rater
  rater  x  y  no verdict
  amy    2  1           1
  ben    2  1           1
  eve    1  1           2
  The labels of amy, ben, eve have no values, so there is no mean; give them with --value LABEL=NUMBER.
""")

    def test_people_in_another_file_and_a_mapping_in_toml(self):
        files = {"judged.csv": "id,s\n" + "".join(f"{i},{(i * 7) % 5 + 1}\n" for i in range(12)),
                    "people.csv": "nr,grade\n" + "".join(f"{i},{(i * 7) % 5 + (i % 3 > 0)}\n" for i in range(6)),
                    "map.toml": 'score = "s"\nscale = [0, 6]\nhuman = "grade"\nhuman-file = "people.csv"\nhuman-id = "nr"\n'}
        out, err = self.score(files, "judged.csv --map map.toml")
        self.assertEqual(err, "")
        self.assertEqual(out, """\
Metrics
  judge   n   mean   95 % interval  by  unscored  failed
  s      12  2.833  1.901 to 3.765  t          0       0

Means, had people rated all
  judge  person  both  judge only  judge's mean  person's mean    95 % interval  estimate   95 % interval       λ  judge − person       95 % interval
  s      grade      6           6         2.833          2.333  0.2697 to 4.397     2.576  1.357 to 3.795  0.7282         +0.3333  -0.2086 to +0.8753
  The estimate holds if people rated samples drawn at random from all of them.

Agreement of scores
  rater  and    who               n   equal  second − first  κ linear      SE  κ quadratic       SE  Pearson r     95 % interval  Spearman ρ  Kendall τ-b
  s      grade  judge and person  6  66.7 %         -0.3333    0.8235  0.1037         0.94  0.03817     0.9758  0.7892 to 0.9975      0.9559       0.9286
  s and grade have only 6 lines in common: far too few to tell much.

Agreement with people beside people's with each other
  who            pairs  mean equal  mean κ  mean ρ
  s with people      1      66.7 %    0.94  0.9559
  One person rated these lines: how well people agree with each other is not known, and so not how well a judge can.
  κ is quadratic where verdicts are numbers.

Krippendorff's α
  of                 metric    raters  lines  ratings       α  95 % interval
  people and judges  ordinal        2      6       12  0.9161    0.4888 to 1
  people and judges  interval       2      6       12  0.9444    0.7755 to 1
""")

    def test_results_are_written_that_report_reads(self):
        files = {"data.csv": "id,l,r,p,q,amy\n1,gpt,mini,A,B,A\n2,gpt,mini,A,A,tie\n3,gpt,mini,B,A,\n"}
        out, _ = self.score(files, "data.csv --prefer p --swapped q --a l --b r --human amy --output out.jsonl "
                                   "--format json")
        scored = json.loads(out)
        row = self.results("out.jsonl")[0]
        self.assertEqual((row["id"], row["model"], row["status"], row["against"]["model"]),
                         ("1", "gpt", "scored", "mini"))
        self.assertEqual(row["verdict"], {"value": "A", "score": 1.0, "explanation": ""})
        self.assertEqual([call["order"] for call in row["judges"]], ["ab", "ba"])
        self.assertEqual((self.dir / "out.jsonl").stat().st_mode & 0o777, 0o600)
        report = json.loads(self.judge("report", "out.jsonl", "--format", "json", status=0)[0])
        self.assertEqual(report["position"], scored["position"])
        _, err = self.score(files, "data.csv --prefer p --output out.jsonl", status=2)
        self.assertIn("exists, and is not written over", err)

    def test_what_is_refused(self):
        files = {"data.csv": "id,grade,score\n1,good,7\n2,so so,x\n"}
        for arguments, words in (
                ("data.csv", "nothing says where the verdicts are; name a field with --score, --label, --prefer, "
                             "--text, --logprobs, --exact, --includes, --numeric or --human\n"),
                ("data.csv --score scor", 'data.csv: --score scor: the file has no such field, did you mean "score"?; '
                                          "there are: grade, id, score\n"),
                ("data.csv --score score", 'data.csv:3: field "score": "x" is no number; --null VALUE says that a '
                                           "value stands for no verdict, --text FIELD reads what judges write\n"),
                ("data.csv --label grade --value good=1",
                 'data.csv:3: field "grade": the label "so so" has no value: add --value so so=NUMBER, or --null so so '
                 "if it stands for no verdict\n")):
            with self.subTest(arguments):
                out, err = self.score(files, arguments, status=2)
                self.assertEqual(out, "")
                self.assertEqual(err, "judge: " + words)

    def test_a_text_from_outside_cannot_drive_the_terminal_or_a_spreadsheet(self):
        files = {"data.jsonl": json.dumps({"id": "1", "l": "\x1b[2J", "r": "=cmd()", "w": "A"}) + "\n"}
        out, _ = self.score(files, "data.jsonl --prefer w --a l --b r")
        self.assertNotIn("\x1b", out)
        out, _ = self.score(files, "data.jsonl --prefer w --a l --b r --format csv")
        self.assertIn("'=cmd()", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
