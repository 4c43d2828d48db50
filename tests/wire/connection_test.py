"""Connections that are refused, break, stall or never end."""

import threading
import unittest

from wire import Fails, WireTest, failing, says
from raw_server import Faults, completion, response

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WHOLE = response(completion())


def reset_before_a_word(connection):
    connection.reset()


def close_without_a_word(connection):
    connection.close()


def stall(connection):
    connection.pause(60)


def stall_after_headers(connection):
    connection.send(HEAD + "Content-Length: 500\r\n\r\n")
    connection.pause(60)


def stall_before_the_last_byte(connection):
    connection.send(WHOLE[:-1])
    connection.pause(60)


def drip(connection):
    """A byte now and then keeps every idle timer happy."""
    connection.send(HEAD + "Content-Length: 100000\r\n\r\n")
    while True:
        connection.send(" ")
        connection.pause(0.1)


def drip_headers(connection):
    connection.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.send("x")
        connection.pause(0.1)


def endless(head, piece):
    def fault(connection):
        connection.send(head)
        while True:
            connection.send(piece)
    return fault


def keep_alive_blank_lines(connection):
    """DeepSeek's, but without an end."""
    connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.send("1\r\n\n\r\n")
        connection.pause(0.1)


SOON = {"attempt": "600ms", "within": 4}


CASES = {
    "reset before a word": (reset_before_a_word, Fails("reset")),
    "closed without a word": (close_without_a_word, Fails("reset")),
    "reset inside the headers": (says("HTTP/1.1 200 OK\r\nContent-Le", lambda c: c.broken_off()), Fails("reset")),
    "reset inside the body": (says(WHOLE[:-20], lambda c: c.broken_off()), Fails("reset")),
    "stall before a word": (stall, Fails("timeout", **SOON)),
    "stall after the headers": (stall_after_headers, Fails("timeout", **SOON)),
    "stall before the last byte": (stall_before_the_last_byte, Fails("timeout", **SOON)),
    "a byte now and then for ever": (drip, Fails("timeout", **SOON)),
    "headers a byte now and then for ever": (drip_headers, Fails("timeout", **SOON)),
    "blank lines for ever": (keep_alive_blank_lines, Fails("timeout", **SOON)),
    "an endless body": (endless(HEAD + "\r\n", b"x" * 65536), Fails("too_large", said="max_response", within=20)),
    "an endless body in chunks": (
        endless(HEAD + "Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n"),
        Fails("too_large", said="max_response", model='max_response = "1MiB"')),
    "a body that says it is endless": (
        endless(HEAD + "Content-Length: 9000000000000000000\r\n\r\n", b" " * 65536),
        Fails("too_large", said="max_response", model='max_response = "1MiB"')),
    "endless headers": (endless("HTTP/1.1 200 OK\r\n", "X-More: of the same, on and on\r\n" * 100),
                        Fails("too_large", said="256 KiB")),
    "a header line of megabytes": (endless("HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65536), Fails("too_large")),
    "a status line of megabytes": (endless("HTTP/1.1 200 ", b"x" * 65536), Fails("too_large")),
    "a flood of 100 Continue": (endless("", "HTTP/1.1 100 Continue\r\n\r\n" * 100), Fails("too_large")),
    "a flood of 103 Early Hints": (
        endless("", "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 100), Fails("too_large")),
}


@failing(CASES)
class Connections(WireTest):
    def test_interim_responses_before_the_answer_are_no_fault(self):
        ran = self.with_fault(lambda c: c.send(b"HTTP/1.1 100 Continue\r\nRetry-After: 9\r\n\r\n" * 50 + WHOLE), 0)
        self.assert_scored([ran.row])

    def test_blank_lines_before_the_body_are_no_fault(self):
        def deepseek(connection):
            connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
            for _ in range(5):
                connection.send("1\r\n\n\r\n")
                connection.pause(0.02)
            body = completion()
            connection.send(f"{len(body):x}\r\n{body}\r\n0\r\n\r\n")
        ran = self.with_fault(deepseek, 0)
        self.assert_scored([ran.row])

    def test_a_server_that_refuses_for_a_while_is_waited_for(self):
        def goes_away(connection):
            connection.server.refuse()
            connection.send(response(completion(), "200 OK", "Connection: close"))
            connection.close()
            connection.server.serve.healed = True
            threading.Timer(0.3, connection.server.listen_again).start()
        server = self.serve(Faults({"fault": goes_away}))
        self.samples("fault", others=20)
        config = self.settings(server.base_url, retry='max = 8, base = "200ms", cap = "400ms"')
        self.run_it(config, 0, within=10)
        self.assert_scored(self.results())

    def test_refused_by_all(self):
        server = self.serve(Faults({}))
        server.refuse()
        self.samples(others=3)
        self.run_it(self.settings(server.base_url), 1, within=5)
        for row in self.results():
            self.assert_error(row, Fails("refused", billed=False, said="127.0.0.1:"))

    def test_a_name_that_does_not_resolve(self):
        # No resolver goes to the network for a label this long. For an ordinary name it may, and not come back in time.
        for host, codes in (("a" * 70 + ".invalid", ("dns",)), ("judge-test.invalid", ("dns", "timeout"))):
            with self.subTest(host):
                self.samples(others=3)
                self.run_it(self.settings(f"https://{host}/v1", attempt="800ms"), 1, within=5)
                for row in self.results():
                    self.assert_error(row, Fails(codes, billed=False, said=host[:20]))


class WhileTheRequestIsSent(WireTest):
    """The server answers, or hangs up, before it has read a request of some megabytes."""

    def with_large(self, script, status, **settings):
        def large_or_not(connection):
            while connection.open:
                head = connection.read_head()
                length = int(head.lower().split("content-length:")[1].split()[0])
                if length > 1_000_000:
                    connection.server.early += 1
                    script(connection)
                else:
                    connection.take(length)
                    connection.send(WHOLE)
        server = self.serve(large_or_not)
        server.early = 0
        self.samples("fault")
        text = (self.dir / "data.jsonl").read_text().replace("#fault#", "#fault# " + "x" * 8_000_000)
        self.write("data.jsonl", text)
        self.run_it(self.settings(server.base_url, **settings), status, within=10)
        row, = [row for row in self.results() if row["id"] == "fault"]
        self.assert_scored([row for row in self.results() if row["id"] != "fault"])
        return row, server

    def test_an_early_refusal_is_heard(self):
        def too_large(connection):
            body = '{"error":{"message":"Too large","type":"invalid_request_error","code":"string_above_max_length"}}'
            connection.send(response(body, "413 Payload Too Large", "Connection: close"))
            connection.pause(0.3)
            connection.reset()
        row, server = self.with_large(too_large, 1)
        self.assert_error(row, Fails("string_above_max_length", "sample", billed=False, attempts=1))
        self.assertEqual(server.early, 1)

    def test_an_early_answer_followed_at_once_by_a_reset(self):
        def hurried(connection):
            connection.send(response('{"error":{"message":"Slow down"}}', "503 Busy"))
            connection.reset()
        row, server = self.with_large(hurried, 1)
        # Whether the answer or the reset comes first is the network's to decide.
        self.assertIn(row["error"]["code"], ("http_503", "reset"))
        self.assertEqual(row["error"]["class"], "transient")
        self.assertEqual(server.early, 2)

    def test_a_reset_in_the_middle_of_the_request(self):
        row, _ = self.with_large(lambda connection: connection.reset(), 1)
        self.assert_error(row, Fails("reset"))

    def test_a_request_that_is_never_read(self):
        row, _ = self.with_large(lambda connection: connection.pause(60), 1, attempt="700ms")
        self.assert_error(row, Fails("timeout"))


class KeptConnections(WireTest):
    """A connection that has served a request is closed by the server at the worst moment for the next."""

    def one_at_a_time(self, script, others=12):
        server = self.serve(script)
        self.samples(others=others)
        config = self.settings(server.base_url, retry='max = 5, base = "10ms", cap = "20ms"')
        config.write_text(config.read_text().replace("max_connections = 3", "max_connections = 1"))
        out, _ = self.run_it(config, 0, within=10)
        self.assert_scored(self.results())
        return server, out

    def test_closed_after_each_answer_without_saying_so(self):
        def script(connection):
            connection.read_request()
            connection.send(WHOLE)
            connection.close()
        server, out = self.one_at_a_time(script)
        self.assertEqual(len(server.requests), 12)
        self.assertNotIn("possibly billed", out)

    def test_reset_after_each_answer(self):
        def script(connection):
            connection.read_request()
            connection.send(WHOLE)
            connection.reset()
        server, _ = self.one_at_a_time(script)
        self.assertEqual(len(server.requests), 12)

    def test_closed_at_the_first_bytes_of_the_next_request(self):
        def script(connection):
            connection.read_request()
            connection.send(WHOLE)
            connection.read()
            connection.reset()
        server, _ = self.one_at_a_time(script)
        self.assertGreaterEqual(len(server.requests), 12)

    def test_closed_after_the_whole_of_the_next_request(self):
        """At once: then the server was about to close an idle connection, and the request goes out once more."""
        def script(connection):
            connection.read_request()
            connection.send(WHOLE)
            connection.read_request()
            connection.close()
        server, _ = self.one_at_a_time(script)
        self.assertEqual(len(server.requests), 23)

    def test_closed_after_a_while_s_work(self):
        """The server may have worked for it: it is an attempt that is counted, and perhaps billed."""
        def script(connection):
            connection.read_request()
            connection.send(WHOLE)
            connection.read_request()
            connection.pause(1.2)
            connection.close()
        server, out = self.one_at_a_time(script, others=3)
        self.assertEqual(len(server.requests), 5)
        self.assertIn("5 attempts", out)
        self.assertRegex(out, r"possibly billed[^\n]*\b2\b")


if __name__ == "__main__":
    unittest.main(verbosity=2)
