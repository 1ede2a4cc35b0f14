/**
 * Earlier results of this device: kept in this browser alone, few, erasable, and nothing in them says who measured. A result is
 * `{ time, down, up?, latency?, loaded?, place?, light?, confidence?, server?, plan? }`.
 */

const KEY = "firstline.speed";
const MOST = 20;
/** Within a tenth two results are the same: a line is no steadier than that. Ours. */
const SAME = 10;

/** Those that can be read, oldest first. Whatever else stands there is not ours. */
export function read(storage) {
  try {
    const all = JSON.parse(storage[KEY] || "[]");
    return all.filter((one) => one?.time > 0 && one.down > 0).slice(-MOST);
  } catch {
    return [];
  }
}

/** Keeps these; without room they are there until the page is left. */
export function keep(storage, results) {
  try {
    if (results.length) storage[KEY] = JSON.stringify(results.slice(-MOST));
    else delete storage[KEY];
  } catch {
    // Then for this time only.
  }
}

/** The part of a measurement that is kept. */
export function result(judged, time, place) {
  const rounded = (name) => judged[name] && Math.round(judged[name] * 10) / 10;
  const { light, confidence, server, plan } = judged;
  return { time, down: rounded("download"), up: rounded("upload"), latency: rounded("latency"), loaded: rounded("loaded-latency"), place, light, confidence, server, plan };
}

/** Those that can be held against the newest: as much data, and none that is not sure. */
function alike(results) {
  const newest = results[results.length - 1];
  return newest?.confidence === "low" ? [] : results.filter(({ light, confidence }) => !light === !newest.light && confidence !== "low");
}

/** How the newest stands to the one before that is like it: `{ key, percent, time }`; undefined where there is none. */
export function compared(results) {
  const all = alike(results);
  const newest = all.pop();
  const before = all.filter(({ place }) => !newest.place || !place || place === newest.place).pop();
  if (!before) return;
  const percent = Math.round((newest.down / before.down - 1) * 100);
  const key = Math.abs(percent) < SAME ? "same" : percent > 0 ? "faster" : "slower";
  return { key, percent: Math.abs(percent), time: before.time };
}

/** Two places differ where one is this many times as fast: the guides that compare places ask for as much. */
const APART = 1.5;
/** Measured so many hours of the day apart, they tell of the times as well. Ours: evenings are busy for some four hours. */
const HOURS = 3;

/**
 * What several places show: `{ key, best, worst, times }` by the best of each; undefined for fewer than two. It is `apart-times`
 * where they were measured at other times of the day, which may be what makes the difference, or what the names are of: “in the
 * morning”; and `apart-once` where one of them was measured once only.
 */
export function verdict(results) {
  const best = new Map();
  for (const { place, down, time } of alike(results)) {
    if (!place) continue;
    const had = best.get(place) || { place, down: 0, runs: 0 };
    best.set(place, { ...(down > had.down ? { place, down, time } : had), runs: had.runs + 1 });
  }
  const all = [...best.values()].sort((one, other) => other.down - one.down);
  if (all.length < 2) return;
  const [most] = all;
  const least = all.pop();
  const times = most.down / least.down;
  const [one, other] = [most, least].map(({ time }) => new Date(time).getHours());
  const hours = Math.abs(one - other);
  const isOtherTime = Math.min(hours, 24 - hours) >= HOURS;
  const apart = isOtherTime ? "apart-times" : Math.min(most.runs, least.runs) < 2 ? "apart-once" : "apart";
  return { key: times >= APART ? apart : "alike", best: most.place, worst: least.place, times: Math.round(times * 10) / 10 };
}
