// What is read out of a sentence.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { facts } = await import(`${process.env.EMBED}/loyal/sentence.js`);

const read = (language, typed) => {
  const { technologies } = JSON.parse(readFileSync(`${process.env.EMBED}/loyal/${language}.json`));
  return facts(typed, technologies).map(({ name, value }) => `${name}=${value}`).join();
};

for (const [language, typed, told] of [
  ["en", "my fibre internet is slow in the evening", "technology=fibre"],
  ["en", "My VDSL drops", "technology=dsl"],
  ["en", "no internet since this morning", ""],
  // From the beginning of a word only: "broadsl" is none of ours.
  ["en", "the broadsl box is off", ""],
  // Two at once say nothing.
  ["en", "moved from DSL to fibre last week", ""],
  ["de", "Mein Glasfaseranschluss ist langsam", "technology=fibre"],
]) {
  test(`${language}: “${typed}” says ${told || "nothing"}`, () => assert.equal(read(language, typed), told));
}
