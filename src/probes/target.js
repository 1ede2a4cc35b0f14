/* Asking one target of a probe. */

import { ANSWERED, FAILED, OPAQUE, send } from "../browser/fetch.js";
import { label } from "../browser/device.js";

/** How one target answered, atop the ends of a request; the same number as in replies.rs. */
const LOGIN_PAGE = 5;
/** The status of a network that wants a login first (RFC 6585, 6). */
const LOGIN_REQUIRED = 511;

/**
 * The address with a fresh label in place of a leading `*.`, and with a fresh query, which keeps
 * caches and the page's service worker from answering for the network.
 */
export const fresh = (url, label) =>
  url.replace("://*.", `://${label}.`) + (url.includes("?") ? "&" : "?") + "fresh=" + label;

/**
 * Whether a target is addressed rather than named. One without a scheme is relative to the page,
 * whose host we do not look at: it counts as a name. A top-level domain has letters (RFC 3696, 2), so
 * digits and dots alone are an address.
 */
export const isLiteral = (url) => /^[^/?#]*:\/\/(?:\[|[\d.]+(?:[:/?#]|$))/.test(url);

/** Asks a target that lets any page read it. A redirect is somebody else's answer. */
export const ask = (url, deadline, signal) => send(url, deadline, signal, { redirect: "error" });

/** Asks a target that need not know of us. The Fetch standard follows redirects here. */
const knock = (url, deadline, signal) =>
  send(fresh(url, label()), deadline, signal, { mode: "no-cors" });

/**
 * As `ask`. Where the browser gives up before the deadline, it asks once more without wanting to
 * read: a target whose CORS headers are missing answers then, and a mistake in the provider's
 * configuration does not become a dead line.
 */
const askReadable = async (url, deadline, signal) => {
  const began = performance.now();
  const outcome = await ask(fresh(url, label()), deadline, signal);
  if (outcome[0] !== FAILED) return outcome;
  const again = await knock(url, deadline - (performance.now() - began), signal);
  return again[0] === OPAQUE ? again : outcome;
};

/** `[literal, kind, elapsed]` of a request's end. */
const reply = (url, [kind, elapsed, status]) => [
  +isLiteral(url),
  kind === OPAQUE ? ANSWERED : kind === ANSWERED && status === LOGIN_REQUIRED ? LOGIN_PAGE : kind,
  elapsed,
];

/** Asks all targets side by side: `[literal, kind, elapsed]` of each, one after the other. */
export const askAll = async (urls, readable, deadline, signal) => {
  const one = async (url) => reply(url, await (readable ? askReadable : knock)(url, deadline, signal));
  return (await Promise.all(urls.map(one))).flat();
};
