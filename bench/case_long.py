"""What takes longer than a quarter of an hour together: a million samples, resumed; 2 GB, all but done."""
import os
import shutil
import time

from host import SCRATCH, Unable, need_disk, say
from peers import judge
from servers import Lean
from work import Work, dataset

DONE = 1_000_000
NEW = 10
WAIT = 3600


def million(report, _):
    need_disk(6)
    whole = dataset(DONE + NEW)
    try:
        with Lean() as server:
            work = Work(server.url, whole, DONE)
            say("million: 10,000 samples")
            small = judge(work, "--limit", "10000", name="small")
            say(f"million: {DONE:,} samples (minutes)")
            large = judge(work, "--limit", DONE, name="million", timeout=WAIT)
            report.target("million", "RSS at 1,000,000 samples ÷ at 10,000",
                          large.peak_mb / small.peak_mb, (1.1,),
                          f"{large.peak_mb:.1f} MB ÷ {small.peak_mb:.1f} MB")
            _again(report, server, work)
    finally:
        whole.unlink()
        _clear("million")


def _again(report, server, work):
    server.stats()
    idle = judge(work, "--limit", DONE, name="million", fresh=False, timeout=WAIT)
    _expect(server.stats()["requests"], 0)
    report.target("million", "resume with nothing left", idle.wall, (3,), unit=" s")
    some = judge(work, name="million", fresh=False, timeout=WAIT)
    told = server.stats()
    _expect(told["requests"], NEW)
    first = (told["first_ns"] - some.started_ns) / 1e9
    report.target("million", "resume until the first new call", first, (3,),
                  f"{some.wall:.2f} s to its end", unit=" s")


def big(report, _):
    """2 GB: rows of about 2 kB. Cold: dataset, results and store are not in the page cache."""
    need_disk(10)
    whole = dataset(DONE + 2 * NEW, words=(280, 480))
    try:
        with Lean() as server:
            work = Work(server.url, whole, DONE)
            say(f"big: {DONE:,} samples, {whole.stat().st_size / 1e9:.2f} GB (minutes)")
            judge(work, "--limit", DONE, name="big", timeout=WAIT)
            for cache, options in (("cold", ["--limit", DONE + NEW]), ("warm", [])):
                _ten_left(report, server, work, cache, options)
    finally:
        whole.unlink()
        _clear("big")


def _ten_left(report, server, work, cache, options):
    files = [work.dataset, *(SCRATCH / "big").glob("*.*")]
    prepare = _evict if cache == "cold" else _read_all
    prepare(files)
    reading = _read(work.dataset)
    prepare(files)
    server.stats()
    done = judge(work, *options, name="big", fresh=False, timeout=WAIT)
    _expect(server.stats()["requests"], NEW)
    report.target("big", f"{NEW} samples left to do, {cache}: run ÷ reading the dataset",
                  done.wall / reading, (1.5,), f"{done.wall:.2f} s ÷ {reading:.2f} s")


def _evict(files):
    os.sync()
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def _read(file):
    began = time.monotonic()
    space = bytearray(1 << 20)
    with open(file, "rb", buffering=0) as stream:
        while stream.readinto(space):
            pass
    return time.monotonic() - began


def _read_all(files):
    for file in files:
        _read(file)


def _expect(got, wanted):
    if got != wanted:
        raise Unable(f"{got:,} requests were made instead of {wanted:,}")


def _clear(name):
    shutil.rmtree(SCRATCH / name)
    (SCRATCH / name).mkdir()
