// What is asked and measured when the help opens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { network, store } from "./page.mjs";

const { opening } = await import(`${process.env.EMBED}/loyal/opening.js`);
const { measured } = await import(`${process.env.EMBED}/loyal/measure.js`);

const BASE = "https://help.example/";
const WEB = "https://web.example/";
const EDGE = "https://edge.example/";
const topic = (guide) => ({ guide, title: `About ${guide}` });
const MEASURE = { isp: [], internet: [WEB], unreachable: topic("no-internet"), slow: topic("slow-internet") };
const AHEAD = [{ id: "M-1", title: "New cables", began: "2026-12-01T08:00:00Z" }];

/** What the loader shares, with a relay that gives these answers, the last one again and again; null for none. */
function relay(...answers) {
  const our = { base: BASE, language: "en", data: {}, asked: [] };
  our.get = async (path) => {
    our.asked.push(path);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === null) throw new TypeError("Failed to fetch");
    return { ok: answer !== 503, json: async () => answer };
  };
  return our;
}
const begin = (our) => {
  const said = [];
  const one = opening(our, () => said.push(one.known()));
  return { ...one, said };
};

test("what was answered is not asked again, and stays known", async () => {
  store();
  const our = relay({ ahead: AHEAD });
  const one = begin(our);
  await one.ask();
  await one.ask();
  assert.equal(our.asked.length, 1);
  assert.deepEqual(one.known().ahead, AHEAD);
});

for (const [name, failure] of [["no answer", null], ["a refusal", 503]]) {
  test(`after ${name} it is asked again`, async () => {
    store();
    const our = relay(failure, { ahead: AHEAD });
    const one = begin(our);
    await one.ask();
    assert.equal(one.known().ahead, undefined);
    await one.ask();
    assert.equal(our.asked.length, 2);
    assert.deepEqual(one.known().ahead, AHEAD);
  });
}

test("another language is asked for, and an answer in the former one is dropped", async () => {
  store();
  const our = relay({ ahead: AHEAD });
  const one = begin(our);
  const first = one.ask();
  our.language = "de";
  await Promise.all([first, one.ask()]);
  assert.deepEqual(our.asked.map((path) => /language=(\w+)/.exec(path)[1]), ["en", "de"]);
  assert.equal(one.known().language, "de");
  // Back before the answer is here: it does not count any more, and is asked for anew when it is wanted again.
  our.language = "en";
  const third = one.ask();
  our.language = "de";
  await Promise.all([third, one.ask()]);
  assert.equal(one.known().language, "de");
  our.language = "en";
  await one.ask();
  assert.equal(one.known().language, "en");
});

test("what is measured counts, also where another language was spoken in between", async () => {
  store();
  network([BASE], 20);
  const our = relay({ ahead: AHEAD, measure: MEASURE });
  const one = begin(our);
  const first = one.ask();
  while (!one.said.length) await new Promise(setImmediate);
  our.language = "de";
  const second = one.ask();
  our.language = "en";
  await Promise.all([first, second, one.ask()]);
  const { language, found } = one.known();
  assert.deepEqual([language, found.reason], ["en", "beyond"]);
});

test("where the relay does not answer, what it wanted measured before is measured", async () => {
  const storage = store();
  network([BASE, WEB]);
  await begin(relay({ ahead: [], measure: MEASURE })).ask();
  assert.ok(storage["firstline.opening"]);
  network([]);
  const our = relay(null);
  our.language = "de";
  const one = begin(our);
  await one.ask();
  const { reason, topic, language } = one.known().found;
  assert.deepEqual([reason, topic.guide, language], ["unreachable", "no-internet", "en"]);
});

test("a provider who wants nothing measured any more leaves nothing behind", async () => {
  const storage = store({ "firstline.opening": JSON.stringify({ language: "en", measure: MEASURE }) });
  const asked = network([BASE, WEB]);
  await begin(relay({ ahead: [] })).ask();
  assert.equal(storage["firstline.opening"], undefined);
  assert.deepEqual(asked, []);
});

test("without a storage it is measured all the same", async () => {
  delete globalThis.localStorage;
  network([BASE]);
  const one = begin(relay({ ahead: [], measure: MEASURE }));
  await one.ask();
  assert.equal(one.known().found.reason, "beyond");
});

test("a device is without an answer only where the relay does not answer either", async () => {
  const of = async (answering, isp = [EDGE]) => {
    network(answering);
    return (await measured(BASE, { ...MEASURE, isp }))?.reason;
  };
  assert.equal(await of([]), "unreachable");
  assert.equal(await of([BASE]), "beyond");
  assert.equal(await of([EDGE]), "beyond");
  assert.equal(await of([WEB]), undefined);
  assert.equal(await of([BASE, WEB]), undefined);
  assert.equal(await of([BASE, WEB], []), undefined);
});

test("long answers suggest the topic of a slow line", async () => {
  network([BASE, WEB], 420);
  const found = await measured(BASE, MEASURE);
  assert.equal(found.reason, "slow");
  assert.ok(found.ms > 400 && found.ms < 4000, `${found.ms}`);
});
