// What names photos and messages, on pages with TLS and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync, readdirSync } from "node:fs";

const { uuid } = await import(`${process.env.EMBED}/uuid.js`);

test("a UUID is random and of version 4, also where the browser makes none by itself", () => {
  const { randomUUID } = crypto;
  crypto.randomUUID = undefined;
  try {
    const some = Array.from({ length: 50 }, uuid);
    for (const one of some) assert.match(one, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.equal(new Set(some).size, 50);
  } finally {
    crypto.randomUUID = randomUUID;
  }
});

test("no script takes a UUID of the browser's, which pages without TLS do not have", () => {
  const files = readdirSync(process.env.EMBED, { recursive: true }).filter((file) => file.endsWith(".js"));
  assert.ok(files.length > 40, files.join(" "));
  for (const file of files) assert.doesNotMatch(readFileSync(`${process.env.EMBED}/${file}`, "utf8"), /\.randomUUID\(/, file);
});
