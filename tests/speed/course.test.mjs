// Which figure comes of how the bytes came: pauses of the line and of the device, ramps, bursts and jumps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { download, onClock } from "./course.mjs";

const { Count } = await import(`${process.env.EMBED}/speed/statistics.js`);
const { settle } = await import(`${process.env.EMBED}/speed/load.js`);
const { counter } = await import(`${process.env.EMBED}/speed/up.js`);

/** When the warm-up is over, and how long a load goes on at most; ms since it began, as `down.js` has them. */
const FROM = 900;
const MOST = 5500;

/** What is measured where the line carries `rate(ms)` Mbit/s, and nothing runs on the device in the spans `busy`. */
function figureOf(rate, { busy = [], bytes = 1e12 } = {}) {
  const began = 1000;
  const spans = busy.map(([from, to]) => [began + from, began + to]);
  return onClock(async () => {
    const count = new Count();
    const load = download(count, began, rate);
    const figure = await settle(load, { began, from: began + FROM, most: began + MOST, bytes, ready: () => true, signal: new AbortController().signal });
    return { ...figure, took: performance.now() - began };
  }, spans);
}

const near = ({ mbit, confidence }, expected, what) =>
  assert.ok(Math.abs(mbit / expected - 1) <= 0.03, `${what}: ${mbit} with the confidence ${confidence}, not ${expected}`);

/** A line of this rate with noise of so much, the same each time. */
const noisy = (mbit, share) => (ms) => mbit * (1 + share * (((Math.floor(ms / 20) * 7919) % 101) / 50 - 1));

for (const mbit of [0.4, 2, 20, 50, 200, 900]) {
  test(`a steady line of ${mbit} Mbit/s is measured as that`, async () => {
    for (const share of [0, 0.2]) near(await figureOf(noisy(mbit, share)), mbit, `noise ${share}`);
    assert.equal((await figureOf(() => mbit)).confidence, "high");
  });
}

for (const mbit of [20, 50, 200]) {
  test(`a line of ${mbit} Mbit/s that pauses is not taken for a slow one`, async () => {
    for (const pause of [500, 800, 1200, 2100, 3000]) {
      for (const at of [100, 850, 1000, 1300, 1700]) {
        const figure = await figureOf((ms) => (ms >= at && ms < at + pause ? 0 : mbit));
        near(figure, mbit, `nothing for ${pause} ms from ${at} on`);
      }
    }
  });

  test(`a line of ${mbit} Mbit/s is measured as that though nothing runs on the device for a while`, async () => {
    for (const pause of [500, 800, 1200, 2000, 2900]) {
      for (const at of [850, 1000, 1300, 1700]) near(await figureOf(() => mbit, { busy: [[at, at + pause]] }), mbit, `busy for ${pause} ms from ${at} on`);
    }
  });
}

test("what waited on the way and comes at once is not the rate", async () => {
  // A second of data waits somewhere, and comes at four times the rate.
  for (const mbit of [20, 50, 200]) {
    const rate = (ms) => (ms < 1000 ? mbit : ms < 1600 ? 0 : ms < 1800 ? 4 * mbit : mbit);
    near(await figureOf(rate), mbit, "a burst after a stall");
  }
});

test("a rate that grows by 13 % a second is not stable", async () => {
  for (const mbit of [20, 200]) {
    const growing = await figureOf((ms) => mbit * 1.13 ** (ms / 1000));
    assert.notEqual(growing.confidence, "high", JSON.stringify(growing));
    const until = await figureOf((ms) => mbit * 1.13 ** Math.min(ms / 1000, 2.5));
    near(until, mbit * 1.13 ** 2.5, "it grew, and then no more");
  }
});

test("where the rate jumps early, the new one is the figure, and a jump that is too late for that is not sure", async () => {
  for (const [before, after] of [[50, 100], [100, 50], [20, 200]]) {
    near(await figureOf((ms) => (ms < 1500 ? before : after)), after, `${before} to ${after}`);
    const late = await figureOf((ms) => (noisy(1, 0.5)(ms) * (ms < 3200 ? before * (1 + 0.3 * Math.sin(ms / 300)) : after)));
    assert.notEqual(late.confidence, "high", JSON.stringify(late));
  }
});

test("what pauses again and again is measured as what came in all, and is not sure", async () => {
  for (const mbit of [20, 50, 200]) {
    const figure = await figureOf((ms) => (ms % 1000 < 500 ? mbit : 0));
    assert.ok(figure.mbit > mbit * 0.4 && figure.mbit < mbit * 0.65, JSON.stringify(figure));
    assert.equal(figure.confidence, "low");
  }
});

test("a figure that is sure has a second and more of data behind it", async () => {
  for (const mbit of [1, 50, 200, 900, 5000]) {
    const { confidence, took } = await figureOf(() => mbit);
    assert.ok(confidence !== "high" || took >= FROM + 1000, `${mbit}: ${confidence} after ${took}`);
    const cut = await figureOf(() => mbit, { bytes: (mbit / 8) * 1e6 * 1.3 });
    assert.equal(cut.confidence, "medium", `${mbit}, where it may carry no more`);
    near(cut, mbit, "cut short");
  }
});

test("a line on which nothing comes any more is lost", async () => {
  await assert.rejects(figureOf((ms) => (ms < 1200 ? 50 : 0)), { reason: "no-answer" });
});

test("counts of a server whose clock jumps are of when they came", async () => {
  for (const [jump, at] of [[0, 0], [3500, 1000], [-3500, 1000], [400, 2000], [3600e3, 700], [-3600e3, 700]]) {
    const began = 1000;
    const figure = await onClock(async () => {
      const { count, take } = counter(() => Infinity);
      const load = { count, sent: 0, over: false, check: () => {} };
      const tell = () => {
        const ms = performance.now() - began;
        take(JSON.stringify({ bytes: Math.round(ms * 50), ms: 4000e3 + ms + (ms > at ? jump : 0) }));
        if (ms < 15000) setTimeout(tell, 100);
      };
      setTimeout(tell, 100);
      return settle(load, { began, from: began + 600, most: began + 6000, bytes: 1e12, ready: () => true, signal: new AbortController().signal });
    });
    near(figure, 0.4, `a jump of ${jump} ms`);
  }
});
