// What is sent about a search that found nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { told, words } = await import(`${process.env.EMBED}/insights/searched.js`);

// The relay splits by the same rule, and reads the same examples (crates/insights/tests/figures.rs).
for (const [typed, expected] of JSON.parse(readFileSync(new URL("../searched.json", import.meta.url))))
  test(`“${typed}” says ${expected.join(" ") || "nothing"}`, () => assert.deepEqual(words(typed), expected));

test("no more is told than the relay looks at, and no word is cut", () => {
  const long = Array.from({ length: 6 }, (_, at) => "网".repeat(23) + "一二三四五六"[at]).join(" ");
  assert.deepEqual(told(long).split(" "), words(long).slice(0, 2));
  assert.equal(told("anna@isp.example 4711"), "");
});
