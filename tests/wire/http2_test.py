"""HTTP/2: streams that are reset, connections that go away or die under many streams, frames that must not be."""

import tempfile
import unittest

from certificates import Certificates, missing
from wire import Fails, WireTest
import http2
from http2 import Http2, field
from raw_server import completion

BODY = completion().encode()
# Other samples share a connection with the fault, so they get some more attempts.
RETRY = 'max = 4, base = "20ms", cap = "50ms", give_up_after = "5s"'
ATTEMPTS = 5
# It goes on when the stream is long closed, so that others on the connection hear nothing, and are sent again elsewhere.
FLOOD = {"attempt": "1s", "within": 15}


def half(session, stream):
    session.head(stream, field("content-type", "application/json"))
    session.send(http2.DATA, 0, stream, BODY[:40])


def reset(code, after=None):
    def fault(session, stream):
        if after:
            after(session, stream)
        session.reset(stream, code)
    return fault


def die(after=None):
    def fault(session, stream):
        if after:
            after(session, stream)
        session.connection.broken_off()
    return fault


def go_away(code, covers):
    """`covers`: whether it says that it has worked for the stream."""
    def fault(session, stream):
        session.go_away(stream if covers else stream - 2 if stream > 2 else 0, code)
        session.connection.pause(0.05)
        session.connection.close()
    return fault


def stall(session, stream):
    half(session, stream)


def endless_body(session, stream):
    session.head(stream)
    while True:  # as far as the client's window goes
        session.send(http2.DATA, 0, stream, b" " * 16384)


def endless_headers(session, stream):
    session.send(http2.HEADERS, 0, stream, http2.status(200))
    while True:
        session.send(http2.CONTINUATION, 0, stream, field("x-more", "y" * 100) * 100)


def raw(data):
    """Sends these bytes between frames, and listens on."""
    def fault(session, stream):
        session.connection.send(data(stream) if callable(data) else data)
    return fault


def wrong_length(session, stream):
    session.head(stream, field("content-length", len(BODY) + 9))
    session.send(http2.DATA, http2.END_STREAM, stream, BODY)


def fails(*codes, **more):
    return Fails(codes, attempts=ATTEMPTS, said="127.0.0.1", **{"within": 8, "attempt": "3s", **more})


CASES = {
    "a stream reset with an internal error": (reset(http2.INTERNAL_ERROR), fails("reset")),
    "a stream reset inside the body": (reset(http2.INTERNAL_ERROR, half), fails("reset", "malformed")),
    "a stream cancelled": (reset(http2.CANCEL), fails("reset")),
    "a stream reset for calm": (reset(http2.ENHANCE_YOUR_CALM), fails("reset")),
    "a stream reset without an error": (reset(http2.NO_ERROR), fails("reset", "malformed")),
    "a connection that dies before the headers": (die(), fails("reset")),
    "a connection that dies inside the body": (die(half), fails("reset", "malformed")),
    "a goaway for calm": (go_away(http2.ENHANCE_YOUR_CALM, True), fails("reset")),
    "a stall inside the body": (stall, fails("timeout", attempt="400ms")),
    "a header block that cannot be decoded": (
        raw(lambda stream: http2.frame(http2.HEADERS, http2.END_HEADERS, stream, b"\xff\xff\xff\xff\xff\xff")),
        fails("reset", "malformed")),
    "a frame larger than allowed": (raw(lambda stream: http2.frame(http2.DATA, 0, stream, b"x" * 20_000)), fails("reset")),
    "data of no stream": (raw(http2.frame(http2.DATA, 0, 0, b"x")), fails("reset")),
    "bytes that are no frames": (raw(b"\xff" * 64), fails("reset", "timeout", attempt="1s")),
    "a Content-Length that lies": (wrong_length, fails("reset", "malformed")),
    "an endless body": (endless_body, fails("too_large", model='max_response = "1MiB"', **FLOOD)),
    "endless headers": (endless_headers, fails("too_large", "reset", **FLOOD)),
    "a web page": (lambda session, stream: session.answer(stream, "<html>"),
                   Fails("html_page", attempts=ATTEMPTS)),
    "a 503": (lambda session, stream: session.answer(stream, "{}", 503),
              Fails("http_503", attempts=ATTEMPTS, billed=False)),
}


@unittest.skipIf(missing, missing)
class Streams(WireTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="judge-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.certificates = Certificates(folder.name)
        cls.certificates.signed("good")

    def run_with(self, fault, status, settings=(), **more):
        server = self.serve(Http2(fault, settings), self.certificates.context("good", "h2"))
        self.samples("fault", others=12)
        model = self.certificates.ca_file + "\n" + more.pop("model", "")
        within = more.pop("within", 10)
        config = self.settings(server.base_url, model=model, **{"retry": RETRY, **more})
        out, _ = self.run_it(config, status, within)
        row, = [row for row in self.results() if row["id"] == "fault"]
        self.assert_scored([row for row in self.results() if row["id"] != "fault"])
        return row, server, out

    def test_a_goaway_that_does_not_cover_the_stream_is_sent_again(self):
        def once(session, stream):
            session.script.healed = True
            go_away(http2.NO_ERROR, False)(session, stream)
        row, _, _ = self.run_with(once, 0)
        self.assert_scored([row])

    def test_a_stream_refused_costs_no_attempt(self):
        def once(session, stream):
            session.script.healed = True
            session.reset(stream, http2.REFUSED_STREAM)
        row, _, out = self.run_with(once, 0)
        self.assert_scored([row])
        self.assertIn("13 attempts", out)

    def test_a_stream_refused_for_ever_ends(self):
        row, server, _ = self.run_with(lambda session, stream: session.reset(stream, http2.REFUSED_STREAM), 1)
        self.assert_error(row, fails("reset"))
        self.assertEqual(sum(request.name != "" for request in server.requests), 2 * ATTEMPTS)

    def test_a_goaway_after_which_the_streams_are_finished(self):
        def graceful(session, stream):
            session.go_away(2**31 - 1)
            session.go_away(stream)
            session.answer(stream)
            session.connection.pause(0.05)
            session.connection.close()
        row, _, _ = self.run_with(graceful, 0)
        self.assert_scored([row])

    def test_a_connection_that_falls_silent_is_given_no_more_requests(self):
        """As when a router forgets it: nobody says that it is dead."""
        def silent(session, stream):
            session.script.healed = True
            session.connection.pause(60)
        row, server, _ = self.run_with(silent, 0, attempt="600ms", within=8)
        self.assert_scored([row])
        self.assertEqual(server.connections, 2)

    def test_early_hints_before_the_answer_are_no_fault(self):
        def hints(session, stream):
            session.connection.send(http2.frame(http2.HEADERS, http2.END_HEADERS, stream, http2.status(103)) * 50)
            session.answer(stream)
        row, _, _ = self.run_with(hints, 0)
        self.assert_scored([row])

    def test_one_stream_at_a_time(self):
        def slow(session, stream):
            session.connection.pause(0.02)
            session.answer(stream)
        row, server, _ = self.run_with(slow, 0, settings=[(http2.MAX_CONCURRENT_STREAMS, 1)])
        self.assert_scored([row])
        self.assertEqual(server.most_streams, 1)

    def test_a_window_that_never_opens(self):
        server = self.serve(Http2(None, [(http2.INITIAL_WINDOW_SIZE, 0)]), self.certificates.context("good", "h2"))
        self.samples(others=9)
        self.run_it(self.settings(server.base_url, model=self.certificates.ca_file, attempt="400ms"), 1, within=8)
        for row in self.results():  # some go out before the server has told of its window
            if row["status"] != "scored":
                # Which of the two, and after how many tries, is a matter of when the server has closed.
                self.assertEqual(row["status"], "failed", row)
                self.assertIn(row["error"]["code"], ("timeout", "reset"), row["error"])

    def test_a_server_that_offers_http_2_and_does_not_speak_it(self):
        def liar(connection):
            connection.read()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            connection.pause(60)
        server = self.serve(liar, self.certificates.context("good", "h2"))
        self.samples(others=3)
        self.run_it(self.settings(server.base_url, model=self.certificates.ca_file, attempt="1s"), 1, within=8)
        for row in self.results():
            self.assertIn(row["error"]["code"], ("reset", "malformed", "timeout"))


def add(name, fault, ends):
    def run(self):
        row, server, _ = self.run_with(fault, 1, attempt=ends.attempt, model=ends.model, within=ends.within)
        self.assert_error(row, ends)
        self.assert_heals(server)
    run.__name__ = "test_" + name.replace(" ", "_")
    setattr(Streams, run.__name__, run)


for each, (its_fault, its_end) in CASES.items():
    add(each, its_fault, its_end)


if __name__ == "__main__":
    unittest.main(verbosity=2)
