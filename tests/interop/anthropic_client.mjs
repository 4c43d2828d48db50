// The official client of Anthropic talks to `judge mock`.
import assert from "node:assert/strict";
import test from "node:test";
import Anthropic, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { isVerdict, mock, question, schema } from "./judge_mock.mjs";

const request = {
  model: "claude",
  max_tokens: 500,
  messages: [{ role: "user", content: question }],
};
const client = (baseURL, more = {}) =>
  new Anthropic({ baseURL, apiKey: "key", maxRetries: 0, ...more });

test("a message has a text, usage and an id", async (t) => {
  const anthropic = client(await mock(t, "--api-key", "key"));
  const reply = await anthropic.messages.create({ ...request, system: "Be strict." });
  assert.equal(reply.type, "message");
  assert.equal(reply.stop_reason, "end_turn");
  assert.ok(reply.content[0].text.length > 0);
  assert.ok(reply.usage.input_tokens > 0 && reply.usage.output_tokens > 0);
  assert.match(reply._request_id, /^req_/);
});

test("structured output holds a verdict, as text and parsed by the client", async (t) => {
  const anthropic = client(await mock(t));
  const output_config = { format: { type: "json_schema", schema } };
  const reply = await anthropic.messages.create({ ...request, output_config });
  assert.ok(isVerdict(reply.content[0].text));
  const bounded = { ...schema, properties: { score: { type: "integer", minimum: 1 } }, required: [] };
  await assert.rejects(
    anthropic.messages.create({ ...request, output_config: { format: { type: "json_schema", schema: bounded } } }),
    (error) => error instanceof BadRequestError && /'minimum'|minimum/.test(error.message));
});

test("the version the client speaks takes no temperature; the older one does", async (t) => {
  const root = await mock(t);
  await assert.rejects(client(root).messages.create({ ...request, temperature: 1 }), (error) =>
    error instanceof BadRequestError && /temperature: Extra inputs/.test(error.message));
  const older = client(root, { defaultHeaders: { "anthropic-version": "2023-06-01" } });
  assert.equal((await older.messages.create({ ...request, temperature: 1 })).type, "message");
});

test("errors arrive as the client's own kinds", async (t) => {
  const root = await mock(t, "--api-key", "key");
  await assert.rejects(client(root, { apiKey: "wrong" }).messages.create(request),
    AuthenticationError);
  await assert.rejects(client(root).messages.create({ ...request, messages: [] }), BadRequestError);
  const busy = client(await mock(t, "--fail", "529=1"));
  await assert.rejects(busy.messages.create(request), (error) =>
    error instanceof InternalServerError && error.status === 529 &&
    error.error.error.type === "overloaded_error" && /^req_/.test(error.requestID));
});

test("a 429 tells when to come again, and who waits is answered", async (t) => {
  const root = await mock(t, "--rpm", "2", "--burst", "1");
  await client(root).messages.create(request);
  await assert.rejects(client(root).messages.create(request), (error) =>
    error instanceof RateLimitError && Number(error.headers.get("retry-after")) <= 30 &&
    !Number.isNaN(Date.parse(error.headers.get("anthropic-ratelimit-requests-reset"))));
  const patient = client(await mock(t, "--rpm", "60", "--burst", "1"), { maxRetries: 5 });
  await patient.messages.create(request);
  assert.equal((await patient.messages.create(request)).type, "message");
});

test("refusals, cut answers and cached prompts are told", async (t) => {
  const shy = await client(await mock(t, "--fail", "refusal=1")).messages.create(request);
  assert.equal(shy.stop_reason, "refusal");
  const cut = await client(await mock(t)).messages.create({ ...request, max_tokens: 1 });
  assert.equal(cut.stop_reason, "max_tokens");
  const caching = client(await mock(t, "--prompt-cache"));
  const long = [{ type: "text", text: "x".repeat(9000), cache_control: { type: "ephemeral" } }];
  const written = await caching.messages.create({ ...request, system: long });
  assert.ok(written.usage.cache_creation_input_tokens > 1024);
  const read = await caching.messages.create({ ...request, system: long });
  assert.equal(read.usage.cache_read_input_tokens, written.usage.cache_creation_input_tokens);
});
