"""./dev bench: judge beside what people use instead, in one run. `./dev bench --help` says how."""
import argparse
import signal
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

import host
from host import Unable, say

CASES = {
    "a": "case_throughput.throughput",
    "tls": "case_throughput.secure",
    "b-2000": "case_latency.at_2000",
    "b-10000": "case_latency.at_10000",
    "memory": "case_memory.memory",
    "start": "case_start.start",
    "bar": "case_start.bar",
    "growth": "case_growth.growth",
}
LONG = {"million": "case_long.million", "big": "case_long.big"}

HELP = """usage: ./dev bench [CASE…]

Measures judge beside its peers (asyncio and aiohttp, httpx, OpenAI's SDK and p-limit, promptfoo) and its
limits (wrk, a bare epoll client, a bare libcurl client): same work, same run, clients on one core and
servers on another. Prints a table; build/bench/bench.json has all of it. Exits with 1 where a target is
missed. About a quarter of an hour, on a machine that does nothing else; the first time, installing the
peers comes on top.

  a            20,000 rows, 64 in flight, zero latency: CPU a row, rows a second, everybody
  tls          the same over TLS, and over HTTP/2 on one connection
  b-2000       20,000 rows of 2 s, 2,000 in flight: makespan, everybody
  b-10000      the same with 10,000 in flight
  memory       of an in-flight request, plain and over TLS
  start        of a small config, to its first request
  bar          the progress bar's CPU
  growth       1×, 10×, 100× the rows; 64 to 10,000 in flight

  long         both of these, about ten minutes more, 10 GB below build/bench:
  million      a million samples: memory, resuming
  big          2 GB of JSONL with 10 samples left to do

  scheduler [CASE]   instead: the scheduler's figures in virtual time, seconds
  micro [FILTER]     instead: single parts (Google Benchmark)
"""


def chosen(names):
    known = {**CASES, **LONG}
    if not names:
        return CASES
    if names == ["long"]:
        return LONG
    if unknown := [name for name in names if name not in known]:
        print(f"bench: no case '{unknown[0]}'; there are {', '.join(known)}", file=sys.stderr)
        sys.exit(2)
    return {name: known[name] for name in known if name in names}


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--binaries", type=Path)  # another build's, to compare
    parser.add_argument("-h", "--help", action="store_true")
    options = parser.parse_args()
    if options.help:
        print(HELP, end="")
        return 0
    cases = chosen(options.cases)
    if options.binaries:
        host.BINARIES.append(options.binaries.resolve())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers are ended on the way out
    return measure(cases, "bench" if not options.cases else "bench-" + "-".join(options.cases))


def measure(cases, name):
    host.prepare()
    import peers
    import servers
    from report import Report
    servers.write_reply()
    servers.make_certificate()
    beside_peers = not cases.keys().isdisjoint(("a", "b-2000", "b-10000"))
    if beside_peers:
        peers.install()
    report = Report()
    if report.machine["load"] > 0.5:
        say(f"the machine is busy (load {report.machine['load']:.1f}): figures will be off")
    problems = peers.same_work(peers.OTHERS if beside_peers else ())
    began = time.monotonic()
    for case, where in cases.items():
        module, function = where.split(".")
        say(f"{case} …")
        report.attempt(case, getattr(__import__(module), function), report, problems)
    elapsed = time.monotonic() - began
    saved = report.save(name, elapsed)
    print(report.text(elapsed))
    say(f"written to {saved.relative_to(host.ROOT)}")
    return 1 if report.missed() else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unable as why:
        say(str(why))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
