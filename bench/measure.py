"""Runs a program on the client's core, and says what it cost: all of its threads, and its children."""
import fcntl
import os
import pty
import resource
import select
import shlex
import statistics
import struct
import subprocess
import termios
import threading
import time
from dataclasses import dataclass

from host import CLIENT_CORE, SCRATCH, Unable

COMMANDS = {}  # what was run, in its first form
RUNS = []  # all of them, in order


@dataclass
class Run:
    wall: float  # seconds, from its start to its end
    cpu: float  # seconds, user + sys
    peak_mb: float  # resident, at most
    started_ns: int  # CLOCK_MONOTONIC
    output: str
    drawn: int = 0  # bytes, on the terminal


def run(command, label, *, environment=None, timeout=300, terminal=False, statuses=(0,)):
    """`terminal`: its stderr is a pseudo-terminal of 120 columns that somebody reads."""
    command = ["taskset", "-c", str(CLIENT_CORE), *map(str, command)]
    COMMANDS.setdefault(label, shlex.join(command))
    with open(SCRATCH / "stdout", "w+b") as out, open(SCRATCH / "stderr", "w+b") as err:
        screen = Screen() if terminal else None
        began = time.monotonic_ns()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=screen.slave if screen else err,
                                   env={**os.environ, **(environment or {})})
        try:
            usage, status, peak = _wait(process, timeout)
        except BaseException:  # the driver is to end
            process.kill()
            raise
        wall = (time.monotonic_ns() - began) / 1e9
        if screen:
            screen.close()
        if status is None:
            raise Unable(f"{label}: not done after {timeout} s")
        out.seek(0), err.seek(0)
        output = out.read().decode(errors="replace")
        if status not in statuses:
            said = (err.read().decode(errors="replace") or output).strip().splitlines()
            raise Unable(f"{label}: exit {status}: {said[-1][:200] if said else 'silent'}")
    done = Run(wall, usage.ru_utime + usage.ru_stime, peak * 1024 / 1e6, began, output,
               screen.drawn if screen else 0)
    RUNS.append({"what": label, "wall_s": round(done.wall, 4), "cpu_s": round(done.cpu, 4),
                 "peak_rss_mb": round(done.peak_mb, 2)})
    return done


def _wait(process, timeout):
    """Its usage, its status (None: it had to be ended) and its peak in kB.

    The kernel's ru_maxrss of a child is at least what the driver had when it forked, so a small
    child's own high-water mark is read while it runs; what grows in its last 20 ms may be missed.
    """
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    poll = select.poll()
    handle = os.pidfd_open(process.pid)
    poll.register(handle, select.POLLIN)
    deadline = time.monotonic() + timeout
    seen, late = 0, False
    while not poll.poll(20):
        seen = max(seen, _high_water(process.pid))
        if time.monotonic() > deadline and not late:
            late = True
            process.kill()
    os.close(handle)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss if usage.ru_maxrss > ours else seen
    return usage, None if late else process.returncode, peak


def _high_water(pid):
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith("VmHWM"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


class Screen:
    """A pseudo-terminal, and a thread that reads what is drawn on it."""

    def __init__(self):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.drawn = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        try:
            while chunk := os.read(self.master, 65536):
                self.drawn += len(chunk)
        except OSError:
            pass  # Linux' way to say that the other end is closed

    def close(self):
        os.close(self.slave)
        self.reader.join(5)
        os.close(self.master)


def median(runs, figure):
    return statistics.median(figure(run) for run in runs)


def spread(runs, figure):
    """Half of the range over the median: ± this much."""
    values = [figure(run) for run in runs]
    return (max(values) - min(values)) / 2 / statistics.median(values)
