// What customers are asked, and what they are thanked with.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Element, quiet, store, visit } from "./page.mjs";
import { QUESTIONS, kept, load, relay, session } from "./told.mjs";

const { default: ask } = await import(`${process.env.EMBED}/ask.js`);
const { keep, kept: read } = await import(`${process.env.EMBED}/kept.js`);

const THANKS = { text: "Do you know somebody?", label: "Invite a friend", href: "https://www.isp.example/friends", days: 90 };
const DAY = 24 * 3600 * 1000;

/** A screen on which this is asked; `said` is what was told. */
function asking({ asked = new Set(), place = "end" } = {}) {
  const { our, main } = visit();
  const said = [];
  const say = (event) => said.push(event);
  const begin = (at = place) => ask(our, { ...QUESTIONS, thanks: THANKS }, { say, place: at, kept: read, keep, asked });
  const press = (name) => {
    const button = main.querySelectorAll("button").find((one) => one.textContent === name);
    assert.ok(button, `${name} in ${main.text}`);
    button.onclick();
  };
  return { main, said, begin, press, fields: () => main.querySelectorAll("textarea").length, offers: () => main.querySelectorAll("a").length };
}

test("a thank-you comes after a good word alone", () => {
  for (const [name, presses, offers] of [
    ["before any answer", [], 0],
    ["after yes", ["Yes"], 1],
    ["after no", ["No"], 0],
    ["where it was easy", ["3"], 1],
    ["where it was hard", ["2"], 0],
    ["after yes, where it was hard", ["Yes", "1"], 0],
    ["where it was easy and did not help", ["5", "No"], 0],
    ["after a mistaken no", ["No", "Yes"], 1],
  ]) {
    store();
    const page = asking();
    page.begin().end({ verified: true });
    presses.forEach(page.press);
    assert.equal(page.offers(), offers, name);
  }
});

test("an end that nothing verified thanks nobody", () => {
  store();
  const page = asking();
  page.begin().end({ verified: false });
  page.press("Yes");
  assert.equal(page.offers(), 0);
});

test("a thank-you goes with the end", () => {
  store();
  const page = asking();
  const drawn = page.begin();
  drawn.end({ verified: true });
  page.press("Yes");
  drawn.clear();
  assert.doesNotMatch(page.main.text, /Invite|Did this help/);
});

test("whoever was not content is not thanked at the next end, and later is", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const storage = store();
  const first = asking();
  first.begin().end({ verified: true });
  first.press("No");
  mock.timers.tick(1500);
  const next = () => {
    const page = asking();
    page.begin().end({ verified: true });
    page.press("Yes");
    return page.offers();
  };
  assert.equal(next(), 0);
  storage["firstline.thanked"] = String(Date.now() - 91 * DAY);
  assert.equal(next(), 1);
  assert.equal(next(), 0);
  mock.timers.reset();
});

test("each is asked once a walk", () => {
  store();
  const asked = new Set();
  const page = asking({ asked });
  page.begin().end({ verified: false });
  page.press("Yes");
  assert.deepEqual([page.fields(), page.main.querySelectorAll("fieldset").length], [1, 6]);
  // After the comment was sent, a rating asks for no second one.
  page.main.querySelector("textarea").value = "It was good";
  page.press("Send");
  page.press("5");
  assert.deepEqual([page.fields(), page.said.filter(({ is }) => is === "comment").length], [0, 1]);
  assert.equal(kept("asked").length, 1);
  // Back, and to the end again.
  page.begin("other").step();
  page.begin().end({ verified: false });
  assert.doesNotMatch(page.main.text, /Did this help|How easy|More/);
});

test("a step is called unclear once", () => {
  store();
  const page = asking({ place: "first" });
  page.begin().step();
  page.press("Unclear");
  page.begin().step();
  assert.equal(page.main.querySelector("button"), null);
  page.begin("second").step();
  page.press("Unclear");
  assert.deepEqual(page.said.map(({ at }) => at), ["first", "second"]);
});

for (const [name, leaves] of [
  ["closed", () => window.dispatchEvent(new Event("pagehide"))],
  ["put away", () => ((document.visibilityState = "hidden"), document.dispatchEvent(new Event("visibilitychange")))],
]) {
  test(`a rating counts where the page is ${name} right after it`, () => {
    store();
    const page = asking();
    page.begin().end({ verified: false });
    page.press("Yes");
    page.press("4");
    assert.deepEqual(page.said, []);
    leaves();
    leaves();
    assert.deepEqual(page.said, [{ is: "rated", at: "end", helped: true, easy: 4 }]);
  });
}

/** To a good end, where it is asked how it was. */
async function toTheEnd(page, told) {
  session([]);
  await page.tell("open", { guide: "slow-internet" });
  session([{ place: "first", did: "yes" }]);
  await page.tell("step", { place: "done" });
  await page.tell("outcome", {});
  return told;
}

test("a rating arrives with the last request of a page that is closed", async () => {
  store();
  const told = relay({ good: true });
  const page = load();
  await toTheEnd(page);
  page.main.querySelectorAll("button").find((one) => one.textContent === "Yes").onclick();
  window.dispatchEvent(new Event("pagehide"));
  await quiet();
  assert.deepEqual(told.events("rated").map(({ at, helped }) => [at, helped]), [["done", true]]);
});

test("what was asked on a walk is not asked anew after a reload, or at its next end", async () => {
  store();
  relay({ good: true });
  const page = load();
  await toTheEnd(page);
  assert.match(page.main.text, /Did this help/);
  const again = load();
  session([{ place: "first", did: "yes" }, { place: "done", stillBroken: [] }, { place: "more", did: "yes" }]);
  await again.tell("step", { place: "end" });
  await again.tell("outcome", {});
  assert.equal(again.main.querySelector("section"), null);
});

test("an end that was left before the answer came asks nothing", async () => {
  store();
  const told = relay({ good: true });
  let answer;
  told.held = new Promise((resolve) => (answer = resolve));
  const page = load();
  await toTheEnd(page);
  session([{ place: "first", did: "yes" }, { place: "done", stillBroken: [] }]);
  await page.tell("step", { place: "more" });
  answer();
  await quiet();
  assert.doesNotMatch(page.main.text, /Did this help/);
  assert.ok(page.main instanceof Element);
});
