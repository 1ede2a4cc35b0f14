/**
 * What becomes of measured numbers. Pure, so that the suite tests it from recorded measurements (tests/speed).
 * Times are milliseconds, rates Mbit/s.
 */

/** Four intervals whose rates lie this close together are stable: the rule of draft-ietf-ippm-responsiveness, 4.3 and 4.4. */
const STABLE = 0.05;
/** Less close, and the figure is good to about a tenth: the middle label of that draft (4.4.1). Ours is the number. */
const NEAR = 0.15;
/** So many intervals are looked at, the last. */
export const INTERVALS = 4;
/** Where the rate since the beginning is this far from theirs, they are the exception: a stall, or the burst after it. Ours. */
const APART = 0.25;
/** This share of the windows is left out at either end, one of eight: a pause of the device, and the burst that follows. Ours. */
const TRIMMED = 0.125;

export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);

/** The median; undefined without any. */
export function median(numbers) {
  const all = sorted(numbers);
  return all.length ? (all[all.length >> 1] + all[(all.length - 1) >> 1]) / 2 : undefined;
}

/** The mean without the smallest and the largest eighth; undefined if there are no numbers. */
export function trimmedMean(numbers) {
  const out = Math.floor(numbers.length * TRIMMED);
  const kept = sorted(numbers).slice(out, numbers.length - out);
  return kept.length ? mean(kept) : undefined;
}

/** The mean difference from each to the next, in the order in which they were measured; undefined with fewer than two. */
export function jitter(numbers) {
  const steps = numbers.slice(1).map((number, at) => Math.abs(number - numbers[at]));
  return steps.length ? mean(steps) : undefined;
}

/** How far the last four lie apart: their standard deviation as a share of their mean. Infinite with fewer, and where nothing came. */
export function spread(rates) {
  const last = rates.slice(-INTERVALS);
  const middle = mean(last);
  if (last.length < INTERVALS || !(middle > 0)) return Infinity;
  return Math.sqrt(mean(last.map((rate) => (rate - middle) ** 2))) / middle;
}

/**
 * Whether the last four lie together, go neither up nor down from the first two to the last two, and are what there was since the
 * beginning, too: a rate that still grows by a tenth in a second lies together as well.
 */
export function isStable(rates) {
  const last = rates.slice(-INTERVALS);
  const middle = mean(last);
  const half = mean(last.slice(INTERVALS / 2));
  return spread(rates) <= STABLE && Math.abs(half / middle - 1) <= STABLE / 2 && Math.abs(median(rates) / middle - 1) <= APART;
}

/** How much a figure from these intervals can be trusted. */
export const confidence = (rates) => (isStable(rates) ? "high" : spread(rates) <= NEAR ? "medium" : "low");

/** How many bytes had come by when, over one connection or several that are counted together. */
export class Count {
  constructor() {
    this.times = [];
    this.totals = [];
  }

  /** At this time there were so many in all. A time before the last is none: a server sent two counts at once. */
  add(time, total) {
    const { times, totals } = this;
    if (time > this.last) {
      times.push(time);
      totals.push(total);
    } else if (times.length) totals[totals.length - 1] = total;
  }

  /** When the last came. */
  get last() {
    return this.times[this.times.length - 1] ?? -Infinity;
  }

  /** How many counts there were by then. */
  by(time) {
    const { times } = this;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many bytes had come by then. Between two counts they came evenly. */
  at(time) {
    const { times, totals } = this;
    const low = this.by(time);
    if (!low) return 0;
    const before = totals[low - 1];
    if (low === times.length) return before;
    return before + ((totals[low] - before) * (time - times[low - 1])) / (times[low] - times[low - 1]);
  }
}

/** Several counts as one: each connection's server counts for itself. */
export class Sum {
  constructor(counts) {
    this.counts = counts;
  }

  /** Until when all have been counted. */
  get last() {
    return Math.min(...this.counts.map((count) => count.last));
  }

  by(time) {
    return this.sum("by", time);
  }

  at(time) {
    return this.sum("at", time);
  }

  sum(what, time) {
    return this.counts.reduce((sum, count) => sum + count[what](time), 0);
  }
}

/** The rate between two times. */
export const rate = (count, from, to) => ((count.at(to) - count.at(from)) * 8) / (to - from) / 1000;

/** How many counts there were between two times. */
export const counted = (count, from, to) => count.by(to) - count.by(from);

/**
 * The rates, or what else `of` says, in whole windows of this length between two times. Where nothing came there is no last time, and
 * what would begin at minus infinity has no windows: they would have no end.
 */
export function windows(count, from, to, length, of = rate) {
  const whole = length > 0 && from > -Infinity && (to - from) / length + 1e-6;
  return Array.from({ length: whole }, (_, at) => of(count, from + at * length, from + (at + 1) * length));
}
