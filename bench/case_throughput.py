"""A: many rows from a server that answers at once. What a row costs, beside the peers and the limits."""
from host import say
from measure import median, spread
from peers import AIOHTTP, HTTPX, JUDGE, PROMPTFOO, SDK, bare_curl, bare_epoll, wrk
from servers import Lean, Nginx
from work import Work, dataset

ROWS = 20_000
RUNS = 5

# The slow ones get fewer rows and runs; the table says so.
PLAN = [(JUDGE, ROWS, RUNS), (AIOHTTP, ROWS, RUNS), (SDK, ROWS, 3), (HTTPX, ROWS // 4, 3),
        (PROMPTFOO, ROWS // 20, 1)]


def micros(run, rows):
    return run.cpu / rows * 1e6


def throughput(report, problems):
    """`problems`: which peers cannot take part, and why."""
    with Nginx() as server:
        limits = _limits(report, server)
        found = _peers(report, server, problems)
    one = limits["wrk"]["cpu_us"] if "wrk" in limits else None
    rate = found["aiohttp"]["rate"] if "aiohttp" in found else None
    _table(report, {**found, **limits}, one, rate)
    mine = found.get("judge")
    if mine and one:
        report.target("a", "CPU a row ÷ wrk's CPU a request", mine["cpu_us"] / one, (8, 6),
                      f"{mine['cpu_us']:.1f} µs ÷ {one:.2f} µs")
    if mine and rate:
        report.target("a", "rows a second ÷ aiohttp's", mine["rate"] / rate, (4, 5),
                      f"{mine['rate']:,.0f} ÷ {rate:,.0f}", at_least=True)


def _limits(report, server):
    work = Work(server.url, dataset(ROWS), 5 * ROWS)
    programs = {"wrk": lambda: wrk(work),
                "bare epoll": lambda: (bare_epoll(work), work.rows),
                "bare libcurl": lambda: (bare_curl(work), work.rows),
                "bare libcurl, DOM": lambda: (bare_curl(work, "parse"), work.rows)}
    runs = {name: [] for name in programs}
    for i in range(RUNS):
        say(f"a: limits, {i + 1} of {RUNS}")
        for name, program in programs.items():
            if done := report.attempt("a", program):
                runs[name].append(done)
    return {name: _figures(done) for name, done in runs.items() if done}


def _peers(report, server, problems):
    runs = {}
    for i in range(RUNS):
        for peer, rows, times in PLAN:
            if i >= times:
                continue
            if peer.name in problems:
                if i == 0:
                    report.problem("a", f"{peer.name}: {problems[peer.name]}")
                continue
            say(f"a: {peer.name}, {i + 1} of {times}")
            done = report.attempt("a", peer.do, Work(server.url, dataset(rows), rows))
            if done:
                runs.setdefault(peer.name, []).append((done, rows))
    return {name: _figures(done) for name, done in runs.items()}


def _figures(runs):
    return {"cpu_us": median(runs, lambda one: micros(*one)),
            "rate": median(runs, lambda one: one[1] / one[0].wall),
            "peak_mb": max(one[0].peak_mb for one in runs),
            "spread": spread(runs, lambda one: micros(*one)),
            "rows": runs[0][1], "runs": len(runs)}


def _table(report, found, one, rate):
    report.table("a", f"{ROWS:,} rows, 64 in flight, zero latency (nginx); a client's whole CPU",
                 ["", "CPU ÷ wrk's", "rows/s ÷ aiohttp's", "CPU a row, µs", "± %", "rows/s",
                  "peak RSS, MB", "rows", "runs"],
                 [[name, f["cpu_us"] / one if one else None, f["rate"] / rate if rate else None,
                   f["cpu_us"], 100 * f["spread"], f["rate"], f["peak_mb"], f["rows"], f["runs"]]
                  for name, f in found.items()])


def secure(report, _):
    """The same over TLS: a connection each, and HTTP/2 on one.

    nginx passes on to the lean server here: by itself it would reply over HTTP/2 before it has read
    the request, and break off the stream."""
    rows = []
    for name, tls in (("HTTP/1.1", ""), ("TLS, HTTP/1.1", "ssl"), ("TLS, HTTP/2", "ssl http2")):
        with Lean() as lean, Nginx(tls, upstream=lean.port) as server:
            work = Work(server.url, dataset(ROWS), ROWS)
            runs = {"judge": [], "curl": []}
            for i in range(RUNS):
                say(f"tls: {name}, {i + 1} of {RUNS}")
                for who, do in (("judge", JUDGE.do), ("curl", bare_curl)):
                    if done := report.attempt("tls", do, work):
                        runs[who].append((done, work.rows))
        if not runs["judge"] or not runs["curl"]:
            continue
        mine, bare = _figures(runs["judge"]), _figures(runs["curl"])
        rows.append([name, mine["cpu_us"] / bare["cpu_us"], mine["cpu_us"], 100 * mine["spread"],
                     bare["cpu_us"], mine["rate"], bare["rate"]])
        if tls:
            report.target("tls", f"CPU a row over {name} ÷ over plain HTTP/1.1",
                          mine["cpu_us"] / rows[0][2], (), f"{mine['cpu_us']:.1f} µs")
    report.table("tls", f"{ROWS:,} rows, 64 in flight, zero latency (nginx before the lean server)",
                 ["", "judge ÷ bare libcurl", "judge, µs a row", "± %", "bare libcurl, µs",
                  "judge, rows/s", "bare libcurl, rows/s"], rows)
