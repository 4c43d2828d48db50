"""The machine, the folders, and what is said on the way."""
import datetime
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench"
BUILD = ROOT / "build" / "bench"
SCRATCH = BUILD / "run"

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = CORES[0]
CLIENT_CORE = CORES[-1]
WIDE = len(CORES) > 1

STARTED = time.monotonic()
BINARIES = [ROOT / "build" / "release"]  # where judge and its bench's programs are; --binaries


def program(name):
    return BINARIES[-1] / name


class Unable(Exception):
    """Why a case or a peer could not be measured: goes into the table."""


def say(text):
    print(f"bench: {time.monotonic() - STARTED:4.0f} s  {text}", file=sys.stderr, flush=True)


def prepare():
    """Folders, as many descriptors as allowed, and the driver itself out of the client's way."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.sched_setaffinity(0, {SERVER_CORE})


def need_descriptors(count):
    have = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if have < count:
        raise Unable(f"needs {count:,} open files, the limit is {have:,}")


def need_disk(gigabytes):
    status = os.statvfs(BUILD)
    free = status.f_bavail * status.f_frsize / 1e9
    if free < gigabytes:
        raise Unable(f"needs {gigabytes} GB below build/bench, {free:.0f} GB are free")


def _commit():
    told = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"],
                          capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 1e6
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "cpu": names[0] if names else platform.machine(),
        "cores": len(CORES),
        "memory_gb": round(memory, 1),
        "kernel": platform.release(),
        "load": os.getloadavg()[0],
        "client_core": CLIENT_CORE,
        "server_core": SERVER_CORE,
    }
