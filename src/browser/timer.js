/* Time that passes; see shell.js. */

/**
 * Waiting for a time looks at the clock at least this often, in milliseconds: a timer stands still
 * while the device sleeps, and the wall clock does not.
 */
const LOOK = 10000;
/** No timer is longer than this many milliseconds. */
const LONGEST = 2147483647;

/** Resolves after so many milliseconds; never, once the signal is aborted. */
export const sleep = (ms, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, Math.max(0, Math.min(ms, LONGEST)));
    if (signal) signal.addEventListener("abort", () => clearTimeout(timer));
  });

/** Resolves at this time by the wall clock, soon where it is past; also when the device slept over it. */
export const until = async (time, signal) => {
  do await sleep(Math.min(time - Date.now(), LOOK), signal);
  while (Date.now() < time);
};

/** Tells every so many milliseconds, for the first time after the first of them. */
export const every = (ms, signal, tell) => {
  const timer = setInterval(tell, ms);
  signal.addEventListener("abort", () => clearInterval(timer));
};
