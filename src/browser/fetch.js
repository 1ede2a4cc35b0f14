/* Requests with a deadline. What the page's policy forbade is never taken for a failure of the line. */

import { sleep } from "./timer.js";

/** How a request ended; the same numbers as in shell.rs. */
export const ANSWERED = 0;
export const OPAQUE = 1;
export const FAILED = 2;
export const TIMED_OUT = 3;
export const BLOCKED = 4;

/**
 * The milliseconds that the metric `app` of a `Server-Timing` header has as its `dur`.
 */
export const appDuration = (header) => {
  const found = /(?:^|,)\s*app\s*;(?:[^,]*;)?\s*dur\s*=[\s"]*(\d*\.?\d+)/i.exec(header || "");
  return found ? parseFloat(found[1]) : undefined;
};

/** `Retry-After` in seconds: it is a number of seconds or a date (RFC 9110, 10.2.3). */
export const seconds = (header, now) => {
  const value = (header || "").trim();
  if (/^\d+$/.test(value)) return Number(value);
  const left = Math.ceil((Date.parse(value) - now) / 1000);
  return left === left ? Math.max(0, left) : undefined;
};

/**
 * Whether an address is plain http to another machine; to this one it is allowed (W3C Secure
 * Contexts, "potentially trustworthy origin").
 */
export const isInsecure = (url) =>
  url.protocol === "http:" && !/^(?:(?:.*\.)?localhost|127\..*|\[::1\])$/.test(url.hostname);

/** Whether a directive of a content security policy is about requests. */
export const forbidsAsking = (directive) => /^(?:connect|default)-src(?: |$)/.test(directive);

const bare = (url) => url.split("#")[0].replace(/\/$/, "");

/**
 * Whether a blocked address, as the event tells it, is this one. Browsers tell all of it or its
 * origin only, and leave out the fragment.
 */
export const concerns = (url, blocked) => {
  const part = bare(blocked);
  const whole = bare(url);
  return (
    part !== "" &&
    (whole === part || (/^[^/]*\/\/[^/]*$/.test(part) && whole.startsWith(part + "/")))
  );
};

/** Bytes as a string, a character each. */
const binary = (buffer) => {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return text;
};

/**
 * Sends a request and gives how it ended: `[kind, elapsed, status, server, retryAfter, body]`. It never
 * rejects. Times are milliseconds, `retryAfter` is seconds. `options` are those of `fetch`; without
 * any, a text is fetched anew, past every cache. Whoever aborts the signal must not look at the end.
 *
 * A request that `connect-src` forbids rejects exactly like one on a dead line, and the event
 * `securitypolicyviolation` comes after the rejection. So a listener is there before the request is
 * made, and a rejection is believed only after a task, and one more for browsers that queue the
 * event behind their timers.
 */
export const send = async (address, deadline, signal, options) => {
  const began = performance.now();
  const since = () => performance.now() - began;
  const abort = new AbortController();
  const stop = () => abort.abort();
  let url = address;
  let late = false;
  let violated = false;
  const watch = (event) => {
    violated =
      violated ||
      (event.disposition === "enforce" &&
        forbidsAsking(event.effectiveDirective) &&
        concerns(url, event.blockedURI));
  };
  document.addEventListener("securitypolicyviolation", watch);
  signal.addEventListener("abort", stop);
  // One that was aborted before tells nobody any more.
  if (signal.aborted) stop();
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, deadline);
  try {
    const full = new URL(address, location.href);
    url = full.href;
    // Mixed content: that says nothing of the line either, and makes no event.
    if (location.protocol === "https:" && isInsecure(full)) return [BLOCKED];
    const init = { credentials: "omit", cache: "no-store", signal: abort.signal };
    const response = await fetch(url, Object.assign(init, options));
    const elapsed = since();
    if (response.type === "opaque") return [OPAQUE, elapsed];
    return [
      ANSWERED,
      elapsed,
      response.status,
      appDuration(response.headers.get("server-timing")),
      seconds(response.headers.get("retry-after"), Date.now()),
      // To its end, because the connection can be used again only then.
      await (response.headers.get("content-type") === "application/octet-stream"
        ? response.arrayBuffer().then(binary)
        : response.text()),
    ];
  } catch {
    if (late) return [TIMED_OUT];
    // The time is read before the wait for the page's policy, and the deadline is no matter now.
    const elapsed = since();
    clearTimeout(timer);
    if (!violated) await sleep(0);
    if (!violated) await sleep(0);
    return violated ? [BLOCKED] : [FAILED, elapsed];
  } finally {
    clearTimeout(timer);
    document.removeEventListener("securitypolicyviolation", watch);
    signal.removeEventListener("abort", stop);
  }
};
