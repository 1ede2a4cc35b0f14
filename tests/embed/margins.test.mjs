// How far off a room of the walking meter may be.

import assert from "node:assert/strict";
import test from "node:test";

const { isEnough, margins } = await import(`${process.env.EMBED}/walk/strip.js`);

const near = (number, expected) => assert.ok(Math.abs(number - expected) < 0.06, `${number} and not ${expected}`);

test("few pings are less sure than many of the same times", () => {
  const times = (count) => Array.from({ length: count }, (_, at) => 20 + (at % 8) * 5);
  const [few, many] = [margins(times(8)), margins(times(80))];
  assert.ok(few.median > many.median, `${few.median} ${many.median}`);
  assert.ok(few.lost > many.lost);
});

test("of few times the interval of the median is all of them", () => {
  assert.equal(margins([10, 20, 90]).median, 70);
});

test("the share of the lost is off by Wilson's interval", () => {
  // 0 of 8: up to 32.4 %. 5 of 10: 23.7 to 76.3 %. 20 of 20: 83.9 % at the least.
  near(margins(Array(8).fill(20)).lost, 32.4);
  near(margins([...Array(5).fill(20), ...Array(5).fill(null)]).lost, 26.3);
  near(margins(Array(20).fill(null)).lost, 16.1);
});

test("where nothing was measured there are numbers, too", () => {
  for (const pings of [[], [null]]) for (const number of Object.values(margins(pings))) assert.ok(Number.isFinite(number));
});

test("a room is enough by how many pings there are and how far apart", () => {
  const steady = (count) => Array(count).fill(20);
  const wild = (count) => Array.from({ length: count }, (_, at) => (at % 2 ? 10 : 200));
  assert.deepEqual([8, 15, 16].map((count) => isEnough(steady(count))), [false, false, true]);
  assert.deepEqual([16, 39, 40].map((count) => isEnough(wild(count))), [false, false, true]);
  assert.ok(isEnough(Array(16).fill(null)), "where nothing answers, that is seen soon");
});
