"""What a request in flight costs in memory: a run with many less a run with few, of the same rows."""
from contextlib import ExitStack

from host import Unable, need_descriptors, say
from measure import median
from peers import JUDGE
from servers import Lean, Nginx
from work import Work, dataset

FEW = 64
RUNS = 3
LATENCY_MS = 6000  # longer than as many handshakes take


def memory(report, _):
    rows = []
    for name, many, wanted in (("plain", 8000, 16), ("TLS", 2000, 70)):
        need_descriptors(2 * many + 200)
        secure = name == "TLS"
        work = dataset(many)
        least = _peak(report, work, many, FEW, 0, secure)
        most = _peak(report, work, many, many, LATENCY_MS, secure)
        if not least or not most:
            continue
        each = (most - least) * 1e6 / 1024 / (many - FEW)
        rows.append([name, each, least, most, many])
        report.target("memory", f"an in-flight request, {name}", each, (wanted,),
                      f"({most:.0f} - {least:.0f} MB) ÷ {many - FEW:,}", unit=" KB")
    report.table("memory", f"peak RSS with many in flight, less that with {FEW}; medians of {RUNS}",
                 ["", "KB a request", f"{FEW} in flight, MB", "many in flight, MB", "many"], rows)


def _peak(report, rows, count, in_flight, latency_ms, secure):
    """nginx does the TLS, before the server that does the waiting."""
    with ExitStack() as stack:
        lean = server = stack.enter_context(Lean(latency_ms))
        if secure:
            server = stack.enter_context(Nginx("ssl", upstream=lean.port))
        runs = []
        for i in range(RUNS):
            say(f"memory: {in_flight:,} in flight{' over TLS' if secure else ''}, {i + 1} of {RUNS}")
            lean.stats()
            done = report.attempt("memory", JUDGE.do, Work(server.url, rows, count, in_flight))
            if not done:
                return None
            if latency_ms and (reached := lean.stats()["peak"]) < 0.9 * in_flight:
                raise Unable(f"only {reached:,} of {in_flight:,} came to be in flight")
            runs.append(done)
    return median(runs, lambda run: run.peak_mb)
