/**
 * Earlier results of this device: kept in this browser alone, few, erasable, and nothing in them says who measured. A result is
 * `{ time, down, up?, latency?, loaded?, place? }`.
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
  return { time, down: rounded("download"), up: rounded("upload"), latency: rounded("latency"), loaded: rounded("loaded-latency"), place };
}

/** How the newest stands to the one before: `{ key, percent, time }`; undefined where there is none to compare with. */
export function compared(results) {
  const newest = results[results.length - 1];
  const before = results.slice(0, -1).filter(({ place }) => !newest?.place || !place || place === newest.place).pop();
  if (!before) return;
  const percent = Math.round((newest.down / before.down - 1) * 100);
  const key = Math.abs(percent) < SAME ? "same" : percent > 0 ? "faster" : "slower";
  return { key, percent: Math.abs(percent), time: before.time };
}

/** Two places differ where one is this many times as fast: the guides that compare places ask for as much. */
const APART = 1.5;

/** What several places show: `{ key, best, worst, times }` by the best of each; undefined for fewer than two. */
export function verdict(results) {
  const best = new Map();
  for (const { place, down } of results) if (place) best.set(place, Math.max(down, best.get(place) || 0));
  const all = [...best].sort(([, one], [, other]) => other - one);
  if (all.length < 2) return;
  const [most, least] = [all[0], all[all.length - 1]];
  const times = most[1] / least[1];
  return { key: times >= APART ? "apart" : "alike", best: most[0], worst: least[0], times: Math.round(times * 10) / 10 };
}
