/**
 * A load, one way: how long it goes on, and what figure comes of it. `down.js` and `up.js` make one.
 */

import { Reason, goOn, now, sleep } from "./reason.js";
import { INTERVALS, confidence, counted, isStable, rate, trimmedMean, windows } from "./statistics.js";

/** How often it is looked whether it is enough; ms. */
const LOOK = 50;
/** After this long without a byte the line is lost; ms. */
const SILENT = 4000;
/** An interval of the stopping rule: on lines up to `QUICK` Mbit/s, and at least: four of them are a second; ms. */
const INTERVAL = 400;
const SHORTEST = 250;
const QUICK = 60;
/** An upload sends whole pieces, and stops before it would be more than it may. */
const NEARLY = 0.9;
/** The last so many milliseconds are what the plot shows. */
const SHOWN = 300;
/** Pauses are made up for by so much at most; ms. */
const LONGER = 3000;

/** Intervals are shorter on quick lines: they carry as much, and a test stays light on data. */
export const intervalOf = (mbit) => Math.min(INTERVAL, Math.max(SHORTEST, (INTERVAL * QUICK) / (mbit || 1)));

/**
 * Until four intervals are stable and enough pings went beside it (`ready`), or until it took `most` ms or `bytes`. `load` has a
 * `count`, `check()` that throws why it cannot go on, `sent`, the bytes so far, and `refused`, where the server gave less than was
 * asked for. The figure is a trimmed mean over short windows: of the stable intervals, else of everything since `from`, when the
 * warm-up was over.
 *
 * A line that pauses, and a device on which nothing ran for a while, have told no rate meanwhile: in such a gap there is no count,
 * so that its bytes seem to have come evenly. The intervals begin anew after it, and the figure is not quite sure any more.
 */
export async function settle(load, { began, from, most, bytes, ready, signal, told }) {
  const { count } = load;
  const latest = most + LONGER;
  let seen = -1;
  let since = now();
  let start = from;
  let rates = [];
  let length = INTERVAL;
  for (;;) {
    await sleep(LOOK);
    goOn(signal);
    load.check();
    const time = now();
    const total = count.at(Infinity);
    if (total !== seen) {
      const gap = time - since;
      if (gap > length && time > from) {
        start = time;
        most = Math.min(most + gap, latest);
      }
      [seen, since] = [total, time];
    }
    if (time - since > SILENT && !load.refused) throw new Reason("no-answer");
    const until = Math.min(time, count.last);
    const mbit = rate(count, until - SHOWN, until);
    told?.(mbit, total);
    if (until > from && rates.length < 2) length = intervalOf(mbit);
    rates = windows(count, start, until, length);
    const end = start + rates.length * length;
    const begin = end - INTERVALS * length;
    // Where nothing was counted, nothing is known.
    const enough = isStable(rates) && windows(count, begin, end, length, counted).every(Boolean);
    if ((enough && ready(from)) || time > most || load.sent >= bytes * NEARLY || load.over) {
      const isWhole = start === from && !load.refused;
      if (enough) return { mbit: trimmedMean(windows(count, begin, end, length / 2)), confidence: isWhole ? "high" : load.refused ? "low" : "medium", from, end };
      // Where it was over before the warm-up was, or an interval after it, the second half is what there is.
      const warm = until > from + SHORTEST ? from : began + (until - began) / 2;
      const quarters = windows(count, warm, until, (until - warm) / INTERVALS);
      // Where packets are lost, data comes late and then at once: windows shorter than that would make bursts of the ordinary, and
      // trimming them would take away what came.
      const small = Math.min(length, (until - warm) / INTERVALS);
      // So quick a line that the server counted all of it at once: then it came at some time since the beginning.
      const atOnce = warm !== from && until > began && !count.at(warm);
      const mbit = atOnce ? rate(count, began, until) : trimmedMean(windows(count, warm, until, small));
      if (!(mbit > 0)) throw new Reason("no-answer");
      const sure = isWhole && warm === from ? confidence(quarters) : "low";
      // In less than a second a label less, as where a very quick line has used up what a test may carry.
      const isShort = until - warm < INTERVALS * SHORTEST;
      return { mbit, confidence: isShort ? (sure === "high" ? "medium" : "low") : sure, from: warm, end: until };
    }
  }
}
