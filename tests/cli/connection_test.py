"""The ways to a server: proxies, certificates, sockets, headers and query parameters, each with a peer that is not curl."""

import os
import pathlib
import ssl
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from fake_provider import FakeProvider, completion  # noqa: E402
from harness import JudgeTest  # noqa: E402
from proxies import HttpProxy, SocksProxy  # noqa: E402
from tls_peer import MISSING, TlsPeer, make_certificates  # noqa: E402

CONFIG = """\
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
model = "some-model"
base_url = "{url}"
api_keys = "env:K"
retry = {{ max = 1, base = "10ms", cap = "20ms" }}
timeout = {{ connect = "5s", attempt = "10s" }}
{extra}
[judge]
method = "score"
models = ["m"]
prompt = "Grade from 1 to 10: {{{{output}}}}"
"""


class ConnectionTest(JudgeTest):
    def setUp(self):
        super().setUp()
        self.dataset(3)

    def kept(self, server):
        self.addCleanup(server.close)
        return server

    def provider(self, socket=None):
        return self.kept(FakeProvider(lambda _: (200, {}, completion()), socket))

    @staticmethod
    def address(provider):
        return provider.server.server_address

    def ask(self, url, extra="", **environment):
        config = self.write("judge.toml", CONFIG.format(url=url, extra=extra))
        return self.judge("run", config, "--fresh", "--progress", "none", K="the-key-of-the-test", **environment)[1]

    def assert_scored(self, url, extra="", **environment):
        err = self.ask(url, extra, **environment)
        self.assertEqual([row["status"] for row in self.results()], ["scored"] * 3, err)

    def assert_failed(self, words, url, extra="", **environment):
        err = self.ask(url, extra, **environment)
        said = err + "".join(str(row["error"]) for row in self.results())
        self.assertIn(words, said)
        self.assertNotIn("scored", [row["status"] for row in self.results()])


class Addresses(ConnectionTest):
    def test_a_socket_in_the_place_of_host_and_port(self):
        path = self.dir / "s.sock"
        provider = self.provider(path)
        self.assert_scored(f"unix:{path}:/v1")
        self.assertEqual(provider.requests[-1].path, "/v1/chat/completions")
        (self.dir / ".judge" / "store.db").unlink()
        self.assert_scored("http+unix://" + str(path).replace("/", "%2F") + "/api")
        self.assertEqual(provider.requests[-1].path, "/api/chat/completions")

    def test_a_socket_where_nobody_listens(self):
        self.assert_failed("refused", f"unix:{self.dir}/none.sock")

    def test_headers_and_query_parameters(self):
        provider = self.provider()
        self.assert_scored(provider.url + "/v1", 'headers = { X-Team = "blue" }\nquery = { v = "a b", n = "1" }')
        self.assertEqual(provider.requests[0].path, "/v1/chat/completions?n=1&v=a%20b")
        self.assertEqual(provider.requests[0].headers["x-team"], "blue")
        self.assertEqual(provider.requests[0].headers["authorization"], "Bearer the-key-of-the-test")


class Proxies(ConnectionTest):
    def test_the_environment_s_http_proxy_and_its_exceptions(self):
        proxy = self.kept(HttpProxy(self.address(self.provider())))
        self.assert_scored("http://model.test/v1", http_proxy=proxy.url)
        self.assertEqual(set(proxy.seen), {"POST http://model.test/v1/chat/completions"})
        (self.dir / ".judge" / "store.db").unlink()
        self.assert_failed("dns", "http://model.test/v1", http_proxy=proxy.url, no_proxy="model.test")

    def test_nothing_on_loopback_goes_through_the_environment_s_proxy(self):
        provider = self.provider()
        self.assert_scored(provider.url + "/v1", http_proxy="http://127.0.0.1:9", all_proxy="http://127.0.0.1:9")

    def test_a_proxy_of_the_config(self):
        proxy = self.kept(HttpProxy(self.address(self.provider())))
        self.assert_scored("http://model.test/v1", f'proxy = "{proxy.url}"', no_proxy="model.test")
        self.assertEqual(len(proxy.seen), 3)

    def test_none_in_the_config_goes_directly(self):
        self.assert_failed("dns", "http://model.test/v1", 'proxy = "none"', http_proxy="http://127.0.0.1:9")

    def test_socks5_with_the_name_resolved_there_or_here(self):
        provider = self.provider()
        proxy = self.kept(SocksProxy(self.address(provider)))
        self.assert_scored("http://model.test/v1", f'proxy = "socks5h://127.0.0.1:{proxy.port}"')
        self.assertEqual(set(proxy.seen), {"model.test:80"})
        (self.dir / ".judge" / "store.db").unlink()
        self.assert_scored("http://127.0.0.1:1/v1", f'proxy = "socks5://127.0.0.1:{proxy.port}"')
        self.assertIn("127.0.0.1:1", proxy.seen)

    def test_a_proxy_that_is_not_there(self):
        self.assert_failed("refused", "http://model.test/v1", 'proxy = "http://127.0.0.1:9"')


@unittest.skipIf(MISSING, MISSING)
class Tls(ConnectionTest):
    def setUp(self):
        super().setUp()
        make_certificates(self.dir)
        self.upstream = self.provider()

    def peer(self, **options):
        return self.kept(TlsPeer(self.dir, self.upstream.url, **options))

    def test_a_ca_of_one_s_own(self):
        url = f"https://127.0.0.1:{self.peer().port}/v1"
        self.assert_failed("TLS", url)
        self.assert_scored(url, 'ca_file = "ca.pem"')

    def test_who_asks_for_a_client_certificate_is_shown_it(self):
        url = f"https://127.0.0.1:{self.peer(ask_client=True).port}/v1"
        self.assert_failed("400", url, 'ca_file = "ca.pem"')
        self.assertEqual(self.upstream.requests, [])
        self.assert_scored(url, 'ca_file = "ca.pem"\nclient_cert = "client.pem"\nclient_key = "client.key"')
        both = (self.dir / "client.pem").read_text() + (self.dir / "client.key").read_text()
        self.write("both.pem", both)
        (self.dir / ".judge" / "store.db").unlink()
        self.assert_scored(url, 'ca_file = "ca.pem"\nclient_cert = "both.pem"')

    def test_https_through_proxies_of_either_kind(self):
        target = ("127.0.0.1", self.peer().port)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.dir / "server.pem", self.dir / "server.key")
        for proxy in (HttpProxy(target), HttpProxy(target, context)):
            self.kept(proxy)
            self.assert_scored("https://model.test/v1", f'ca_file = "ca.pem"\nproxy = "{proxy.url}"')
            self.assertEqual(set(proxy.seen), {"CONNECT model.test:443"})
            (self.dir / ".judge" / "store.db").unlink()


if __name__ == "__main__":
    unittest.main()
