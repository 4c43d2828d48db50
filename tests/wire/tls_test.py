"""TLS that must not be trusted, TLS that breaks, and redirects that would take the key elsewhere."""

import socket
import tempfile
import unittest

from certificates import Certificates, missing
from wire import KEY, Fails, WireTest
from raw_server import Faults, completion, response


@unittest.skipIf(missing, missing)
class TlsTest(WireTest):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="judge-test-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.certificates = Certificates(cls.folder.name)
        cls.good = cls.certificates.signed("good")

    def tls(self, script, context=None):
        return self.serve(script, context or self.good)

    def run_against(self, server, status, **settings):
        self.samples("fault", others=3)
        config = self.settings(server.base_url, model=self.certificates.ca_file, **settings)
        return self.run_it(config, status, within=10)

    def fault_row(self):
        row, = [row for row in self.results() if row["id"] == "fault"]
        self.assert_scored([row for row in self.results() if row["id"] != "fault"])
        return row


class Certificate(TlsTest):
    def refused_by_all(self, server, ends):
        self.run_against(server, 1, attempt=ends.attempt)
        for row in self.results():
            self.assert_error(row, ends)
        self.assertEqual(server.requests, [])

    def test_what_is_signed_for_this_host_is_trusted(self):
        server = self.tls(Faults({}))
        self.run_against(server, 0)
        self.assert_scored(self.results())

    def test_a_certificate_that_does_not_hold(self):
        made = self.certificates
        for name, context, said in (
                ("of another host", made.signed("elsewhere", "DNS:example.invalid"), "certificate|host"),
                ("expired", made.signed("expired", end="20200102000000Z"), "expired"),
                ("of the future", made.signed("future", start="20990101000000Z"), "not yet valid"),
                ("signed by itself", made.self_signed("own", "x", "subjectAltName=IP:127.0.0.1"), "certificate")):
            with self.subTest(name):
                self.refused_by_all(self.tls(Faults({}), context), Fails("tls", billed=False, said=said))

    def test_a_ca_of_one_s_own_is_trusted_only_where_it_is_named(self):
        server = self.tls(Faults({}))
        self.samples("fault", others=3)
        self.run_it(self.settings(server.base_url), 1, within=10)
        for row in self.results():
            self.assert_error(row, Fails("tls", billed=False, said="certificate"))

    def test_a_server_without_tls(self):
        def plain(connection):
            connection.send("HTTP/1.1 400 This is plain HTTP\r\n\r\n")
            connection.pause(60)
        server = self.serve(plain)
        server.base_url = server.base_url.replace("http:", "https:")
        self.refused_by_all(server, Fails("tls", billed=False))

    def test_a_handshake_that_is_cut_or_stalls(self):
        def hangs_up(connection):
            connection.read()
            connection.reset()
        for script, ends in ((hangs_up, Fails(("tls", "reset"), billed=False)),
                             (lambda c: c.pause(60), Fails("timeout", billed=False, attempt="700ms"))):
            server = self.serve(script)
            server.base_url = server.base_url.replace("http:", "https:")
            self.refused_by_all(server, ends)

    def test_handshakes_that_stall_hold_up_nobody_else(self):
        """The first handshake tells whether connections can be shared; the others wait for it, but not for long."""
        answers = Faults({})

        def some_stall(connection):
            if connection.number <= 3:
                connection.pause(60)
            connection.stream = self.good.wrap_socket(connection.stream, server_side=True)
            answers(connection)
        server = self.serve(some_stall)
        self.samples(others=24)
        config = self.settings(server.base_url.replace("http:", "https:"), model=self.certificates.ca_file)
        text = config.read_text().replace("max_connections = 3", "max_connections = 12")
        config.write_text(text.replace('connect = "2s"', 'connect = "3s"'))
        self.run_it(config, 0, within=10)  # one after the other they would take 9 s and more
        self.assert_scored(self.results())
        first = min(request.at for request in server.requests)
        self.assertLess(first - self.began, 2.5)

    def test_a_body_cut_off_without_goodbye(self):
        """Without a length only TLS's goodbye tells that the end is the end."""
        def cut(connection):
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + completion()[:-30])
            connection.pause(0.05)
            connection.stream.shutdown(socket.SHUT_RDWR)
            connection.close()
        server = self.tls(Faults({"fault": cut}))
        self.run_against(server, 1)
        self.assert_error(self.fault_row(), Fails(("reset", "malformed", "not_json")))
        self.assert_heals(server)

    def test_connections_that_die_between_and_in_requests(self):
        def dies(connection):
            connection.read_request()
            connection.send(response(completion()))
            connection.read()
            connection.reset()
        server = self.tls(dies)
        self.run_against(server, 0)
        self.assert_scored(self.results())


class Redirects(TlsTest):
    """The key goes to the host that the config names, over what the config names, or nowhere."""

    def test_elsewhere(self):
        thief = self.serve(Faults({}))
        other = self.tls(Faults({}))
        for status in ("302 Found", "307 Temporary"):
            for target in (thief.base_url, other.base_url, f"http://localhost:{thief.port}/v1",
                           f"//127.0.0.1:{thief.port}/", "https://user:pass@127.0.0.1:{port}/", "file:///etc/passwd",
                           "http://127.0.0.1:{port}/v1"):  # the same host and port, but in the clear
                with self.subTest(status=status, target=target):
                    here = self.tls(Faults({"fault": lambda c: c.send(response(
                        "", status, "Location: " + target.format(port=here.port)))}))
                    self.run_against(here, 1)
                    self.assert_error(self.fault_row(),
                                      Fails("redirect", "config", billed=False, attempts=1, said="base_url"))
        self.assertEqual(thief.connections + other.connections, 0)

    def test_a_loop(self):
        here = self.tls(Faults({"fault": lambda c: c.send(response("", "307 Again", "Location: /v1/chat/completions"))}))
        self.run_against(here, 1)
        self.assert_error(self.fault_row(), Fails("redirect", "config", billed=False, attempts=1, said="more than 5"))
        self.assertEqual(sum(request.name == "fault" for request in here.requests), 6)

    def test_on_the_same_server_it_is_followed(self):
        def moved(connection):
            if connection.request.head.startswith("POST /v2/"):
                connection.send(response(completion()))
            else:
                connection.send(response("", "308 Moved", "Location: /v2/chat/completions"))
        here = self.tls(Faults({"fault": moved}))
        self.run_against(here, 0)
        self.assert_scored([self.fault_row()])
        self.assertEqual(sum(KEY in request.head for request in here.requests), 5)

    def test_without_a_target(self):
        here = self.tls(Faults({"fault": lambda c: c.send(response("", "302 Found"))}))
        self.run_against(here, 1)
        self.assert_error(self.fault_row(), Fails("http_302", "config", attempts=1, billed=False))


if __name__ == "__main__":
    unittest.main(verbosity=2)
