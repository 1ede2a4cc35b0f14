// What is told, on its way to the relay.
import assert from "node:assert/strict";
import { test } from "node:test";
import { quiet, store } from "./page.mjs";
import { kept, load, relay, session } from "./told.mjs";

const { outbox } = await import(`${process.env.EMBED}/insights/outbox.js`);
const BASE = `file://${process.env.EMBED}/`;

const head = (walk) => ({ walk, guide: "g", hash: "h", language: "en" });
const event = (n, more = { is: "unclear", at: "a" }) => ({ n, ...more });
/** An outbox with so many events of a walk in it. */
function filled(count = 2, walk = "a1") {
  const out = outbox(BASE, () => false);
  for (let n = 1; n <= count; n += 1) out.note(head(walk), Date.now(), event(n));
  return out;
}

async function begin(page) {
  session([]);
  await page.tell("open", { guide: "slow-internet" });
}

/** What the relay was told by a page that was left before it answered. */
async function leftUnanswered() {
  store();
  const told = relay();
  const page = load();
  await begin(page);
  told.held = new Promise(() => {});
  await page.leave();
  return told;
}

test("what waits for the line is sent on the next visit, also where the page was closed without one", async () => {
  store();
  const told = relay();
  told.down = true;
  const page = load({ navigator: { onLine: false } });
  await begin(page);
  await page.send();
  await page.leave();
  assert.equal(kept("events")[0].events[0].is, "began");
  told.down = false;
  await load().send();
  assert.deepEqual(told.events().map(({ is }) => is), ["began"]);
  assert.equal(kept("events"), null);
});

test("what is sent as the page is left stays until there is an answer", async () => {
  const told = await leftUnanswered();
  assert.equal(told.requests.length, 1);
  assert.equal(kept("events").length, 1);
  // The page is gone, and nobody knows whether it arrived. The relay counts each number once.
  told.held = undefined;
  await load().send();
  const [first, second] = told.walks();
  assert.deepEqual([first.walk, first.events], [second.walk, second.events]);
  assert.equal(kept("events"), null);
});

test("a page that is put away and closed sends the same only once", async () => {
  const told = await leftUnanswered();
  window.dispatchEvent(new Event("pagehide"));
  await quiet();
  assert.equal(told.requests.length, 1);
});

test("requests carry no cookies and no address, also when the page is left", async () => {
  store();
  const told = relay();
  const page = load({ navigator: { sendBeacon: () => assert.fail("a beacon carries cookies") } });
  await begin(page);
  await page.leave();
  await page.send();
  assert.ok(told.inits.length);
  for (const { credentials, referrerPolicy, keepalive } of told.inits)
    assert.deepEqual([credentials, referrerPolicy, keepalive], ["omit", "no-referrer", true]);
});

test("one request is under way at a time, so that numbers arrive in order", async () => {
  store();
  const told = relay();
  let answer;
  told.held = new Promise((resolve) => (answer = resolve));
  const out = filled(1);
  const first = out.send();
  await quiet();
  out.note(head("a1"), Date.now(), event(2));
  const second = out.send();
  out.note(head("a1"), Date.now(), event(3));
  const third = out.send();
  await quiet();
  assert.equal(told.requests.length, 1);
  answer();
  await Promise.all([first, second, third]);
  assert.deepEqual(told.events().map(({ n }) => n), [1, 2, 3]);
  assert.equal(told.most, 1);
});

test("walks of one browser come in requests of their own", async () => {
  store();
  const told = relay();
  told.down = true;
  await filled(1, "a1").send();
  told.down = false;
  await filled(1, "b2").send();
  assert.deepEqual(told.requests.map(({ walks }) => walks.map(({ walk }) => walk)), [["a1"], ["b2"]]);
});

test("a comment is in no storage, and waits in the page", async () => {
  const storage = store();
  const told = relay();
  told.down = true;
  const out = filled(1);
  out.note(head("a1"), Date.now(), event(2, { is: "comment", text: "my name is Anna" }));
  await out.send();
  assert.doesNotMatch(JSON.stringify(storage), /Anna/);
  told.down = false;
  await out.send();
  assert.deepEqual(told.events().map(({ n }) => n), [1, 2]);
});

test("what a page in between answers is no answer, and what the relay refuses is not sent again", async () => {
  for (const [status, type, waits] of [
    [200, "application/json", false],
    [422, "application/problem+json", false],
    [403, "text/html", true],
    [429, "application/problem+json", true],
    [503, "application/problem+json", true],
  ]) {
    store();
    const told = relay();
    Object.assign(told, { status, type });
    await filled(1).send();
    assert.equal(!!kept("events"), waits, `${status} ${type}`);
  }
});

test("a long walk goes out in pieces that the relay takes, its beginning first", async () => {
  store();
  const told = relay();
  const out = outbox(BASE, () => false);
  for (let n = 1; n <= 300; n += 1) out.note(head("a1"), Date.now(), event(n, { is: "unclear", at: "place".repeat(20) }));
  await out.send();
  assert.deepEqual(told.events().map(({ n }) => n), Array.from({ length: 300 }, (_, at) => at + 1));
  for (const body of told.requests) assert.ok(JSON.stringify(body).length < 16 * 1024);
});

test("no more is kept than 12,000 characters, and nothing for more than a week", async () => {
  const storage = store();
  relay().down = true;
  for (let walk = 1; walk <= 40; walk += 1) filled(5, `a${walk}`);
  assert.ok(storage["firstline.events"].length <= 12_000);
  assert.equal(kept("events").at(-1).head.walk, "a40");
  const old = kept("events").map((one) => ({ ...one, at: Date.now() - 8 * 24 * 3600 * 1000 }));
  storage["firstline.events"] = JSON.stringify(old);
  assert.equal(outbox(BASE, () => false).waits(), false);
  assert.equal(storage["firstline.events"], undefined);
});
