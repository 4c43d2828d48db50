// The official client of OpenAI talks to `judge mock`: chat, Responses and Azure.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI, {
  AuthenticationError,
  AzureOpenAI,
  BadRequestError,
  InternalServerError,
  RateLimitError,
} from "openai";
import { isVerdict, mock, question, schema } from "./judge_mock.mjs";

const messages = [{ role: "user", content: question }];
const response_format = { type: "json_schema", json_schema: { name: "v", strict: true, schema } };

const client = (root, more = {}) =>
  new OpenAI({ baseURL: `${root}/v1`, apiKey: "key", maxRetries: 0, ...more });

test("a chat has a text, usage, an id, and the models are listed", async (t) => {
  const openai = client(await mock(t));
  const reply = await openai.chat.completions.create({ model: "m", messages });
  assert.ok(reply.choices[0].message.content.length > 0);
  assert.equal(reply.choices[0].finish_reason, "stop");
  const { prompt_tokens, completion_tokens, total_tokens } = reply.usage;
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
  assert.match(reply._request_id, /^req_/);
  const models = await openai.models.list();
  assert.equal(models.data[0].id, "mock");
});

test("structured output holds a verdict, and logprobs spell it", async (t) => {
  const reply = await client(await mock(t)).chat.completions.create({
    model: "m", messages, response_format, logprobs: true, top_logprobs: 5,
  });
  const { message, logprobs } = reply.choices[0];
  assert.ok(isVerdict(message.content));
  assert.equal(logprobs.content.map((one) => one.token).join(""), message.content);
  assert.ok(logprobs.content.every((one) => one.top_logprobs.length === 5 && one.logprob <= 0));
});

test("errors arrive as the client's own kinds", async (t) => {
  const openai = client(await mock(t, "--api-key", "key"));
  const wrong = client(openai.baseURL.replace("/v1", ""), { apiKey: "wrong" });
  await assert.rejects(wrong.chat.completions.create({ model: "m", messages }), AuthenticationError);
  await assert.rejects(openai.chat.completions.create({ model: "m", messages: [] }), (error) =>
    error instanceof BadRequestError && error.param === "messages");
  const poor = client(await mock(t, "--fail", "billing=1"));
  await assert.rejects(poor.chat.completions.create({ model: "m", messages }), (error) =>
    error instanceof RateLimitError && error.code === "insufficient_quota");
});

test("a 429 tells how long to wait, and who waits is answered", async (t) => {
  const hasty = client(await mock(t, "--rpm", "2", "--burst", "1"));
  await hasty.chat.completions.create({ model: "m", messages });
  await assert.rejects(hasty.chat.completions.create({ model: "m", messages }), (error) =>
    error instanceof RateLimitError && Number(error.headers.get("retry-after-ms")) <= 30000);
  const patient = client(await mock(t, "--rpm", "600", "--burst", "1"), { maxRetries: 20 });
  const all = [1, 2, 3, 4].map(() => patient.chat.completions.create({ model: "m", messages }));
  for (const reply of await Promise.all(all)) assert.equal(reply.choices.length, 1);
});

test("faults: a server that fails now and then, refusals, cut answers", async (t) => {
  const failing = client(await mock(t, "--fail", "503=1"));
  await assert.rejects(failing.chat.completions.create({ model: "m", messages }), InternalServerError);
  const shy = client(await mock(t, "--fail", "refusal=1"));
  const refused = (await shy.chat.completions.create({ model: "m", messages })).choices[0].message;
  assert.equal(refused.content, null);
  assert.ok(refused.refusal.length > 0);
  const cut = client(await mock(t, "--fail", "length=1"));
  const reply = await cut.chat.completions.create({ model: "m", messages });
  assert.equal(reply.choices[0].finish_reason, "length");
});

test("Responses: text, structured output, logprobs, refusals, cut and refused requests", async (t) => {
  const openai = client(await mock(t));
  const plain = await openai.responses.create({ model: "m", input: question });
  assert.ok(plain.output_text.length > 0);
  assert.equal(plain.status, "completed");
  const verdict = await openai.responses.create({
    model: "m",
    instructions: "Be strict.",
    input: [{ role: "user", content: [{ type: "input_text", text: question }] }],
    text: { format: { type: "json_schema", name: "v", strict: true, schema } },
    include: ["message.output_text.logprobs"],
    top_logprobs: 3,
  });
  assert.ok(isVerdict(verdict.output_text));
  const { logprobs } = verdict.output[0].content[0];
  assert.equal(logprobs.map((one) => one.token).join(""), verdict.output_text);
  const cut = await openai.responses.create({ model: "m", input: question, max_output_tokens: 16,
    text: { format: { type: "json_schema", name: "v", strict: true, schema } } });
  assert.equal(cut.incomplete_details?.reason, "max_output_tokens");
  await assert.rejects(openai.responses.create({ model: "m", input: "x", foo: 1 }), (error) =>
    error instanceof BadRequestError && error.code === "unknown_parameter" && error.param === "foo");
  const shy = client(await mock(t, "--fail", "refusal=1"));
  const refused = await shy.responses.create({ model: "m", input: question });
  assert.equal(refused.output[0].content[0].type, "refusal");
});

test("Azure: its client finds the deployment, its errors and its limits", async (t) => {
  const root = await mock(t, "--rpm", "2", "--burst", "1", "--api-key", "key");
  const azure = (apiKey) => new AzureOpenAI({
    endpoint: root, apiKey, apiVersion: "2024-10-21", deployment: "dep", maxRetries: 0 });
  await assert.rejects(azure("wrong").chat.completions.create({ model: "dep", messages }),
    AuthenticationError);
  const reply = await azure("key").chat.completions.create({ model: "dep", messages, response_format });
  assert.ok(isVerdict(reply.choices[0].message.content));
  assert.equal(reply.choices[0].content_filter_results.hate.filtered, false);
  await assert.rejects(azure("key").chat.completions.create({ model: "dep", messages }), (error) =>
    error instanceof RateLimitError && Number(error.headers.get("retry-after")) <= 30);
});
