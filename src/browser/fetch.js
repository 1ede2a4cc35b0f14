/* Requests with a deadline; see call.js. */

/** How a request ended; the same numbers as in fetch.rs. */
const ANSWERED = 0;
const OPAQUE = 1;
const FAILED = 2;
const TIMED_OUT = 3;
const BLOCKED = 4;

/** Text made fit for a part of an address. What Rust gives is Unicode, so this cannot fail. */
export const encoded = (text) => encodeURIComponent(text);

/** `[name, value]` of each header, from names and values in turn, each ended by a NUL. */
const pairs = (flat) => {
  const parts = flat.split("\0");
  const found = [];
  for (let at = 0; at + 1 < parts.length; at += 2) found.push([parts[at], parts[at + 1]]);
  return found;
};

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

const task = () => new Promise((done) => setTimeout(done));

/**
 * Sends a request and tells `[kind, elapsed, status, server, retryAfter, body]`. With headers (names
 * and values in turn, each ended by a NUL) it posts the body.
 *
 * A request that `connect-src` forbids rejects exactly like one on a dead line, and the event
 * `securitypolicyviolation` comes after the rejection. So a listener is there before the request is
 * made, and a rejection is believed only after a task, and one more for browsers that queue the
 * event behind their timers.
 */
export const send = (address, deadline, cors, fresh, redirects, headers, body, told) => {
  const began = performance.now();
  const since = () => performance.now() - began;
  const abort = new AbortController();
  let url = address;
  let live = true;
  let late = false;
  let violated = false;
  const watch = (event) => {
    if (
      event.disposition === "enforce" &&
      forbidsAsking(event.effectiveDirective) &&
      concerns(url, event.blockedURI)
    ) {
      violated = true;
    }
  };
  document.addEventListener("securitypolicyviolation", watch);
  const timer = setTimeout(() => {
    late = true;
    abort.abort();
  }, deadline);
  const undo = () => {
    live = false;
    clearTimeout(timer);
    document.removeEventListener("securitypolicyviolation", watch);
    abort.abort();
  };

  const ask = async () => {
    const full = new URL(address, location.href);
    url = full.href;
    // Mixed content: that says nothing of the line either, and makes no event.
    if (location.protocol === "https:" && isInsecure(full)) return [BLOCKED];
    const init = {
      mode: cors ? "cors" : "no-cors",
      credentials: "omit",
      signal: abort.signal,
      cache: fresh ? "no-store" : "default",
      redirect: redirects ? "follow" : "error",
    };
    if (headers) {
      init.method = "POST";
      init.headers = pairs(headers);
      init.body = body;
    }
    const response = await fetch(url, init);
    const elapsed = since();
    if (response.type === "opaque") return [OPAQUE, elapsed];
    return [
      ANSWERED,
      elapsed,
      response.status,
      appDuration(response.headers.get("server-timing")),
      seconds(response.headers.get("retry-after"), Date.now()),
      // To its end, because the connection can be used again only then.
      await response.text(),
    ];
  };
  const refused = async () => {
    if (late) return [TIMED_OUT];
    // The time is read before the wait for the page's policy, and the deadline is no matter now.
    const elapsed = since();
    clearTimeout(timer);
    if (!violated) await task();
    if (!violated) await task();
    return violated ? [BLOCKED] : [FAILED, elapsed];
  };
  ask()
    .catch(refused)
    .then((outcome) => {
      if (!live) return;
      undo();
      told(outcome);
    });
  return undo;
};
