// What becomes of measured numbers, from recorded measurements.
import assert from "node:assert/strict";
import { test } from "node:test";

const { Count, Sum, confidence, isStable, jitter, median, rate, spread, trimmedMean, windows } = await import(`${process.env.EMBED}/speed/statistics.js`);
const { Pings } = await import(`${process.env.EMBED}/speed/pings.js`);
const { settle } = await import(`${process.env.EMBED}/speed/load.js`);
const { compared, keep, read, verdict } = await import(`${process.env.EMBED}/speed/earlier.js`);
const { keepShown, readShown } = await import(`${process.env.EMBED}/speed/shown.js`);
const { course, nice } = await import(`${process.env.EMBED}/speed/plot.js`);
const { likely } = await import(`${process.env.EMBED}/speed/stage.js`);
const { speaker } = await import(`${process.env.EMBED}/speed/words.js`);
const { calendar, evening } = await import(`${process.env.EMBED}/speed/share.js`);

const near = (found, expected, share = 1e-9) => assert.ok(Math.abs(found - expected) <= Math.abs(expected) * share, `${found}, not ${expected}`);

test("a trimmed mean leaves out a pause and the burst after it", () => {
  near(trimmedMean([50, 50, 50, 50, 50, 50, 50, 50, 0, 100]), 50);
  assert.equal(trimmedMean([]), undefined);
  assert.equal(trimmedMean([7]), 7);
});

test("median and jitter are those of the crate that judges", () => {
  assert.equal(median([]), undefined);
  assert.equal(median([900, 10, 12]), 12);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(jitter([5]), undefined);
  assert.equal(jitter([10, 14, 12]), 3);
});

test("four intervals within 5 % are stable, and nothing else is", () => {
  for (const [rates, stable, sure] of [
    [[48, 49, 50, 49], true, "high"],
    [[10, 20, 30, 40, 49, 50, 49, 50], true, "high"],
    [[40, 45, 50, 55], false, "medium"],
    [[10, 20, 40, 80], false, "low"],
    [[50, 50, 50], false, "low"],
    [[0, 0, 0, 0], false, "low"],
    [[], false, "low"],
  ]) {
    assert.equal(isStable(rates), stable, `${rates}`);
    assert.equal(confidence(rates), sure, `${rates}`);
  }
  assert.equal(spread([0, 0, 0, 0]), Infinity);
});

test("bytes between two counts came evenly, and none came before the first or after the last", () => {
  const count = new Count();
  count.add(1000, 0);
  count.add(2000, 125000);
  count.add(2000, 130000);
  assert.equal(count.at(500), 0);
  assert.equal(count.at(1500), 65000);
  assert.equal(count.at(9000), 130000);
  near(rate(count, 1000, 2000), 1.04);
  assert.deepEqual(windows(count, 1000, 2000, 500).length, 2);
});

test("there is no window where nothing came, and none without a length", () => {
  const none = new Count();
  const count = new Count();
  for (const at of [1000, 2000]) count.add(at, at);
  for (const [of, from, to, length] of [
    [none, none.last, none.last, 500],
    [count, -Infinity, 2000, 500],
    [count, 1000, 2000, 0],
    [count, 2000, 1000, -250],
    [count, 2000, 1000, 250],
    [count, NaN, 2000, 500],
    [count, 1000, 2000, NaN],
    [count, 1000, -Infinity, 500],
  ]) assert.deepEqual(windows(of, from, to, length), [], `${from} to ${to} by ${length}`);
  // So short that adding it changes nothing.
  assert.ok(windows(count, 1e6, 1e6 + 1e-10, 1e-11).length < 20);
});

test("the counts of several servers are believed until the one that told last", () => {
  const [one, other] = [new Count(), new Count()];
  for (const at of [0, 100, 200, 300]) one.add(at, at * 100);
  for (const at of [0, 100, 200]) other.add(at, at * 50);
  const sum = new Sum([one, other]);
  assert.equal(sum.last, 200);
  assert.equal(sum.at(200), 30000);
});

test("pings that were asked in time count however late they are answered", () => {
  const pings = Object.assign(new Pings("https://isp.example/"), { all: [1000, 1400, 2100].map((at) => ({ at, elapsed: 700, server: 0.5 })) });
  pings.end();
  assert.deepEqual(pings.delays(1000, 2000), [699.5, 699.5]);
});

const at = (day, down, place) => ({ time: Date.UTC(2026, 4, day), down, place });

test("a result is compared with the one before, at the same place where places are known", () => {
  for (const [results, expected] of [
    [[], undefined],
    [[at(1, 50)], undefined],
    [[at(3, 50), at(9, 35)], { key: "slower", percent: 30, time: Date.UTC(2026, 4, 3) }],
    [[at(3, 50), at(9, 75)], { key: "faster", percent: 50, time: Date.UTC(2026, 4, 3) }],
    [[at(3, 50), at(9, 46)], { key: "same", percent: 8, time: Date.UTC(2026, 4, 3) }],
    [[at(3, 50, "here"), at(4, 99, "there"), at(9, 50, "here")], { key: "same", percent: 0, time: Date.UTC(2026, 4, 3) }],
  ]) assert.deepEqual(compared(results), expected);
});

test("only what is alike and sure is compared", () => {
  const [light, rough] = [{ light: true }, { confidence: "low" }];
  for (const [results, expected] of [
    [[at(1, 50), { ...at(2, 20), ...light }], undefined],
    [[{ ...at(1, 50), ...light }, { ...at(2, 25), ...light }], "slower"],
    [[at(1, 50), { ...at(2, 20), ...rough }], undefined],
    [[at(1, 50), { ...at(2, 20), ...rough }, at(3, 51)], "same"],
    [[at(1, 50), { ...at(2, 9), ...light }, { ...at(3, 51), light: false, confidence: "high" }], "same"],
  ]) assert.equal(compared(results)?.key, expected, JSON.stringify(results));
  const places = [at(1, 20, "bedroom"), { ...at(1, 90, "router"), ...light }];
  assert.equal(verdict(places), undefined);
});

test("several places are told apart from half as fast again on", () => {
  assert.equal(verdict([]), undefined);
  assert.equal(verdict([at(1, 50, "here")]), undefined);
  assert.equal(verdict([at(1, 50), at(2, 90)]), undefined);
  const bedroom = [at(1, 20, "bedroom"), at(3, 22, "bedroom")];
  assert.deepEqual(verdict([...bedroom, at(2, 90, "router"), at(4, 80, "router")]), { key: "apart", best: "router", worst: "bedroom", times: 4.1 });
  assert.equal(verdict([...bedroom, at(2, 90, "router")]).key, "apart-once");
  assert.equal(verdict([at(1, 50, "here"), at(2, 55, "there")]).key, "alike");
});

test("what was measured at another time of the day is not said to be the way between two places", () => {
  const hour = (day, hour, down, place) => ({ time: new Date(2026, 4, day, hour).getTime(), down, place });
  const times = [hour(1, 8, 90, "in the morning"), hour(2, 9, 95, "in the morning"), hour(1, 20, 30, "in the evening"), hour(2, 21, 31, "in the evening")];
  assert.deepEqual(verdict(times), { key: "apart-times", best: "in the morning", worst: "in the evening", times: 3.1 });
  assert.equal(verdict([hour(1, 23, 90, "here"), hour(2, 1, 30, "there")]).key, "apart-once");
});

test("megabytes said before are those that a test may use", () => {
  // Used on lines of these rates: 9.8 MB and 36 MB.
  for (const [plan, earlier, least, most] of [
    [{ down: 10, up: 2 }, [], 9.8, 15],
    [{ down: 50, up: 10 }, [], 36, 65],
    [{ down: 50, up: 10 }, [{ down: 90, up: 10 }, { down: 40, up: 9 }], 70, 110],
    [{}, [{ down: 10, up: 2 }, { down: 3 }], 9.8, 15],
    // No less than with little data: the line may be better now.
    [{ down: 1, up: 0.2 }, [], 8.5, 9],
    [{ down: 5000, up: 5000 }, [], 350, 350],
  ]) {
    const { most: said, caps } = likely(plan, earlier);
    assert.ok(said >= least && said <= most, `${JSON.stringify(plan)}: ${said}`);
    assert.ok((caps.down + caps.up) / 1e6 <= said, `${JSON.stringify(plan)}: ${JSON.stringify(caps)}`);
  }
  assert.deepEqual(likely({}, []), { usual: 40, most: 350, caps: { down: 250e6, up: 100e6 } });
});

test("a date of another year says the year, and a delay that was not waited for says so", () => {
  const words = speaker({}, "en", Date.UTC(2026, 4, 3));
  assert.doesNotMatch(words.day(Date.UTC(2026, 0, 9)), /20/);
  for (const said of [words.day, words.when]) assert.match(said(Date.UTC(2024, 0, 9)), /2024/);
  assert.match(words.ms(2999), /^2,999/);
  assert.match(words.ms(3000), /^≥3,000/);
});

test("at most twenty results are kept, and what is no result of ours is left out", () => {
  const storage = {};
  keep(storage, Array.from({ length: 30 }, (_, day) => at(day + 1, 10 + day)));
  assert.equal(read(storage).length, 20);
  assert.equal(read(storage).pop().down, 39);
  keep(storage, []);
  assert.deepEqual(Object.keys(storage), []);
  for (const text of ["", "{", "null", "7", '{"time":1}', '[{"time":"x","down":3},null,{"time":5,"down":-1}]']) {
    assert.deepEqual(read({ "firstline.speed": text }), [], text);
  }
});

test("scales are round and seldom change", () => {
  for (const [value, expected] of [[1, 1], [1.2, 2], [48, 50], [51, 100], [180, 200], [0.3, 0.5], [0, 0.000001]]) near(nice(value), expected, 1e-6);
});

test("a plot holds only what was measured", () => {
  const drawn = course([{ phase: "down", at: 0, mbit: NaN }, { phase: "down", at: 100, mbit: undefined, delay: 20 }]);
  assert.equal(drawn.down, "");
  assert.ok(drawn.delay.startsWith("M"));
  assert.ok(!JSON.stringify(drawn).includes("NaN"));
});

test("the reminder is a calendar file of lines of at most 75 octets", () => {
  const now = Date.UTC(2026, 4, 3, 10);
  const file = calendar("قياس سرعة الإنترنت مرة أخرى; again, \\", "https://isp.example/help", evening(now), now);
  for (const line of file.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  const unfolded = file.replace(/\r\n /g, "");
  assert.ok(unfolded.includes("SUMMARY:قياس سرعة الإنترنت مرة أخرى\\; again\\, \\\\\r\n"));
  assert.ok(unfolded.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && unfolded.endsWith("END:VCALENDAR\r\n"));
  assert.ok(evening(now) > now);
});

test("a result is drawn again with its course, and another's course is not drawn for it", () => {
  const tab = {};
  const judged = { download: 48.5, upload: 9.5, confidence: "high", time: 1000, server: "speed.isp.example" };
  const points = [{ at: 1, phase: "down", mbit: 48 }];
  keepShown(tab, judged, points);
  const meaning = { download: 48.5, upload: 9.5, verdict: "pass" };
  assert.deepEqual(readShown(tab, meaning, []), { judged: { ...judged, ...meaning }, points });
  // Another measurement, of which this browser knows the time; and one without an upload, of which it knows nothing.
  const other = { download: 6.04, upload: 1, verdict: "warn" };
  const known = { time: 9, place: "Kitchen", server: "speed.isp.example", plan: "50 Mbit/s", light: true };
  const earlier = [{ ...known, down: 6, up: 1 }, { time: 10, down: 60, up: 1 }];
  assert.deepEqual(readShown(tab, other, earlier), { judged: { ...known, down: 6, up: 1, ...other }, points: [] });
  for (const broken of [{}, { "firstline.speed-shown": "{" }, { "firstline.speed-shown": "{}" }]) {
    assert.deepEqual(readShown(broken, { download: 7 }, earlier), { judged: { download: 7 }, points: [] });
  }
});

test("an upload that the server counted at once, before the warm-up was over, has a figure of low confidence", async () => {
  const count = new Count();
  const began = performance.now();
  count.add(began + 20, 2.5e6);
  const load = { count, sent: 2.5e6, over: false, check: () => {} };
  const signal = new AbortController().signal;
  const figure = await settle(load, { began, from: began + 500, most: began + 9000, bytes: 2.5e6, ready: () => true, signal });
  assert.equal(Math.round(figure.mbit), 1000);
  assert.equal(figure.confidence, "low");
});
