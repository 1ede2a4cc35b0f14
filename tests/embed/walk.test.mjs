// The walk through the home: which pings a room keeps while the customer names rooms, and while the device sleeps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { onClock } from "../speed/course.mjs";
import { Node, browser, page } from "./nodes.mjs";

browser({});
const { stage } = await import(`${process.env.EMBED}/walk.js`);
const texts = JSON.parse(readFileSync(`${process.env.EMBED}/speed/en.json`, "utf8"));
const our = { get: async () => ({ json: async () => texts }), file: (name) => name, spokenFor: (language) => language, language: "en" };

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A walk, on a clock of its own, over a line that answers each ping after `answers(at)` ms, where `at` is when it was asked; null for
 * never. `act` walks, and gets `press` for the buttons by what they do, `figure()` for what is shown of the last ping, how many were
 * `asked()`, and `hide(is)` for the page. In `[from, to]` of `asleep` nothing runs. Gives what was measured.
 */
function walk(answers, act, asleep = []) {
  const document = page();
  globalThis.sessionStorage = {};
  return onClock(async () => {
    const began = performance.now();
    let asked = 0;
    globalThis.fetch = (_, { signal }) =>
      new Promise((resolve, reject) => {
        asked += 1;
        const after = answers(performance.now() - began);
        if (after !== null) setTimeout(() => resolve({ status: 204, arrayBuffer: async () => {} }), after);
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const node = new Node("div");
    const { measured } = await stage(node, { targets: ["/probe/ping"] }, our);
    const press = (what) => node.onclick({ target: node.querySelector(`[data-act="${what}"]`) });
    const hide = (hidden) => {
      document.hidden = hidden;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    press("start");
    await act({ press, hide, figure: () => node.querySelector('[data-live="figure"]').textContent, asked: () => asked });
    press("done");
    return measured;
  }, asleep.map(([from, to]) => [1000 + from, 1000 + to]));
}

test("a room that is named while a ping is under way is measured, and the one before is left out", async () => {
  const found = await walk(() => 120, async ({ press, figure, asked }) => {
    await wait(1060);
    press("room-kitchen");
    const before = asked();
    await wait(6000);
    assert.ok(asked() > before + 20, `${asked() - before} pings in six seconds`);
    assert.match(figure(), /^120/);
  });
  assert.deepEqual(found, { names: "Kitchen", medians: "120", losts: "0" });
});

test("a room that is named again while a ping is under way begins anew, and gets no ping of before", async () => {
  const found = await walk((at) => (at < 2100 ? 240 : 20), async ({ press }) => {
    await wait(1060);
    press("room-kitchen");
    await wait(1000);
    press("room-beside");
    await wait(20);
    press("room-kitchen");
    await wait(6000);
  });
  assert.deepEqual(found, { names: "Kitchen", medians: "20", losts: "0" });
});

test("a room that is pressed again keeps its pings", async () => {
  const found = await walk(() => 20, async ({ press }) => {
    for (let times = 0; times < 4; times++) {
      await wait(1500);
      press("room-beside");
    }
  });
  assert.equal(found.names, "Beside the router");
});

test("a device that slept, or whose page was hidden, loses some pings itself while it joins its network", async () => {
  const joins = (from) => (at) => (at >= from && at < from + 5000 ? null : 20);
  const slept = await walk(joins(9000), () => wait(25000), [[5000, 9000]]);
  assert.equal(slept.losts, "0");
  const hidden = await walk(joins(9000), async ({ hide }) => {
    await wait(5000);
    hide(true);
    await wait(4000);
    hide(false);
    await wait(16000);
  });
  assert.equal(hidden.losts, "0");
  const awake = await walk(joins(9000), () => wait(25000));
  assert.ok(awake.losts > 3, awake.losts);
  // What lasts longer is the room's.
  const dead = await walk((at) => (at < 9000 ? 20 : null), () => wait(40000), [[5000, 9000]]);
  assert.ok(dead.losts > 20, dead.losts);
});
