"""The same work at growing sizes: what grows faster than the size would show as a growing column."""
from host import need_descriptors, say
from measure import median
from peers import JUDGE
from servers import Lean, Nginx
from work import Work, dataset


def growth(report, _):
    _rows(report)
    _in_flight(report)


def _rows(report):
    table = []
    with Nginx() as server:
        for rows, runs in ((2_000, 5), (20_000, 3), (200_000, 1)):
            say(f"growth: {rows:,} rows")
            done = [JUDGE.do(Work(server.url, dataset(rows), rows)) for _ in range(runs)]
            table.append([rows, *_figures(done, rows), runs])
    _relative(table)
    report.table("growth", "rows, 64 in flight, zero latency",
                 ["rows", "CPU a row ÷ first", "peak RSS ÷ first", "CPU a row, µs", "peak RSS, MB",
                  "rows/s", "runs"], table)


def _in_flight(report):
    """The latency grows along, so that the ideal stays at 4,000 rows a second."""
    table, rows = [], 20_000
    for many in (64, 500, 2_000, 5_000, 10_000):
        need_descriptors(many + 200)
        say(f"growth: {many:,} in flight")
        with Lean(many // 4) as server:
            done = [JUDGE.do(Work(server.url, dataset(rows), rows, many))]
        table.append([many, *_figures(done, rows), many // 4])
    _relative(table)
    report.table("growth", f"in flight, {rows:,} rows, latency grows along, one run each",
                 ["in flight", "CPU a row ÷ first", "peak RSS ÷ first", "CPU a row, µs",
                  "peak RSS, MB", "rows/s", "latency, ms"], table)


def _figures(runs, rows):
    return [None, None, median(runs, lambda run: run.cpu / rows * 1e6),
            median(runs, lambda run: run.peak_mb), median(runs, lambda run: rows / run.wall)]


def _relative(table):
    for row in table:
        row[1], row[2] = row[3] / table[0][3], row[4] / table[0][4]
