// Strips of several scripts below one title bar.
import assert from "node:assert/strict";
import { test } from "node:test";
import { row } from "./page.mjs";

const { putBelow } = await import(`${process.env.EMBED}/strip.js`);

const our = { sheets: [], shadows: new Set() };
const node = (name, isStrip) => ({ name, matches: (selector) => selector === ".fl-strip" && isStrip });
const bar = () => node("bar", false);
const main = () => node("main", false);

test("a strip stands between the title bar and what is below it", () => {
  const [top, strip] = [bar(), node("ticket", true)];
  const { nodes } = row(top, main());
  putBelow(our, top, strip);
  assert.deepEqual(nodes.map(({ name }) => name), ["bar", "ticket", "main"]);
});

test("of two strips neither moves the other, however often each is put there", () => {
  const [top, first, second] = [bar(), node("ticket", true), node("again", true)];
  const { nodes, moved } = row(top, first, second, main());
  for (const strip of [second, first, second]) putBelow(our, top, strip);
  assert.deepEqual(nodes.map(({ name }) => name), ["bar", "ticket", "again", "main"]);
  assert.deepEqual(moved, []);
});

test("a second strip comes below the first", () => {
  const [top, first, second] = [bar(), node("ticket", true), node("again", true)];
  const { nodes } = row(top, first, main());
  putBelow(our, top, second);
  assert.deepEqual(nodes.map(({ name }) => name), ["bar", "ticket", "again", "main"]);
});

test("a strip that what was drawn anew has moved is put back below the title bar", () => {
  const [top, strip] = [bar(), node("ticket", true)];
  const { nodes } = row(top, main(), strip);
  putBelow(our, top, strip);
  assert.deepEqual(nodes.map(({ name }) => name), ["bar", "ticket", "main"]);
});
