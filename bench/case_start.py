"""Small things that are felt: the time to the first request, and what the bar on the screen costs."""
from host import say
from measure import median, spread
from peers import JUDGE, judge
from servers import Lean, Nginx
from work import Work, dataset


def start(report, _):
    """From the start of the process until the server has the first request whole."""
    runs = []
    with Lean() as server:
        work = Work(server.url, dataset(30), 30, 16)
        for _ in range(11):
            server.stats()
            done = JUDGE.do(work)
            runs.append((server.stats()["first_ns"] - done.started_ns) / 1e6)
    first = median(runs, float)
    report.target("start", "start to first request, 30 samples", first, (30,),
                  f"median of {len(runs)}, {min(runs):.1f} to {max(runs):.1f}", unit=" ms")


def bar(report, _):
    """By turns, so that what else the machine does meets both alike."""
    pairs, rows = 7, 20_000
    runs = {"none": [], "bar": []}
    with Nginx() as server:
        work = Work(server.url, dataset(rows), rows)
        for i in range(pairs):
            say(f"bar: {i + 1} of {pairs}")
            for style, done in runs.items():
                done.append(judge(work, "--progress", style, terminal=True))
    cpu = {style: median(done, lambda run: run.cpu) for style, done in runs.items()}
    more = 100 * (cpu["bar"] / cpu["none"] - 1)
    apart = max(spread(done, lambda run: run.cpu) for done in runs.values())
    drawn = median(runs["bar"], lambda run: run.drawn)
    report.target("bar", "CPU with the progress bar, more than without", more, (3,),
                  f"{cpu['bar']:.3f} s, {cpu['none']:.3f} s, ± {100 * apart:.0f} %, "
                  f"{drawn / 1e3:.1f} kB drawn", unit=" %")
