// OpenAI's own SDK with p-limit, one promise a row.
//
// usage: node openai_plimit.mjs SETTINGS.json   (see bench/peers.py)
import { appendFileSync, readFileSync } from "node:fs";
import OpenAI from "openai";
import pLimit from "p-limit";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const prompt = readFileSync(settings.prompt, "utf8");
const request = JSON.parse(readFileSync(settings.request, "utf8"));
const client = new OpenAI({ baseURL: settings.url, apiKey: settings.key });
const limit = pLimit(settings.in_flight);

function render(row) {
  let text = prompt;
  for (const name of ["question", "target", "answer"])
    text = text.replaceAll(`{{${name}}}`, () => row[name]);
  return text;
}

async function judge(row) {
  const reply = await client.chat.completions.create({
    ...request,
    messages: [{ role: "user", content: render(row) }],
  });
  const content = reply.choices[0].message.content;
  const { score, explanation } = JSON.parse(content);
  const line = { id: row.id, score, explanation, text: content, usage: reply.usage };
  appendFileSync(settings.out, JSON.stringify(line) + "\n");
}

const lines = readFileSync(settings.dataset, "utf8").trimEnd().split("\n");
await Promise.all(lines.map((line) => limit(() => judge(JSON.parse(line)))));
