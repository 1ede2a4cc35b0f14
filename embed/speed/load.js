/**
 * A load, one way: how long it goes on, and what figure comes of it. `down.js` and `up.js` make one.
 */

import { Reason, goOn, now, sleep } from "./reason.js";
import { confidence, isStable, rate, trimmedMean, windows } from "./statistics.js";

/** How often it is looked whether it is enough; ms. */
const LOOK = 50;
/** After this long without a byte the line is lost; ms. */
const SILENT = 4000;
/** An interval of the stopping rule: on lines up to `QUICK` Mbit/s, and at least; ms. */
const INTERVAL = 400;
const SHORTEST = 150;
const QUICK = 60;
/** The fewest windows of a figure. */
const WINDOWS = 4;
/** An upload sends whole pieces, and stops before it would be more than it may. */
const NEARLY = 0.9;
/** The last so many milliseconds are what the plot shows. */
const SHOWN = 300;

/** Intervals are shorter on quick lines: they carry as much, and a test stays light on data. */
export const intervalOf = (mbit) => Math.min(INTERVAL, Math.max(SHORTEST, (INTERVAL * QUICK) / (mbit || 1)));

/**
 * Until four intervals are stable and enough pings went beside it (`ready`), or until it took `most` ms or `bytes`. `load` has a `count`, `check()` that throws why it
 * cannot go on, and `sent`, the bytes so far. The figure is a trimmed mean over short windows: of the stable intervals, else of
 * everything since `from`, when the warm-up was over.
 */
export async function settle(load, { began, from, most, bytes, ready, signal, told }) {
  const { count } = load;
  let seen = -1;
  let since = now();
  let rates = [];
  let length = INTERVAL;
  for (;;) {
    await sleep(LOOK);
    goOn(signal);
    load.check();
    const time = now();
    const total = count.at(Infinity);
    if (total !== seen) [seen, since] = [total, time];
    if (time - since > SILENT) throw new Reason("no-answer");
    const until = Math.min(time, count.last);
    const mbit = rate(count, until - SHOWN, until);
    told?.(mbit, total);
    if (until > from) {
      if (rates.length < 2) length = intervalOf(mbit);
      rates = windows(count, from, until, length);
    }
    const enough = isStable(rates);
    if ((enough && ready(from)) || time > most || load.sent >= bytes * NEARLY || load.over) {
      // Where it was over before the warm-up was, the second half is what there is.
      const warm = until > from ? from : began + (until - began) / 2;
      const begin = enough ? from + (rates.length - 4) * length : warm;
      const end = enough ? from + rates.length * length : until;
      // Where packets are lost, data comes late and then at once: windows shorter than that would make bursts of the ordinary, and
      // trimming them would take away what came.
      const small = Math.min(enough ? length / 2 : length, (end - begin) / WINDOWS);
      // So quick a line that the server counted all of it at once: then it came at some time since the beginning.
      const atOnce = !enough && warm !== from && until > began && !count.at(warm);
      const mbit = atOnce ? rate(count, began, until) : trimmedMean(windows(count, begin, end, small));
      if (!(mbit > 0)) throw new Reason("no-answer");
      return { mbit, confidence: warm === from ? confidence(rates) : "low", from: warm, end };
    }
  }
}
