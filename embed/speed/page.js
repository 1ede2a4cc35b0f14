/**
 * What the page and the device do to a measurement: a tab in the background, a device that sleeps or is busy, a policy that
 * forbids our requests.
 */

import { now } from "./reason.js";

/** How often the device is asked whether it keeps up, and from when on it does not; ms. */
const TICK = 50;
const LATE = 200;
/** So late, and it slept, or nothing ran at all: no figure is worth anything; ms. */
const ASLEEP = 3000;

/**
 * Watches until `end()`. `broken(reason)` is called once where the measurement is worth nothing any more; `stalled` is for how
 * many milliseconds nothing ran.
 */
export function watchPage(roots, broken) {
  let last = now();
  const watch = { stalled: 0, forbidden: false };
  const timer = setInterval(() => {
    const late = now() - last - TICK;
    last += late + TICK;
    if (late > LATE) watch.stalled += late;
    if (late > ASLEEP) broken("disturbed");
  }, TICK);
  const page = globalThis.document;
  const hidden = () => page?.hidden && broken("disturbed");
  const violated = ({ disposition, blockedURI, effectiveDirective }) => {
    if (disposition === "enforce" && /^(connect|default)-src/.test(effectiveDirective) && roots.some((root) => blockedURI && root.startsWith(blockedURI.slice(0, root.length)))) watch.forbidden = true;
  };
  const over = new AbortController();
  const options = { signal: over.signal };
  page?.addEventListener("visibilitychange", hidden, options);
  page?.addEventListener("securitypolicyviolation", violated, options);
  hidden();
  watch.end = () => {
    clearInterval(timer);
    over.abort();
  };
  return watch;
}
