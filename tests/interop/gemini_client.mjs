// Google's official client talks to `judge mock`.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, GoogleGenAI, Type } from "@google/genai";
import { isVerdict, mock, question, schema } from "./judge_mock.mjs";

const client = (baseUrl, apiKey = "key") => new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });
const request = (config) => ({ model: "gemini-x", contents: question, config });

const own = {
  type: Type.OBJECT,
  properties: {
    explanation: { type: Type.STRING },
    score: { type: Type.INTEGER, minimum: 1, maximum: 5 },
    tags: { type: Type.ARRAY, items: { type: Type.STRING }, minItems: "2" },
  },
  required: ["explanation", "score"],
  propertyOrdering: ["explanation", "score"],
};

const rejected = (promise, status, words) =>
  assert.rejects(promise, (error) =>
    error instanceof ApiError && error.status === status && words.test(error.message));

test("an answer has a text, usage and a reason for its end", async (t) => {
  const reply = await client(await mock(t, "--api-key", "key")).models.generateContent(
    request({ systemInstruction: "Be strict.", temperature: 0, maxOutputTokens: 400 }));
  assert.ok(reply.text.length > 0);
  assert.equal(reply.candidates[0].finishReason, "STOP");
  const { promptTokenCount, candidatesTokenCount, totalTokenCount } = reply.usageMetadata;
  assert.equal(totalTokenCount, promptTokenCount + candidatesTokenCount);
  assert.equal(reply.modelVersion, "gemini-x");
});

test("structured output fits either kind of schema", async (t) => {
  const { models } = client(await mock(t));
  const responseMimeType = "application/json";
  const first = await models.generateContent(request({ responseMimeType, responseSchema: own }));
  assert.ok(isVerdict(first.text));
  assert.equal(JSON.parse(first.text).tags.length, 2);
  const second = await models.generateContent(request({ responseMimeType, responseJsonSchema: schema }));
  assert.ok(isVerdict(second.text));
});

test("logprobs spell the answer", async (t) => {
  const reply = await client(await mock(t)).models.generateContent(
    request({ responseLogprobs: true, logprobs: 4 }));
  const { chosenCandidates, topCandidates } = reply.candidates[0].logprobsResult;
  assert.equal(chosenCandidates.map((one) => one.token).join(""), reply.text);
  assert.ok(topCandidates.every((one) => one.candidates.length === 4));
});

test("errors and limits are told in Google's words", async (t) => {
  const root = await mock(t, "--api-key", "key", "--rpm", "2", "--burst", "1");
  await rejected(client(root, "wrong").models.generateContent(request()), 400, /API_KEY_INVALID/);
  await rejected(client(root).models.generateContent(request({ candidateCount: 2 })), 400,
    /INVALID_ARGUMENT/);
  await client(root).models.generateContent(request());
  await rejected(client(root).models.generateContent(request()), 429,
    /RESOURCE_EXHAUSTED.*RetryInfo.*retryDelay/s);
  await rejected(client(await mock(t, "--fail", "503=1")).models.generateContent(request()), 503,
    /UNAVAILABLE/);
});

test("what is blocked has no text and a reason, what is cut says so", async (t) => {
  const shy = client(await mock(t, "--fail", "refusal=1"));
  const reasons = new Set();
  for (let i = 0; i < 12; ++i) {
    const reply = await shy.models.generateContent({ ...request(), contents: `${question} ${i}` });
    assert.equal(reply.text, undefined);
    reasons.add(reply.promptFeedback?.blockReason ?? reply.candidates[0].finishReason);
  }
  assert.deepEqual([...reasons].sort(), ["PROHIBITED_CONTENT", "SAFETY"]);
  const cut = await client(await mock(t, "--fail", "length=1")).models.generateContent(request());
  assert.equal(cut.candidates[0].finishReason, "MAX_TOKENS");
  assert.equal(cut.text, undefined);
});
