"""What was found: figures against their targets, tables, and all of it as JSON."""
import json

from host import BUILD, Unable, machine, say
from measure import COMMANDS, RUNS


class Report:
    def __init__(self):
        self.machine = machine()
        self.targets = []
        self.tables = []
        self.problems = []

    def target(self, case, what, figure, wanted, note="", unit="", at_least=False):
        """`wanted`: the figures asked for, the easiest first; empty: stated only."""
        def met(limit):
            return figure >= limit if at_least else figure <= limit

        limits = list(wanted)
        verdict = ""
        if limits:
            verdict = "pass" if all(map(met, limits)) else "MISS"
            if verdict == "MISS" and met(limits[0]):
                verdict = "pass, then MISS"
        sign = "≥" if at_least else "≤"
        self.targets.append({"case": case, "what": what, "figure": figure, "unit": unit,
                             "wanted": ", then ".join(f"{sign} {limit:g}{unit}" for limit in limits),
                             "verdict": verdict, "note": note})
        say(f"{case}: {what}: {figure:.4g}{unit} {verdict}")

    def table(self, case, title, columns, rows):
        self.tables.append({"case": case, "title": title, "columns": columns, "rows": rows})

    def problem(self, case, why):
        say(f"{case}: {why}")
        if (one := {"case": case, "why": str(why)}) not in self.problems:
            self.problems.append(one)

    def attempt(self, case, fn, *arguments, **options):
        """None, with the reason noted, where it cannot be done."""
        try:
            return fn(*arguments, **options)
        except Unable as why:
            self.problem(case, why)
            return None

    def missed(self):
        return [one for one in self.targets if one["verdict"].endswith("MISS")]

    def text(self, elapsed):
        facts = self.machine
        lines = [f"judge's benchmark, {facts['date']}, commit {facts['commit']}, in {elapsed / 60:.1f} minutes",
                 f"{facts['cores']} cores ({facts['cpu']}), {facts['memory_gb']} GB, "
                 f"Linux {facts['kernel']}; client on core {facts['client_core']}, servers on "
                 f"{facts['server_core']}; load before: {facts['load']:.2f}"]
        if self.targets:
            lines += ["", *aligned(["case", "", "figure", "wanted", "", ""],
                                   [[t["case"], t["what"], show(t["figure"]) + t["unit"],
                                     t["wanted"], t["verdict"], t["note"]] for t in self.targets])]
        for table in self.tables:
            lines += ["", f"{table['case']}: {table['title']}",
                      *aligned(table["columns"], [[show(cell) for cell in row]
                                                  for row in table["rows"]])]
        if self.problems:
            lines += ["", "not measured:",
                      *(f"  {one['case']}: {one['why']}" for one in self.problems)]
        lines += ["", "commands:", *(f"  {label}: {command}" for label, command in COMMANDS.items())]
        return "\n".join(lines)

    def save(self, name, elapsed):
        path = BUILD / f"{name}.json"
        path.write_text(json.dumps({"machine": self.machine, "seconds": round(elapsed),
                                    "targets": self.targets, "tables": self.tables,
                                    "problems": self.problems, "commands": COMMANDS, "runs": RUNS},
                                   indent=1, ensure_ascii=False) + "\n")
        return path


def show(cell):
    if cell is None:
        return "-"
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
    if abs(cell) >= 1000:
        return f"{cell:,.0f}"
    return f"{cell:.3f}" if abs(cell) < 10 else f"{cell:.1f}"


def aligned(head, rows):
    """Columns as wide as they must be; numbers to the right, the first column and texts to the left."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    right = [i > 0 and any(row[i][:1].isdigit() for row in rows)
             and all(row[i][:1].isdigit() or row[i] in ("", "-") for row in rows)
             for i in range(len(head))]

    def line(row):
        cells = (cell.rjust(width) if to_right else cell.ljust(width)
                 for cell, width, to_right in zip(row, widths, right))
        return ("  " + "  ".join(cells)).rstrip()

    return [line(row) for row in [head, *rows]]
