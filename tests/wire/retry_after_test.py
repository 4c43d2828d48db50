"""Retry-After in every form: what is sane is waited for, what is not means ordinary backoff, hours mean no."""

import email.utils
import time
import unittest

from wire import WireTest
from raw_server import completion, response

ERROR = '{"error":{"message":"busy"}}'
RETRY = 'max = 2, base = "100ms", cap = "200ms", retry_after_cap = "3s", give_up_after = "4s"'


def http_date(seconds, form="%a, %d %b %Y %H:%M:%S GMT"):
    return time.strftime(form, time.gmtime(time.time() + seconds))


# name → (status, headers made when they are sent, at least and at most this many seconds between the two attempts).
# The most is for a loaded machine; what matters is that it is less than what garbage would come to if it were believed.
WAITS = {
    "seconds": ("503 Busy", lambda: ["Retry-After: 1"], 1, 2.5),
    "seconds-of-a-429": ("429 Slow", lambda: ["Retry-After: 1"], 1, 3),
    "float": ("503 Busy", lambda: ["Retry-After: 0.7"], 0.7, 2.5),
    "blanks": ("503 Busy", lambda: ["Retry-After:    1  "], 1, 2.5),
    "milliseconds": ("503 Busy", lambda: ["Retry-After: 3", "retry-after-ms: 400"], 0.4, 2.5),
    "milliseconds-that-are-none": ("503 Busy", lambda: ["retry-after-ms: soon", "Retry-After: 1"], 1, 2.5),
    "date": ("503 Busy", lambda: [f"Retry-After: {email.utils.formatdate(time.time() + 3, usegmt=True)}"], 1, 4.5),
    "obsolete-date": ("503 Busy", lambda: [f"Retry-After: {http_date(3, '%A, %d-%b-%y %H:%M:%S GMT')}"], 1, 4.5),
    "past": ("503 Busy", lambda: [f"Retry-After: {http_date(-3600)}"], 0, 2.5),
    "garbage": ("503 Busy", lambda: ["Retry-After: soon"], 0, 2.5),
    "with-a-unit": ("503 Busy", lambda: ["Retry-After: 3s"], 0, 2.5),
    "negative": ("503 Busy", lambda: ["Retry-After: -3"], 0, 2.5),
    "zero": ("503 Busy", lambda: ["Retry-After: 0"], 0, 2.5),
    "nan": ("503 Busy", lambda: ["Retry-After: NaN"], 0, 2.5),
    "infinite": ("503 Busy", lambda: ["Retry-After: inf"], 0, 2.5),
    "beyond-numbers": ("503 Busy", lambda: ["Retry-After: 1e999"], 0, 2.5),
    "empty": ("503 Busy", lambda: ["Retry-After: "], 0, 2.5),
    "hexadecimal": ("503 Busy", lambda: ["Retry-After: 0x3"], 0, 2.5),
    "two": ("503 Busy", lambda: ["Retry-After: 3, 3"], 0, 2.5),
    "of-a-200-that-is-no-answer": ("200 OK", lambda: ["Retry-After: 1"], 1, 2.5),
}
HOURS = {
    "hours": ["Retry-After: 7200"],
    "hours-in-ms": ["retry-after-ms: 7200000"],
    "a-century": ["Retry-After: 3000000000"],
    "next-year": ["Retry-After: Sun, 06 Nov 2044 08:49:37 GMT"],
}


class RetryAfter(WireTest):
    def test_each_form_once(self):
        """All in one run: each sample waits for itself."""
        def script(connection):
            while True:
                request = connection.read_request()
                times = asked.setdefault(request.name, [])
                times.append(request.at)
                if request.name in WAITS and len(times) == 1:
                    status, headers, _, _ = WAITS[request.name]
                    connection.send(response(ERROR, status, *headers()))
                else:
                    connection.send(response(completion()))
        asked = {}
        server = self.serve(script)
        names = [name for name in WAITS if "429" not in name]
        self.samples(*names, others=60)
        self.run_it(self.settings(server.base_url, retry=RETRY), 0, within=20)
        self.assert_scored(self.results())
        for name in names:
            with self.subTest(name):
                _, _, least, most = WAITS[name]
                self.assertEqual(len(asked[name]), 2)
                waited = asked[name][1] - asked[name][0]
                self.assertGreaterEqual(waited, least - 0.01)
                self.assertLess(waited, most)

    def test_of_a_429_the_whole_key_waits(self):
        def script(connection):
            while True:
                request = connection.read_request()
                refused = request.name and not any(each.name for each in server.requests[:-1])
                connection.send(response(ERROR, "429 Slow", "Retry-After: 1") if refused else response(completion()))
        server = self.serve(script)
        self.samples("fault")
        self.run_it(self.settings(server.base_url, retry=RETRY), 0, within=10)
        self.assert_scored(self.results())
        first, second = [request.at for request in server.requests if request.name]
        self.assertGreaterEqual(second - first, 0.99)
        between = [request for request in server.requests if first + 0.2 < request.at < first + 0.99]
        self.assertEqual(between, [])

    def test_hours_are_not_slept(self):
        for name, headers in HOURS.items():
            with self.subTest(name):
                ran = self.with_fault(lambda c: c.send(response(ERROR, "503 Busy", *headers)), 1, within=3, retry=RETRY)
                self.assert_scored(ran.others)
                self.assertEqual(ran.row["error"]["attempts"], 1)
                self.assertEqual(ran.row["error"]["code"], "http_503")

    def storm(self, status, *headers):
        """How often a server is asked that answers nothing else from its tenth request on, and for how long."""
        def script(connection):
            while True:
                connection.read_request()
                busy = len(server.requests) > 10
                connection.send(response(ERROR, status, *headers) if busy else response(completion()))
        server = self.serve(script)
        self.samples(others=13)
        retry = RETRY.replace('give_up_after = "4s"', 'give_up_after = "500ms"')
        _, seconds = self.run_it(self.settings(server.base_url, retry=retry), 1, within=30)
        return len(server.requests) - 10, seconds

    def test_no_form_makes_a_storm_of_requests(self):
        for status in ("429 Slow", "503 Busy"):
            for headers in (["Retry-After: 0"], ["retry-after-ms: 1"], ["x-should-retry: true", "Retry-After: 0.001"]):
                with self.subTest(status=status, headers=headers):
                    count, seconds = self.storm(status, *headers)
                    # Three samples: three attempts each after faults; of a refusal a key waits for 100 ms.
                    self.assertLessEqual(count, 9 if status.startswith("503") else 3 + 3 * 10 * (1 + seconds))


if __name__ == "__main__":
    unittest.main(verbosity=2)
