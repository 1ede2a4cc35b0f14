// The events of a walk: each is sent once, and to the relay alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { store } from "./page.mjs";
import { BEGAN, kept, load, relay, session } from "./told.mjs";

const YES = { place: "check", did: "yes" };
const LINK = { place: "slow-internet/link", options: ["wifi"] };
const CHECKED = { place: "measure", checked: [{ check: "speed", verdict: "pass", metrics: { download: 50 } }] };

/** Begins a walk, and comes to its second step. */
async function walked(page, visits = [{ place: "first", options: ["a"] }]) {
  session([]);
  await page.tell("open", { guide: "slow-internet" });
  session(visits);
  await page.tell("step", { place: "second" });
  await page.send();
}

test("a walk that goes on after a reload is the same walk, and is told once", async () => {
  store();
  const told = relay();
  await walked(load());
  for (let times = 0; times < 3; times += 1) {
    const page = load();
    await page.tell("ready");
    await page.send();
  }
  const page = load();
  await page.tell("open", { guide: "slow-internet" });
  session([{ place: "first", options: ["a"] }, { place: "second", did: "yes" }]);
  await page.tell("step", { place: "third" });
  await page.send();
  assert.equal(told.events("began").length, 1);
  assert.deepEqual(told.events("left").map(({ from, to }) => [from, to]), [["first", "second"], ["second", "third"]]);
  assert.deepEqual(told.events().map(({ n }) => n), [1, 2, 3]);
  assert.equal(new Set(told.walks().map(({ walk }) => walk)).size, 1);
});

test("a page that is closed in the middle of a step invents no passage", async () => {
  store();
  const told = relay();
  await walked(load());
  // The widget has stored the next answer, and the page never heard of the step after it.
  session([{ place: "first", options: ["a"] }, YES]);
  const page = load();
  await page.send();
  assert.equal(told.events("left").length, 1);
  await page.tell("step", { place: "third" });
  await page.send();
  assert.deepEqual(told.events("left").map(({ to }) => to), ["second", "third"]);
});

test("a reload at a good end is no return, another walk of the same guide is", async () => {
  store();
  const told = relay({ good: true, verified: true });
  const page = load();
  await walked(page);
  session([{ place: "first", options: ["a"] }, { place: "second", did: "yes" }]);
  await page.tell("step", { place: "done" });
  await page.tell("outcome", { place: "slow-internet/done" });
  assert.equal(kept("helped")["slow-internet"].verified, true);
  assert.equal(kept("helped")["slow-internet"].day, Math.floor(BEGAN / (24 * 3600 * 1000)));
  await load().send();
  assert.equal(told.events("returned").length, 0);
  const again = load();
  session([], { began: BEGAN + 50_000 });
  await again.tell("open", { guide: "slow-internet" });
  await again.send();
  assert.deepEqual(told.events("returned"), [{ n: 2, is: "returned", days: 0, since: 0, hash: "abc", verified: true }]);
  assert.equal(kept("helped"), null);
});

test("a return counts on the day on which the walk before began, however short the time between", async () => {
  const day = 24 * 3600 * 1000;
  const midnight = Math.floor(Date.now() / day) * day;
  for (const [before, ended, began, since] of [
    // A walk that began before midnight, and one that began after it.
    [midnight - 60_000, midnight - 30_000, midnight + 30_000, 1],
    [midnight - 2 * day - 60_000, midnight - day, midnight + 1000, 3],
    [midnight, midnight + 1, midnight + 2, 0],
  ]) {
    store({ "firstline.helped": JSON.stringify({ "slow-internet": { at: ended, day: Math.floor(before / day), hash: "abc" } }) });
    const told = relay();
    const page = load();
    session([], { began });
    await page.tell("open", { guide: "slow-internet" });
    await page.send();
    assert.equal(told.events("returned")[0].since, since);
  }
  // What an earlier version has kept has no day, and nothing is made up.
  store({ "firstline.helped": JSON.stringify({ "slow-internet": { at: Date.now(), hash: "abc" } }) });
  const told = relay();
  const page = load();
  session([]);
  await page.tell("open", { guide: "slow-internet" });
  await page.send();
  assert.equal(told.events("returned")[0].since, null);
});

test("a walk that the widget has forgotten is forgotten here", async () => {
  const storage = store();
  relay();
  await walked(load());
  assert.ok(kept("telling").head.walk);
  delete storage["firstline.session"];
  load();
  assert.equal(kept("telling"), null);
  // Also while the page is still there.
  for (const ends of [(page) => page.leave(), (page) => page.tell("ticket", { state: "stored" }), (page) => page.send()]) {
    const page = load();
    await walked(page);
    delete storage["firstline.session"];
    await ends(page);
    assert.equal(kept("telling"), null);
  }
});

test("a good end of more than a week ago is forgotten", () => {
  const day = 24 * 3600 * 1000;
  store({ "firstline.helped": JSON.stringify({ old: { at: Date.now() - 8 * day }, late: { at: Date.now() - 7 * day } }) });
  relay();
  load();
  assert.deepEqual(Object.keys(kept("helped")), ["late"]);
});

test("checks say what the device is connected by, if that is known", async () => {
  const link = async (visits, navigator) => {
    store();
    const told = relay();
    await walked(load({ navigator }), visits);
    return told.events("checked")[0].found[0].link;
  };
  const by = (answer) => ({ ...LINK, options: [answer] });
  assert.equal(await link([LINK, CHECKED]), "wifi");
  assert.equal(await link([by("lead"), CHECKED]), "cable");
  assert.equal(await link([by("unsure"), CHECKED]), undefined);
  assert.equal(await link([CHECKED]), undefined);
  // What was answered later is of another time.
  assert.equal(await link([CHECKED, LINK]), undefined);
  // A browser that knows is asked first.
  assert.equal(await link([CHECKED], { connection: { type: "ethernet" } }), "cable");
  assert.equal(await link([LINK, CHECKED], { connection: { type: "cellular" } }), undefined);
  assert.equal(await link([LINK, CHECKED], { connection: { type: "unknown" } }), "wifi");
});

test("of an area goes out what the relay keeps of it", async () => {
  for (const [areaLetters, area] of [[3, "SW1"], [5, "SW1A1"], [0, undefined], [undefined, "SW1"]]) {
    store();
    const told = relay();
    told.questions = { areaLetters };
    await walked(load({ data: { area: "SW1A 1AA" } }));
    assert.deepEqual(told.walks().map((walk) => walk.area), told.walks().map(() => area), `${areaLetters}`);
    assert.ok(told.walks().length);
  }
});

for (const [name, off] of [
  ["the tag", () => ({ data: { insights: "off" } })],
  ["Global Privacy Control", () => ({ navigator: { globalPrivacyControl: true } })],
  ["Do Not Track", () => ({ navigator: { doNotTrack: "1" } })],
  ["the page or the customer", () => ((localStorage["firstline.insights"] = "off"), {})],
]) {
  test(`where ${name} declines, nothing is told, asked or kept`, async () => {
    const storage = store();
    const told = relay({ good: true });
    const before = load();
    await before.tell("open", { guide: "slow-internet" });
    told.down = true;
    await walked(before);
    assert.ok(kept("events") && kept("telling"));
    told.down = false;
    const page = load(off());
    assert.deepEqual(Object.keys(storage).filter((key) => !/session|insights/.test(key)), []);
    await walked(page);
    await page.tell("outcome", {});
    await page.leave();
    assert.deepEqual(told.requests, []);
    assert.deepEqual(Object.keys(storage).filter((key) => !/session|insights/.test(key)), []);
    assert.equal(page.main.querySelector("button"), null);
  });
}

test("whoever declines in the middle of a walk sends nothing more", async () => {
  store();
  const told = relay();
  const page = load();
  await walked(page);
  const before = told.requests.length;
  localStorage["firstline.insights"] = "off";
  session([{ place: "first", options: ["a"] }, YES]);
  await page.tell("step", { place: "third" });
  await page.send();
  await page.leave();
  assert.equal(told.requests.length, before);
  assert.deepEqual([kept("events"), kept("telling")], [null, null]);
});
