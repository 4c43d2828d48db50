"""B: 20,000 rows from a server that answers after 2 s. How near the end comes to the ideal."""
from host import Unable, need_descriptors, say
from measure import median, spread
from peers import AIOHTTP, HTTPX, JUDGE, SDK, bare_epoll
from servers import Lean
from work import Work, dataset

ROWS = 20_000
LATENCY_MS = 2000
RUNS = 5
PATIENCE = 60  # seconds for a peer; httpx at 2,000 in flight needs more


def at_2000(report, problems):
    found = _makespans(report, "b-2000", 2000, [AIOHTTP, SDK, HTTPX], 1, problems)
    if mine := found.get("judge"):
        report.target("b-2000", "makespan ÷ ideal", mine["ratio"], (1.02,),
                      f"{mine['seconds']:.2f} s ÷ {_ideal(2000):.0f} s")


def at_10000(report, problems):
    found = _makespans(report, "b-10000", 10_000, [AIOHTTP, SDK], RUNS, problems)
    if "judge" in found and "bare epoll" in found:
        mine, bare = found["judge"]["seconds"], found["bare epoll"]["seconds"]
        report.target("b-10000", "makespan ÷ bare epoll's", mine / bare, (1.05,),
                      f"{mine:.2f} s ÷ {bare:.2f} s")


def _ideal(in_flight):
    return ROWS / in_flight * LATENCY_MS / 1e3


def _makespans(report, case, in_flight, peers, bare_runs, problems):
    need_descriptors(in_flight + 200)
    runs = {}
    with Lean(LATENCY_MS) as server:
        work = Work(server.url, dataset(ROWS), ROWS, in_flight)

        def once(name, do, **how):
            say(f"{case}: {name}")
            server.stats()
            if done := report.attempt(case, do, work, **how):
                runs.setdefault(name, []).append((done, server.stats()))

        for i in range(RUNS):
            once("judge", JUDGE.do)
            if i < bare_runs:
                once("bare epoll", bare_epoll)
        for peer in peers:
            if peer.name not in problems:
                once(peer.name, peer.do, timeout=PATIENCE)
    found = {name: _figures(done, in_flight) for name, done in runs.items()}
    _table(report, case, in_flight, found)
    return found


def _figures(runs, in_flight):
    seconds = median(runs, lambda one: one[0].wall)
    return {"seconds": seconds, "ratio": seconds / _ideal(in_flight),
            "spread": spread(runs, lambda one: one[0].wall),
            "served": median(runs, lambda one: (one[1]["last_ns"] - one[1]["first_ns"]) / 1e9),
            "cpu_us": median(runs, lambda one: one[0].cpu / ROWS * 1e6),
            "peak": max(one[1]["peak"] for one in runs),
            "peak_mb": max(one[0].peak_mb for one in runs), "runs": len(runs)}


def _table(report, case, in_flight, found):
    if not found:
        raise Unable("nobody came to an end")
    report.table(case, f"{ROWS:,} rows of {LATENCY_MS} ms, {in_flight:,} in flight; the ideal is "
                       f"{_ideal(in_flight):.0f} s; first request to last reply as the server sees it",
                 ["", "makespan ÷ ideal", "makespan, s", "± %", "first to last, s", "CPU a row, µs",
                  "most in flight", "peak RSS, MB", "runs"],
                 [[name, f["ratio"], f["seconds"], 100 * f["spread"], f["served"], f["cpu_us"],
                   f["peak"], f["peak_mb"], f["runs"]] for name, f in found.items()])
