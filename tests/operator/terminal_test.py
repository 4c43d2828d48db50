"""A terminal that is resized, shared with a shell, or gone."""

import fcntl
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

FRAME = re.compile(r"\x1b\[\?2026h(.*?)\x1b\[\?2026l", re.S)


class Screen:
    """The far end of a terminal, and all that came out of it."""

    def __init__(self, columns=100):
        self.master, self.slave = pty.openpty()
        self.resize(columns)
        self.text = ""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        try:
            while piece := os.read(self.master, 65536):
                self.text += piece.decode("utf-8", "replace")
        except OSError:
            pass  # nobody holds the other end

    def resize(self, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def frames(self, after=0):
        return FRAME.findall(self.text[after:])

    def wait_for_frames(self, count, after=0):
        end = time.monotonic() + 20
        while len(self.frames(after)) < count:
            assert time.monotonic() < end, self.text
            time.sleep(0.02)
        return self.frames(after)

    def hang_up(self):
        # A read that waits would keep it open.
        master, self.master = self.master, -1
        threading.Thread(target=os.close, args=(master,), daemon=True).start()


def widest(frame):
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", frame).replace("\r", "").split("\n")
    return max(map(len, lines))


class Terminal(JudgeTest):
    def start_on(self, screen, *arguments, **streams):
        def own_the_terminal():
            fcntl.ioctl(screen.slave, termios.TIOCSCTTY, 0)

        process = subprocess.Popen([JUDGE, *map(str, arguments)], cwd=self.dir, start_new_session=True,
                                   pass_fds=[screen.slave], preexec_fn=own_the_terminal,
                                   env=self.environment(TERM="xterm"),
                                   **{"stdin": screen.slave, "stdout": screen.slave,
                                      "stderr": screen.slave, **streams})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def slow_run(self, samples=60):
        mock = self.mock("--latency", "100ms")
        self.dataset(samples)
        return mock, self.config(mock, 2)

    def test_frames_fit_a_terminal_that_is_resized(self):
        _, config = self.slow_run()
        screen = Screen(100)
        process = self.start_on(screen, "run", config)
        self.wait_for_lines(2)
        self.assertTrue(any(widest(frame) > 60 for frame in screen.wait_for_frames(3)))
        screen.resize(40)
        time.sleep(0.3)  # a frame that was on its way
        before = len(screen.text)
        for frame in screen.wait_for_frames(5, before):
            self.assertLess(widest(frame), 40, repr(frame))
        self.assertEqual(process.wait(timeout=60), 0)

    def test_after_a_stop_it_draws_below_what_others_have_written(self):
        _, config = self.slow_run()
        screen = Screen()
        process = self.start_on(screen, "run", config)
        self.wait_for_lines(2)
        self.assertIn("\x1b[2A", screen.wait_for_frames(3)[-1])
        process.send_signal(signal.SIGSTOP)
        time.sleep(2)
        before = len(screen.text)
        process.send_signal(signal.SIGCONT)
        first, second, *_ = screen.wait_for_frames(3, before)
        self.assertNotRegex(first, "\x1b\\[\\d+A", "it would overwrite the shell's lines")
        self.assertIn("\x1b[2A", second)
        self.assertEqual(process.wait(timeout=60), 0)

    def test_a_terminal_that_goes_away_does_not_end_the_run(self):
        mock, config = self.slow_run()
        for streams in ({}, {"stdout": subprocess.DEVNULL}):
            with self.subTest(streams):
                screen = Screen()
                process = self.start_on(screen, "run", config, "--fresh", **streams)
                self.wait_for_lines(4)
                screen.wait_for_frames(2)
                text = config.read_text()  # half an edit: nobody asked for it to be taken over
                config.write_text(text.replace("max_connections = 2", "max_connections = 40"))
                os.close(screen.slave)
                screen.hang_up()
                status = process.wait(timeout=60)
                config.write_text(text)
                self.assertEqual(status, 0 if streams else 3)  # 3: the summary could not be shown
                self.assert_complete(60)
                # Other samples for the next round, so that they are asked anew.
                self.write("data.jsonl", (self.dir / "data.jsonl").read_text().replace("answer", "reply"))
        self.assertEqual(mock.stats()["requests"], 120)
        self.assertEqual(mock.stats()["peak_in_flight"], 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
