"""Replies whose form is wrong: lengths that lie, broken chunks, what is not HTTP, compression bombs."""

import gzip
import unittest
import zlib

from wire import Fails, WireTest, failing, says
from raw_server import completion, response

OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = completion()
CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n"
CHUNK = f"{len(BODY):x}\r\n{BODY}\r\n"


def gzipped(data, *headers):
    return response(data, "200 OK", "Content-Encoding: gzip", *headers)


def zeros(megabytes):
    """As many MiB of blanks, in a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * 1_048_576) for _ in range(megabytes)) + packer.flush()


def length(text):
    return OK + f"Content-Length: {text}\r\n\r\n" + BODY


MALFORMED = Fails("malformed")


CASES = {
    "shorter than its Content-Length": (says(length(len(BODY) + 100)), MALFORMED),
    "cut by a Content-Length that is too small": (says(length(len(BODY) - 30)), Fails("not_json")),
    "a negative Content-Length": (says(length(-1)), Fails(("malformed", "not_json"))),
    "a Content-Length that is no number": (says(length("many")), Fails(("malformed", "not_json"))),
    "two Content-Lengths that differ": (
        says(OK + f"Content-Length: {len(BODY)}\r\nContent-Length: 5\r\n\r\n" + BODY), Fails(("malformed", "not_json"))),
    "no body": (says(OK + "Content-Length: 0\r\n\r\n"), Fails("not_json", said="empty")),
    "no body and no length": (says(OK + "\r\n"), Fails("not_json", said="empty")),
    "204": (says("HTTP/1.1 204 No Content\r\n\r\n"), Fails("not_json", said="empty")),
    "cut where no length was told": (says(OK + "\r\n" + BODY[:-9]), Fails("not_json")),
    "a chunk length that is none": (says(CHUNKED + "zz\r\n" + BODY), MALFORMED),
    "a chunk length beyond 64 bits": (says(CHUNKED + "f" * 17 + "\r\n" + BODY), MALFORMED),
    "a chunk longer than it says": (says(CHUNKED + "5\r\n" + BODY + "\r\n0\r\n\r\n"), MALFORMED),
    "chunks that stop": (says(CHUNKED + CHUNK), MALFORMED),
    "chunks that stop inside one": (says(CHUNKED + CHUNK[:-30]), MALFORMED),
    "not HTTP": (says("SSH-2.0-OpenSSH_9.2\r\n"), MALFORMED),
    "HTTP 0.9": (says(BODY), MALFORMED),
    "HTTP 7": (says("HTTP/7.0 200 OK\r\n\r\n" + BODY), MALFORMED),
    "a status of two digits": (says("HTTP/1.1 20 OK\r\n\r\n" + BODY), MALFORMED),
    "a status that is no number": (says("HTTP/1.1 OK\r\n\r\n" + BODY), MALFORMED),
    "a NUL in a header": (says(OK + "X-Odd: a\0b\r\nContent-Length: 0\r\n\r\n"), Fails(("malformed", "not_json"))),
    "101 Switching Protocols": (says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nxyz"),
                                Fails(("malformed", "http_101"))),
    "gzip that is none": (says(gzipped("not gzip")), MALFORMED),
    "gzip cut off": (says(gzipped(gzip.compress(BODY.encode())[:-12])), Fails(("malformed", "not_json"))),
    "an encoding nobody knows": (says(response(BODY, "200 OK", "Content-Encoding: rot13")), MALFORMED),
    "a compression bomb": (says(gzipped(zeros(100))), Fails("too_large", said="max_response", within=20)),
    "a bomb in a bomb": (says(response(gzip.compress(zeros(100)), "200 OK", "Content-Encoding: gzip, gzip")),
                         Fails(("too_large", "malformed"), within=20)),
}


@failing(CASES)
class Framing(WireTest):
    def assert_no_fault(self, data, **settings):
        ran = self.with_fault(says(data), 0, **settings)
        self.assert_scored([ran.row, *ran.others])
        return ran

    def test_what_is_sent_beyond_the_content_length_answers_nobody(self):
        forged = response(completion('{"score": 1}'))
        ran = self.with_fault(lambda connection: connection.send(response(BODY) + forged), 0)
        self.assert_scored([ran.row, *ran.others])
        self.assertEqual(len(ran.server.requests), 8)

    def test_a_body_that_ends_with_the_connection_is_whole(self):
        self.assert_no_fault(OK + "\r\n" + BODY)
        self.assert_no_fault("HTTP/1.0 200 OK\r\n\r\n" + BODY)

    def test_chunks_with_extensions_and_trailers_are_read(self):
        self.assert_no_fault(CHUNKED + CHUNK.replace("\r\n", ";a=b\r\n", 1) + "0\r\nRetry-After: 100\r\n\r\n")

    def test_an_answer_in_gzip_is_read(self):
        self.assert_no_fault(gzipped(gzip.compress(BODY.encode())))

    def test_a_body_of_just_the_allowed_size_is_read(self):
        body = BODY + " " * (4096 - len(BODY))
        self.assert_no_fault(response(body), model="max_response = 4096")
        ran = self.with_fault(says(response(body + " ")), 1, model='max_response = "4kiB"')
        self.assertEqual(ran.row["error"]["code"], "too_large")


if __name__ == "__main__":
    unittest.main(verbosity=2)
