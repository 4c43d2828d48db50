// Starts `judge mock` for a test of node's own test runner, and ends it with the test.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The server's root, such as "http://127.0.0.1:4711". */
export async function mock(t, ...options) {
  const child = spawn(process.env.JUDGE, ["mock", ...options], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  t.after(() => child.kill());
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) return line.replace(/\/v1$/, "");
  throw new Error("judge mock did not start");
}

/** What a judge asks for: a score from 1 to 5 in JSON. */
export const question =
  "Grade the answer from 1 to 5.\n<output>The Nile is the longest river of Africa.</output>";
export const schema = {
  type: "object",
  properties: {
    explanation: { type: "string" },
    score: { type: "integer", enum: [1, 2, 3, 4, 5] },
  },
  required: ["explanation", "score"],
  additionalProperties: false,
};

/** A text that holds such a verdict. */
export function isVerdict(text) {
  const verdict = JSON.parse(text);
  return [1, 2, 3, 4, 5].includes(verdict.score) && verdict.explanation.length > 0;
}
