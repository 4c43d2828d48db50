// usage: node aimock.mjs '{"dropRate": 0.1, …}'
// Somebody else's mock of the providers, which answers every request alike; prints its address.
import { LLMock } from "@copilotkit/aimock";

const mock = new LLMock({ port: 0, chaos: JSON.parse(process.argv[2] ?? "{}") });
mock.onMessage(/.*/s, {
  content: JSON.stringify({ explanation: "It is right.", score: 7 }),
  usage: { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 },
});
await mock.start();
console.log(mock.url);
