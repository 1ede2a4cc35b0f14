// A load whose bytes come as a recorded course says, on a clock of its own: a test of seconds takes none.

/**
 * Runs `act` while timers and `performance.now()` go by a clock that stands still while anything works. In `[from, to]` of `busy`
 * nothing runs, as where a page is busy.
 */
export async function onClock(act, busy = []) {
  const real = { setTimeout: globalThis.setTimeout, now: performance.now };
  let time = 1000;
  let order = 0;
  const waiting = [];
  const later = (at) => busy.reduce((then, [from, to]) => (then >= from && then < to ? to : then), at);
  globalThis.setTimeout = (run, ms = 0) => void waiting.push({ at: later(time + Math.max(ms, 1)), order: order++, run });
  performance.now = () => time;
  let out;
  const done = act().then((value) => (out = { value }), (error) => (out = { error }));
  try {
    while (!out) {
      await new Promise((resolve) => setImmediate(resolve));
      if (out) break;
      waiting.sort((one, other) => one.at - other.at || one.order - other.order);
      const next = waiting.shift();
      if (!next) throw new Error("nothing goes on");
      time = Math.max(time, next.at);
      next.run();
    }
    await done;
  } finally {
    globalThis.setTimeout = real.setTimeout;
    performance.now = real.now;
  }
  if (out.error) throw out.error;
  return out.value;
}

/** How much a device takes while nobody reads. */
const BUFFER = 6e6;
/** What is read at a time. */
const PIECE = 16384;

/**
 * A download that began at `began`: `rate(ms)` is what the line carries then, in Mbit/s. The bytes are read when there is a whole
 * piece of them, at once where they waited.
 */
export function download(count, began, rate, seconds = 20) {
  const load = { count, sent: 0, over: false, check: () => {} };
  let came = 0;
  let at = began;
  const step = () => {
    const now = performance.now();
    for (; at < now; at++) came = Math.min(came + rate(at - began) * 125, load.sent + BUFFER);
    while (came - load.sent >= PIECE) {
      load.sent += PIECE;
      count.add(now, load.sent);
    }
    if (now - began < seconds * 1000) setTimeout(step, 1);
  };
  setTimeout(step, 1);
  return load;
}
