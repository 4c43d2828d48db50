"""Keys that cannot be read, or can be by everybody."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

KEY = "sk-0123456789-abcdefgh"


class Keys(JudgeTest):
    def setUp(self):
        super().setUp()
        self.server = self.mock()
        self.dataset(3)
        self.toml = self.config(self.server)
        self.toml.chmod(0o600)
        self.write("key", KEY + "\n").chmod(0o600)

    def run_with(self, keys, status):
        text = self.toml.read_text().split("\n")
        text = [line for line in text if not line.startswith("api_keys")]
        text.insert(text.index("[models.m]") + 1, f"api_keys = {keys}")
        self.toml.write_text("\n".join(text))
        out, err = self.judge("run", self.toml, "--progress", "none", status=status)
        self.assertNotIn(KEY, out + err)
        err = err.replace(f"{self.dir}/", "")
        if status == 2:
            self.assertRegex(err, r"^judge\.toml:7:\d+: models\.m\.api_keys(\.1)?: ")
            self.assertIn("nothing was sent", err)
            self.assertEqual(self.server.stats()["requests"], 0)
        return err

    def test_a_key_file_that_cannot_be_used(self):
        self.assertIn('the key file "missing": no such file', self.run_with('"file:missing"', 2))
        (self.dir / "folder").mkdir()
        self.assertIn('the key file "folder": is a directory', self.run_with('"file:folder"', 2))
        self.write("empty", "\n").chmod(0o600)
        self.assertIn('the key file "empty" is empty', self.run_with('"file:empty"', 2))
        self.write("two", f"{KEY}\n{KEY}x\n").chmod(0o600)
        self.assertIn('the key file "two" contains a control character', self.run_with('["file:key", "file:two"]', 2))
        self.assertEqual(self.run_with('"file:key"', 0), "")

    @unittest.skipIf(os.geteuid() == 0, "root may read every file")
    def test_a_key_file_that_may_not_be_read(self):
        (self.dir / "key").chmod(0)
        self.assertIn('the key file "key": cannot be read: Permission denied', self.run_with('"file:key"', 2))

    def test_a_key_that_others_can_read(self):
        for mode in (0o640, 0o604):
            (self.dir / "key").chmod(mode)
            self.assertIn('warning: judge.toml:7:12: models.m.api_keys: the key file "key" can be read by other '
                          "users: chmod 600 it", self.run_with('"file:key"', 0))
        literal = self.run_with(f'"{KEY}"', 0)
        self.assertIn("a key as it stands is known to whoever reads it: write", literal)
        self.toml.chmod(0o644)
        literal = self.run_with(f'"{KEY}"', 0)
        self.assertIn("known to whoever reads it, and other users can read this file (chmod 600): write", literal)

    def test_the_same_key_twice_is_used_once(self):
        err = self.run_with('["file:key", "file:key"]', 0)
        self.assertIn("is the same key again: it is used once", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
