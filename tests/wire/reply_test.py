"""Replies that are whole, and no answer; and answers with something broken in them."""

import json
import unittest

from wire import Fails, WireTest, failing
from raw_server import completion, response

DEEP = 100_000


def replies(body, status="200 OK", *headers):
    return lambda connection: connection.send(response(body, status, *headers))


def choice(text, usage='{"prompt_tokens":50,"completion_tokens":9}'):
    """A completion whose first choice is this JSON."""
    return '{"choices":[%s],"usage":%s}' % (text, usage)


def content(text, usage='{"prompt_tokens":50,"completion_tokens":9}'):
    """A completion whose content is this JSON, bytes or text."""
    head, tail = choice('{"message":{"content":@},"finish_reason":"stop"}', usage).encode().split(b"@")
    return head + (text.encode() if isinstance(text, str) else text) + tail


def error(members, status="200 OK"):
    return replies('{"error":%s}' % json.dumps(members), status)


CASES = {
    "a web page": (replies("<!DOCTYPE html><html><body>Welcome to nginx!</body></html>"), Fails("html_page")),
    "a captive portal": (replies("\n<html><title>Just a moment...</title></html>", "200 OK", "Server: x"),
                         Fails("html_page")),
    "a word": (replies("OK"), Fails("not_json")),
    "half a completion": (replies(completion()[:-30]), Fails("not_json")),
    "two completions": (replies(completion() + completion()), Fails("not_json")),
    "an error in a 200": (error({"message": "broke", "code": 502}), Fails("http_502")),
    "an error of no kind in a 200": (error("something broke"), Fails("error_in_200", said="something broke")),
    "an error about the sample in a 200": (
        error({"code": "context_length_exceeded"}), Fails("context_length_exceeded", "sample", attempts=1)),
    "an error beside an answer": (
        replies(completion(error={"code": 500, "message": "late"})), Fails("http_500", said="late")),
    "an error in the choice": (
        replies(choice('{"error":{"code":502},"finish_reason":"error","message":{"content":"7"}}')), Fails("http_502")),
    "finish_reason error": (replies(completion(finish_reason="error")), Fails("finish_error")),
    "null": (replies("null"), Fails("no_choices")),
    "no choices": (replies('{"id":"x"}'), Fails("no_choices")),
    "null choices": (replies('{"choices":null}'), Fails("no_choices")),
    "choices that are no list": (replies('{"choices":{"0":{"message":{"content":"7"}}}}'), Fails("no_choices")),
    "empty choices": (replies('{"choices":[]}'), Fails("empty_choices")),
    "no message": (replies(choice("{}")), Fails("null_content")),
    "null content": (replies(completion(None)), Fails("null_content")),
    "absent content": (replies(choice('{"message":{"role":"assistant"}}')), Fails("null_content")),
    "content that is a number": (replies(content("7")), Fails("null_content")),
    "empty content cut by length": (replies(completion("", "length")), Fails("length", "sample", attempts=1)),
    "lists nested deep": (replies("[" * DEEP + "]" * DEEP), Fails("too_deep")),
    "objects nested deep and never closed": (replies('{"a":' * DEEP), Fails("too_deep")),
    "content nested deep": (replies(content("[" * DEEP + "]" * DEEP)), Fails("too_deep")),
    "an error nested deep": (replies('{"error":' * DEEP + "1" + "}" * DEEP, "500 Broken"),
                             Fails("http_500", billed=False)),
    "a stream of events": (
        lambda c: c.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 10\r\n\r\ndata: {}\n\n"),
        Fails("event_stream", "config", attempts=1, said="stream")),
    "a raw NUL in the JSON": (replies(content(b'"sc\0re 7"')), Fails("not_json")),
}


@failing(CASES)
class NoAnswer(WireTest):
    def assert_heals(self, server):
        # What was cut off by length is bought once, and stays.
        if self._testMethodName != "test_empty_content_cut_by_length":
            super().assert_heals(server)


class BrokenAnswers(WireTest):
    """Paid for, so they are kept; but a verdict is what can be read in them, and nothing else."""

    def answered(self, body, status="scored", **expected):
        ran = self.with_fault(replies(body), 0 if status == "scored" else 1)
        self.assert_scored(ran.others)
        self.assertEqual(ran.row["status"], status, ran.row)
        if status == "scored":
            self.assertEqual(ran.row["verdict"]["score"], expected.get("score", 7), ran.row)
        else:
            self.assertIsNone(ran.row["verdict"])
        self.run_it(self.dir / "judge.toml", 0 if status == "scored" else 1)
        self.assertEqual(len(ran.server.requests), 8)
        return ran.row

    def test_broken_characters_in_the_explanation_leave_the_score(self):
        for text in (b'"{\\"explanation\\":\\"\xff\xfe\\",\\"score\\":7}"',
                     '"{\\"explanation\\":\\"\\ud83d\\",\\"score\\":7}"',
                     '"{\\"explanation\\":\\"\\udc00\\ud800\\",\\"score\\":7}"',
                     '"{\\"explanation\\":\\"a\\u0000b\\",\\"score\\":7}"',
                     '"{\\"explanation\\":\\"\\\\ud83d alone\\",\\"score\\":7}"',
                     b'"{\\"explanation\\":\\"\xed\xa0\x80\xc0\xaf\\",\\"score\\":7}"'):
            with self.subTest(text):
                row = self.answered(content(text))
                json.dumps(row, ensure_ascii=False).encode()  # no half of a pair is in the line

    def test_broken_characters_in_the_score_make_it_none(self):
        for text in (b'"{\\"score\\":\xff7}"', '"{\\"score\\":7\\ud83d}"', '"{\\"score\\":\\u00007}"',
                     b'"{\\"score\\":1\xff0}"', '"{\\"sc\\ud83dore\\":7}"', '"\\ud83d"', b'"\xff"', '"\\u0000"'):
            with self.subTest(text):
                self.answered(content(text), "unscored")

    def test_of_the_same_key_twice_the_last_counts(self):
        self.answered('{"choices":[],"choices":[{"message":{"content":"{\\"score\\":3}","content":"{\\"score\\":7}"}}]}')

    def test_a_usage_that_cannot_be_is_unknown_and_the_answer_is_kept(self):
        for usage in ('{"prompt_tokens":1e400,"completion_tokens":9}', '{"prompt_tokens":-5,"completion_tokens":9}',
                      '{"prompt_tokens":"50","completion_tokens":"9"}', '{"prompt_tokens":1e300,"completion_tokens":9}',
                      '{"prompt_tokens":NaN,"completion_tokens":Infinity}', '{"prompt_tokens":5.5,"completion_tokens":9}',
                      '{"prompt_tokens":99999999999999999999999,"completion_tokens":9}', '[1,2]', '"many"', "null",
                      '{"prompt_tokens":null,"completion_tokens":9}', "-1e999", "{}"):
            with self.subTest(usage):
                row = self.answered(content('"{\\"score\\":7}"', usage))
                self.assertIsNone(row["usage"])

    def test_a_score_that_cannot_be_is_none(self):
        for score in ("1e400", "-7", "NaN", "Infinity", '\\"NaN\\"', "99999999999999999999", "null", "[]"):
            with self.subTest(score):
                self.answered(content('"{\\"score\\":%s}"' % score), "unscored")

    def test_a_verdict_nested_deep_is_none(self):
        self.answered(completion('{"score":' * DEEP + "7" + "}" * DEEP), "unscored")


if __name__ == "__main__":
    unittest.main(verbosity=2)
