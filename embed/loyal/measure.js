/**
 * What a browser can measure in a moment when the help opens: whether the provider's network and what lies beyond it answer,
 * and how long that takes. Only where the provider wants it. It judges coarsely, to suggest a topic, and the guide measures
 * with care.
 */

/** How long one answer is waited for, and from when on it is long; ms. */
const PATIENCE = 4000;
const LONG = 400;
const TRIES = 3;

/** The milliseconds to an answer; null if none came. */
async function reach(url, mode) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const began = performance.now();
  try {
    const at = url + (url.includes("?") ? "&" : "?") + "fresh=" + Math.random();
    await fetch(at, { mode, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: patience.signal });
    return performance.now() - began;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** The first of these that answered at all. */
async function answering(urls, mode) {
  const took = await Promise.all(urls.map((url) => reach(url, mode)));
  return urls.find((_, at) => took[at] !== null);
}

/** The fault, and the topic that may help: `{ reason, topic, ms }`; undefined if there is no fault. */
export async function measured(base, { isp, internet, unreachable, slow }) {
  // If the relay answers, there is a connection, whatever the other addresses do.
  const own = [...isp, base + "probe/ping"];
  const [here, beyond] = await Promise.all([answering(own, "cors"), internet.length ? answering(internet, "no-cors") : true]);
  if (unreachable && !here && !beyond) return { reason: "unreachable", topic: unreachable };
  if (unreachable && here && !beyond) return { reason: "beyond", topic: unreachable };
  if (!slow || !here) return null;
  const took = [];
  for (let at = 0; at < TRIES; at += 1) took.push((await reach(here, "cors")) ?? PATIENCE);
  const ms = Math.round(took.sort((one, other) => one - other)[1]);
  return ms > LONG ? { reason: "slow", topic: slow, ms } : null;
}
