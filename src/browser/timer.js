/* Timers; see call.js. */

/**
 * An alarm looks at the clock at least this often, in milliseconds: a timer stands still while the
 * device sleeps, and the wall clock does not.
 */
const LOOK = 10000;
/** No timer is longer than this many milliseconds. */
const LONGEST = 2147483647;

/** Calls back once, after so many milliseconds. */
export const after = (ms, told) => {
  const timer = setTimeout(told, Math.min(ms, LONGEST));
  return () => clearTimeout(timer);
};

/** Calls back every so many milliseconds. */
export const every = (ms, told) => {
  const timer = setInterval(told, Math.min(ms, LONGEST));
  return () => clearInterval(timer);
};

/** Calls back once, at this time by the wall clock; never within this call. */
export const at = (time, told) => {
  let timer;
  const wait = () => {
    timer = setTimeout(look, Math.max(0, Math.min(time - Date.now(), LOOK)));
  };
  const look = () => (Date.now() < time ? wait() : told());
  wait();
  return () => clearTimeout(timer);
};
