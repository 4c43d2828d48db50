"""Every fault of the other files in one run, all at once: each ends as it does alone, and no other sample notices."""

import dataclasses
import re
import unittest

from wire import WireTest  # first: it knows where the others are
import connection_test
import framing_test
import reply_test
from raw_server import Faults

CASES = {re.sub(r"\W+", "-", name): case
         for module in (connection_test, framing_test, reply_test) for name, case in module.CASES.items()}
# What a loaded machine may decide: a server that floods is cut off by size or by time.
FLOODS = {name for name in CASES if name.startswith(("an-endless", "endless", "a-flood", "a-header-line", "a-status-line"))}
OTHERS = 400


class Together(WireTest):
    def test_all_of_them(self):
        server = self.serve(Faults({name: fault for name, (fault, _) in CASES.items()}))
        self.samples(*CASES, others=OTHERS)
        config = self.settings(server.base_url, model='max_response = "1MiB"', attempt="4s",
                               retry='max = 0, give_up_after = "2s"')
        config.write_text(config.read_text().replace("max_connections = 3", "max_connections = 16"))
        self.run_it(config, 1, within=40)
        rows = {row["id"]: row for row in self.results()}
        self.assertEqual(len(rows), OTHERS + len(CASES))
        self.assert_scored([row for row in rows.values() if row["id"] not in CASES])
        for name, (_, ends) in CASES.items():
            with self.subTest(name):
                codes = ends.code if isinstance(ends.code, tuple) else (ends.code,)
                codes += ("timeout",) if name in FLOODS else ()
                said = "" if name in FLOODS else ends.said
                self.assert_error(rows[name], dataclasses.replace(ends, attempts=1, code=codes, said=said))
        server.serve.healed = True
        self.run_it(config, 1, within=40)
        self.assertEqual([row["id"] for row in self.results() if row["status"] != "scored"],
                         ["empty-content-cut-by-length"])  # bought once


if __name__ == "__main__":
    unittest.main(verbosity=2)
