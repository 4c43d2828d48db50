"""SIGHUP: a running batch takes over what its config says now."""

import json
import os
import pathlib
import signal
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402


class Reload(JudgeTest):
    def run_and_change(self, mock, change, after=10):
        """Starts a slow run, changes its config, says so; returns the events of `--progress json`."""
        self.dataset(120)
        config = self.config(mock, 2)
        process = self.start("run", config, "--progress", "json")
        self.wait_for_lines(after)
        change(config)
        process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, err)
        self.assert_complete(120)
        self.assert_nothing_paid_twice(mock)
        return [json.loads(line) for line in err.splitlines()]

    def test_a_raised_limit_is_used(self):
        mock = self.mock("--latency", "100ms")
        events = self.run_and_change(mock, lambda _: self.config(mock, 40))
        self.assertIn({"event": "limit", "model": "m", "from": 2, "to": 40, "cause": "config"}, events)
        self.assertIn({"event": "notice", "text": "config read again: model m: max_connections 2 → 40"}, events)
        self.assertGreater(mock.stats()["peak_in_flight"], 20)

    def test_a_new_key_is_used_and_never_shown(self):
        mock = self.mock("--latency", "50ms")
        self.write("key", "sk-the-new-key-0123456789\n").chmod(0o600)

        def add_key(config):
            config.write_text(config.read_text().replace("[models.m]", '[models.m]\napi_keys = "file:key"'))

        events = self.run_and_change(mock, add_key)
        notices = [event["text"] for event in events if event["event"] == "notice"]
        self.assertEqual(notices, ["config read again: model m: 1 key, 1 of them new"])
        for path in self.dir.rglob("*"):
            if path.is_file() and path.name != "key":
                self.assertNotIn(b"sk-the-new-key", path.read_bytes(), path)

    def test_a_broken_config_is_told_and_ignored(self):
        mock = self.mock("--latency", "50ms")
        events = self.run_and_change(mock, lambda config: config.write_text("[run]\nouput = 1\n"))
        notices = [event["text"] for event in events if event["event"] == "notice"]
        self.assertEqual(len(notices), 1)
        self.assertIn("the config is not taken over: ", notices[0])
        self.assertIn("judge.toml:2:1: run.ouput: unknown key, did you mean", notices[0])


if __name__ == "__main__":
    unittest.main()
