"""Standard streams that are closed, full or gone: nothing is lost by them, and no file gets what is printed."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

COMMANDS = ("run judge.toml --progress plain", "status judge.toml", "plan judge.toml", "report results.jsonl",
            "compare results.jsonl results.jsonl", "score results.jsonl --score cost_usd", "--help", "run --help",
            "run nowhere.toml", "nonsense")


class Streams(JudgeTest):
    def setUp(self):
        super().setUp()
        self.server = self.mock()
        self.dataset(30)
        path = self.config(self.server, 4)
        path.write_text(path.read_text().replace("[models.m]", '[models.m]\napi_keys = "sk-literal-literal"'))

    def shell(self, line, **more):
        return subprocess.run(["bash", "-c", line], cwd=self.dir, text=True, capture_output=True, timeout=60,
                              env=self.environment(J=JUDGE), **more)

    def assert_sound(self):
        self.assert_complete(30)
        check = subprocess.run([sys.executable, "-c", "import sqlite3, sys\n"
                                "print(sqlite3.connect(sys.argv[1]).execute('pragma integrity_check').fetchone()[0])",
                                str(self.dir / ".judge" / "store.db")], capture_output=True, text=True)
        self.assertEqual(check.stdout, "ok\n", check.stderr)
        json.loads((self.dir / "results.jsonl.about.json").read_text())
        self.assertEqual(self.server.stats()["requests"], 30)

    def test_closed_streams_are_nobodys_file(self):
        for closed in (">&-", "2>&-", "<&- >&- 2>&-", "<&- >&-"):
            with self.subTest(closed):
                done = self.shell(f"exec $J run judge.toml --fresh --progress plain {closed}")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assert_sound()

    def test_a_full_standard_output_is_told_and_the_run_is_whole(self):
        done = self.shell("$J run judge.toml --progress none > /dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("judge: cannot write to standard output: No space left on device", done.stderr)
        self.assert_sound()
        self.assertEqual(self.shell("$J run judge.toml --progress none").returncode, 0)
        self.assert_sound()

    def test_a_full_or_closed_standard_error_changes_no_status(self):
        statuses = {}
        for command in COMMANDS:
            statuses[command] = self.shell(f"$J {command}").returncode
        for stream in ("2> /dev/full", "2>&-", "2> >(exit 0)"):
            for command in COMMANDS:
                with self.subTest(command + stream):
                    self.assertEqual(self.shell(f"$J {command} {stream}").returncode, statuses[command])
        self.assert_sound()

    def test_a_reader_that_has_gone_is_no_error(self):
        self.shell("$J run judge.toml --progress none")
        for command in COMMANDS:
            with self.subTest(command):
                expected = self.shell(f"$J {command}").returncode
                done = self.shell(f"$J {command} | (exec <&-; sleep 0.1); exit ${{PIPESTATUS[0]}}")
                self.assertNotIn("bug", done.stderr)
                self.assertEqual(done.returncode, expected, done.stderr)
        done = self.shell("$J run judge.toml --fresh | head -1; exit ${PIPESTATUS[0]}")
        self.assertEqual((done.returncode, done.stdout.count("\n")), (0, 1), done.stderr)
        self.assert_sound()


if __name__ == "__main__":
    unittest.main(verbosity=2)
