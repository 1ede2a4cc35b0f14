/**
 * The measurement: idle delay, download, upload, and the delay under each load. It draws nothing and stores nothing.
 */

import { DEADLINE, Reason, goOn, now, random, sleep } from "./reason.js";
import { download } from "./down.js";
import { Pings } from "./pings.js";
import { jitter, median, trimmedMean } from "./statistics.js";
import { upload } from "./up.js";
import { watchPage } from "./page.js";

/** Idle pings, how far they are apart, and after how long no more are sent; ms. */
const IDLE = 10;
const IDLE_PAUSE = 40;
const IDLE_MOST = 2500;
/** Under load, pings are this far apart at least, and at most; ms. A ping is some 600 bytes with its heads: a hundredth of the line. */
const LOADED = 80;
const LOADED_MOST = 1000;
const hundredth = (mbit) => Math.min(Math.max(480 / mbit, LOADED), LOADED_MOST);
/** The fewest pings under load that a median is worth, unless fewer took so long that no more could be asked. Ours. */
const FEWEST = 4;
const enough = (delays) => delays.length >= FEWEST || delays.reduce((sum, delay) => sum + delay, 0) >= DEADLINE;
/** What a test may carry each way, in bytes: at most, and in light mode. */
export const FULL = { down: 250e6, up: 100e6 };
export const LIGHT = { down: 6e6, up: 2.5e6 };

async function idle(pings, signal, told) {
  const from = now();
  for (let at = 0; at < IDLE && now() - from < IDLE_MOST; at++) {
    await pings.once(signal).then(({ elapsed }) => told(elapsed), () => {});
    await sleep(IDLE_PAUSE);
    goOn(signal);
  }
  const delays = pings.delays(from, now());
  if (delays.length < 3) throw new Reason("no-answer");
  return { latency: median(delays), jitter: jitter(delays) };
}

/** Loads one way, with pings beside it; adds their delay to the figure. */
async function loaded(pings, measure, signal, told) {
  let every = LOADED_MOST / 4;
  const beside = pings.run(signal, () => every, (delay) => told({ delay }));
  const carried = (mbit, bytes) => {
    if (mbit > 0) every = hundredth(mbit);
    told({ mbit, bytes });
  };
  const figure = await measure(carried, (from) => enough(pings.delays(from, now()))).finally(() => (every = 0));
  await beside;
  const delays = pings.delays(figure.from, figure.end);
  return { ...figure, ...(enough(delays) && { delay: median(delays), even: trimmedMean(delays) }) };
}

/**
 * Why there is no figure. A connection that broke twice while the server still answers is the server's doing, or that of
 * something in between; where it does not answer, the line was lost.
 */
async function why(error, watch, pings) {
  // The report on what a policy forbade comes after the failure that it caused.
  await sleep(50);
  return (watch.forbidden && "blocked-by-page") || error.reason || pings.once(new AbortController().signal).then(() => "bad-answer", (silent) => silent.reason);
}

/** Whether all connections were one: so it is from HTTP/2 on. */
export const isFolded = ({ transport }) => /^h[23]/.test(transport);

/** See `measure` in ../speed.js, which says what goes in and comes out. */
export async function measure({ targets, light = false, caps = FULL, signal, progress = () => {} }) {
  const roots = targets.map((target) => new URL(target, globalThis.location?.href).href.replace(/\/?$/, "/"));
  const own = new AbortController();
  let broken;
  const end = (reason) => {
    broken ||= reason;
    own.abort();
  };
  const watch = watchPage(roots, end);
  const stopped = () => end("stopped");
  signal?.addEventListener("abort", stopped);
  if (signal?.aborted) stopped();
  const began = now();
  const id = random();
  if (light) caps = LIGHT;
  let out = { light };
  let carried = 0;
  const at = ({ from, end }) => [from - began, end - began];
  const tell = (phase) => {
    let latest = {};
    return (more) => {
      latest = { ...latest, ...more };
      progress({ phase, at: now() - began, mbit: latest.mbit, delay: more.delay, megabytes: (carried + (latest.bytes || 0)) / 1e6 });
    };
  };
  const pings = new Pings(roots[0]);
  // Pings have the first host to themselves where there are others.
  const loads = roots.length > 1 ? roots.slice(1) : roots;
  const first = loads === roots ? pings : new Pings(loads[0]);
  try {
    await pings.open(own.signal);
    const told = tell("idle");
    Object.assign(out, await idle(pings, own.signal, (delay) => told({ delay })));
    const trip = out.latency;
    if (first !== pings) await first.once(own.signal).catch(() => {});
    const way = (act, name, more) =>
      loaded(pings, (told, ready) => act({ id, roots: loads, light, trip, signal: own.signal, told, ready, ...more }), own.signal, tell(name));
    const down = await way(download, "down", { bytes: caps.down });
    carried = down.bytes;
    Object.assign(out, {
      download: down.mbit,
      single: down.single,
      "loaded-down": down.delay,
      "down-at": at(down),
      connections: down.connections,
      confidence: down.confidence,
    });
    try {
      const up = await way(upload, "up", { bytes: caps.up, down: down.mbit });
      carried += up.bytes;
      Object.assign(out, { upload: up.mbit, "loaded-up": up.delay, "up-at": at(up), method: up.method });
      const sure = [down.confidence, up.confidence];
      out.confidence = ["low", "medium"].find((one) => sure.includes(one)) || "high";
      // Round trips a minute: draft-ietf-ippm-responsiveness, 4.4, of pings on connections of their own. Of one way alone the
      // number would be too good: the other may be the one that delays.
      if (down.even > 0 && up.even > 0) out.rpm = 60000 / Math.max(down.even, up.even);
    } catch (error) {
      if (broken) throw error;
      out["upload-reason"] = await why(error, watch, pings);
      out.confidence = "low";
    }
    // There browsers fold all connections into one, which is slow by itself where packets are lost.
    out.transport = first.protocol;
    if (isFolded(out)) out.confidence = "low";
    // A device that did not keep up has measured itself.
    if (watch.stalled > (now() - began) / 4) out.confidence = "low";
  } catch (error) {
    out = { light, reason: broken || (await why(error, watch, pings)) };
  } finally {
    own.abort();
    pings.end();
    first.end();
    watch.end();
    signal?.removeEventListener("abort", stopped);
  }
  return { ...out, megabytes: carried / 1e6, seconds: (now() - began) / 1000 };
}
