"""Every dialect over real HTTP: what is sent, what is made of the replies, and that no key gets anywhere else."""

import hashlib
import hmac
import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from fake_provider import VERDICT, FakeProvider, completion  # noqa: E402
from harness import JudgeTest  # noqa: E402

KEY = "a-key-that-nobody-may-see"
CONFIG = """\
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
provider = "{provider}"
model = "{model}"
base_url = "{url}"
max_connections = 4
retry = {{ base = "10ms", cap = "100ms" }}
price = {{ input = 1, cached_input = 0.1, cache_write = 2, output = 10 }}
{extra}
[judge]
method = "score"
models = ["m"]
system = "Be fair."
prompt = "Grade from 1 to 10: {{{{output}}}}"
"""

ANTHROPIC = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": VERDICT}],
             "stop_reason": "end_turn", "usage": {"input_tokens": 40, "cache_creation_input_tokens": 20,
                                                  "cache_read_input_tokens": 40, "output_tokens": 10}}
GEMINI = {"candidates": [{"content": {"parts": [{"text": VERDICT}], "role": "model"}, "finishReason": "STOP"}],
          "usageMetadata": {"promptTokenCount": 100, "cachedContentTokenCount": 40, "candidatesTokenCount": 4,
                            "thoughtsTokenCount": 6, "totalTokenCount": 110}}
BEDROCK = {"output": {"message": {"role": "assistant", "content": [{"text": VERDICT}]}}, "stopReason": "end_turn",
           "usage": {"inputTokens": 100, "outputTokens": 10, "totalTokens": 110}}
RESPONSES = {"status": "completed", "error": None, "output": [
    {"type": "message", "content": [{"type": "output_text", "text": VERDICT}]}],
    "usage": {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 10}}
RETRY_INFO = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Slow down", "details": [
    {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.05s"}]}}


def signature(request, secret):
    """Of a request as it arrived, by Amazon's description."""
    scheme, fields = request.headers["authorization"].split(" ", 1)
    fields = dict(field.split("=", 1) for field in fields.split(", "))
    scope = fields["Credential"].split("/", 1)[1]
    names = fields["SignedHeaders"].split(";")
    path, _, query = request.path.partition("?")
    lines = "".join(f"{name}:{request.headers[name]}\n" for name in names)
    canonical = "\n".join(["POST", path.replace("%", "%25"), query, lines, ";".join(names),
                           hashlib.sha256(request.body).hexdigest()])
    text = "\n".join([scheme, request.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return fields["Signature"], hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class ProviderTest(JudgeTest):
    def provider(self, *replies):
        """Gives the replies in turn, and the last for ever."""
        left = list(replies)
        provider = FakeProvider(lambda _: left.pop(0) if len(left) > 1 else left[0])
        self.addCleanup(provider.close)
        return provider

    def run_with(self, provider, name, extra="", model="some-model", samples=3, **environment):
        self.dataset(samples)
        config = self.write("judge.toml", CONFIG.format(provider=name, model=model, url=provider.url, extra=extra))
        out, err = self.judge("run", config, "--progress", "plain", status=0, **environment)
        rows = self.results()
        self.assertEqual([row["verdict"]["score"] for row in rows], [7.0] * samples)
        for secret in environment.values():
            for file in self.dir.rglob("*"):
                if file.is_file():
                    self.assertNotIn(secret.encode(), file.read_bytes(), file)
            self.assertNotIn(secret, out + err)
        return rows


class Providers(ProviderTest):
    def test_anthropic(self):
        limited = {"type": "error", "error": {"type": "rate_limit_error", "message": "Slow down"}}
        claude = self.provider((429, {"retry-after": "0.05"}, limited), (200, {}, ANTHROPIC))
        rows = self.run_with(claude, "anthropic", 'api_keys = "env:K"', K=KEY)
        self.assertEqual(len(claude.requests), 4)
        for request in claude.requests:
            self.assertEqual(request.path, "/v1/messages")
            self.assertEqual(request.headers["x-api-key"], KEY)
            self.assertEqual(request.headers["anthropic-version"], "2023-06-01")
            self.assertEqual(request.json["system"], "Be fair.")
            self.assertEqual(request.json["output_config"]["format"]["type"], "json_schema")
        self.assertEqual(rows[0]["usage"], {"input": 100, "cached_input": 40, "cache_write": 20, "output": 10,
                                            "reasoning": None})
        self.assertAlmostEqual(rows[0]["cost_usd"], (40 * 1 + 40 * 0.1 + 20 * 2 + 10 * 10) / 1e6)

    def test_gemini(self):
        gemini = self.provider((429, {}, RETRY_INFO), (200, {}, GEMINI))
        rows = self.run_with(gemini, "gemini", 'api_keys = "env:K"', K=KEY)
        self.assertEqual(len(gemini.requests), 4)
        for request in gemini.requests:
            self.assertEqual(request.path, "/v1beta/models/some-model:generateContent")
            self.assertEqual(request.headers["x-goog-api-key"], KEY)
            self.assertIn("responseSchema", request.json["generationConfig"])
        self.assertEqual(rows[0]["usage"], {"input": 100, "cached_input": 40, "cache_write": None, "output": 10,
                                            "reasoning": 6})

    def test_azure(self):
        azure = self.provider((200, {}, completion()))
        self.run_with(azure, "azure", 'deployment = "d"\nquery = { tag = "x" }', AZURE_OPENAI_API_KEY=KEY)
        self.assertEqual(azure.requests[0].path,
                         "/openai/deployments/d/chat/completions?api-version=2024-10-21&tag=x")
        self.assertEqual(azure.requests[0].headers["api-key"], KEY)
        self.assertNotIn("authorization", azure.requests[0].headers)

    def test_bedrock_requests_are_signed(self):
        bedrock = self.provider((429, {"x-amzn-errortype": "ThrottlingException:"}, {"message": "Slow down"}),
                                (200, {}, BEDROCK))
        self.run_with(bedrock, "bedrock", 'region = "eu-west-1"', model="amazon.nova-lite-v1:0",
                      AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY=KEY, AWS_SESSION_TOKEN="a-session-token")
        self.assertEqual(len(bedrock.requests), 4)
        for request in bedrock.requests:
            self.assertEqual(request.path, "/model/amazon.nova-lite-v1%3A0/converse")
            self.assertEqual(request.headers["x-amz-security-token"], "a-session-token")
            self.assertEqual(*signature(request, KEY))

    def test_responses(self):
        openai = self.provider((200, {}, RESPONSES))
        self.run_with(openai, "openai", 'api = "responses"\napi_keys = "env:K"', K=KEY)
        self.assertEqual(openai.requests[0].path, "/responses")
        self.assertEqual(openai.requests[0].headers["authorization"], "Bearer " + KEY)
        self.assertFalse(openai.requests[0].json["store"])

    def test_a_day_s_quota_is_no_rate(self):
        details = [{"@type": "type.googleapis.com/google.rpc.QuotaFailure",
                    "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]}]
        gemini = self.provider((429, {}, {"error": {**RETRY_INFO["error"], "details": details}}))
        self.dataset(3)
        config = self.write("judge.toml", CONFIG.format(provider="gemini", model="m", url=gemini.url, extra=""))
        out, err = self.judge("run", config, "--progress", "plain", status=3)
        self.assertIn("out of money or quota", out + err)


class TokenLimit(ProviderTest):
    @staticmethod
    def answer(request):
        if "max_tokens" not in request.json:
            return 200, {}, completion()
        message = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
        return 400, {}, {"error": {"message": message, "type": "invalid_request_error", "param": "max_tokens",
                                   "code": "unsupported_parameter"}}

    def test_its_other_name_is_learned_once_and_what_is_stored_stays_found(self):
        openai = FakeProvider(self.answer)
        self.addCleanup(openai.close)
        rows = self.run_with(openai, "openai", "params = { max_tokens = 50 }", samples=40)
        self.assertEqual({row["status"] for row in rows}, {"scored"})
        refused = sum("max_tokens" in request.json for request in openai.requests)
        self.assertLessEqual(refused, 4)
        self.assertEqual(len(openai.requests) - refused, 40)
        self.assertEqual(openai.requests[-1].json["max_completion_tokens"], 50)
        sent = len(openai.requests)
        _, err = self.judge("run", "judge.toml", "--fresh", "--progress", "plain", status=0)
        self.assertEqual(len(openai.requests), sent, err)


if __name__ == "__main__":
    unittest.main()
