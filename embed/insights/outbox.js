/**
 * The events of walks on their way to the relay: one request at a time, so that numbers arrive in order, and each walk in requests
 * of its own, so that nobody sees by them which walks are of one browser. They are kept in this browser from the moment it is noted
 * until the relay has answered, for a week at the most. What arrives twice counts once, by its number. A comment is in no storage:
 * it waits in the page alone.
 */

import { keep, kept } from "../kept.js";
import { toRelay } from "../relay.js";

const WAITING = "firstline.events";
const PATH = "api/v1/events";
const WEEK = 7 * 24 * 3600 * 1000;
/** What waits has at most so many characters. */
const MOST_KEPT = 12000;
/** A request has at most so many bytes and events; the relay takes no more (`crates/wire/src/events.rs`). */
const MOST_BYTES = 15000;
const MOST_EVENTS = 200;
/** So long an answer is waited for; ms. */
const PATIENCE = 30000;

const has = (events, { n }) => events.some((event) => event.n === n);

/** What there is to send: `{ at, head, events }` for each walk, `at` being when it began. `declined` says whether nothing may be sent. */
export function outbox(base, declined) {
  /** What this page has noted and nobody has answered, by walk. */
  const noted = new Map();
  /** What the relay answered to the last step of a walk. */
  const answers = new Map();
  /** What is under way, so that it is not sent a second time when the page is left. */
  const underWay = new Set();

  function stored() {
    const found = kept(WAITING);
    const isFresh = ({ at, head, events }) => head && Array.isArray(events) && Math.abs(Date.now() - at) < WEEK;
    return (Array.isArray(found) ? found : []).filter(isFresh);
  }

  function store(walks) {
    const left = walks
      .map((one) => ({ ...one, events: one.events.filter(({ is }) => is !== "comment") }))
      .filter(({ events }) => events.length);
    const isTooMuch = () => JSON.stringify(left).length > MOST_KEPT;
    // The newest stay; of one that is too long by itself, its beginning.
    while (left.length > 1 && isTooMuch()) left.shift();
    while (left[0]?.events.length && isTooMuch()) left[0].events.pop();
    keep(WAITING, left[0]?.events.length && left);
  }

  /** All that nobody has answered, of this page, of earlier visits and of other tabs. */
  function all() {
    const walks = stored();
    for (const own of noted.values()) {
      const at = walks.findIndex(({ head }) => head.walk === own.head.walk);
      const others = at < 0 ? [] : walks[at].events.filter((event) => !has(own.events, event));
      const whole = { ...own, events: [...others, ...own.events].sort((one, other) => one.n - other.n) };
      walks.splice(at < 0 ? walks.length : at, 1, whole);
    }
    return walks;
  }

  /** Notes what happened on a walk. */
  function note(head, at, event) {
    if (!noted.has(head.walk)) noted.set(head.walk, { at, head, events: [] });
    noted.get(head.walk).events.push(event);
    if (event.is === "left") answers.delete(head.walk);
    store(all());
  }

  /** Says more of what was noted, if it is still here. */
  function amend(walk, kind, more) {
    const event = noted.get(walk)?.events.find(({ is }) => is === kind);
    if (event) store((Object.assign(event, more), all()));
  }

  /** The relay has these. */
  function taken(walk, events) {
    const rest = (one) => one.events.filter((event) => !has(events, event));
    const own = noted.get(walk);
    if (own) own.events = rest(own);
    if (own && !own.events.length) noted.delete(walk);
    store(all().map((one) => (one.head.walk === walk ? { ...one, events: rest(one) } : one)));
  }

  /** A request: as much of a walk as one takes. */
  function request({ at, head, events }) {
    const ago = Math.max(Math.round((Date.now() - at) / 1000), 0);
    let some = events.slice(0, MOST_EVENTS);
    const written = () => JSON.stringify({ format: 1, walks: [{ ...head, ago, events: some }] });
    while (some.length > 1 && new TextEncoder().encode(written()).length > MOST_BYTES) some = some.slice(0, some.length >> 1);
    return { walk: head.walk, events: some, body: written(), name: [head.walk, ...some.map(({ n }) => n)].join() };
  }

  /** Sends it; what the relay answers, nothing if it has to wait. */
  async function post({ walk, events, body, name }) {
    underWay.add(name);
    try {
      const signal = AbortSignal.timeout?.(PATIENCE);
      const answer = await toRelay(base, PATH, { method: "POST", body, keepalive: true, signal });
      const isRefused = /problem/.test(answer.headers.get("content-type")) && answer.status !== 429 && answer.status < 500;
      // What anything in between answers is no answer. What the relay refuses for good is not sent again.
      if (!answer.ok && !isRefused) return;
      const said = answer.ok ? await answer.json() : {};
      taken(walk, events);
      return said;
    } catch {
      // No line: it waits.
    } finally {
      underWay.delete(name);
    }
  }

  async function sendAll() {
    for (const { head } of all()) {
      for (;;) {
        const one = all().find((one) => one.head.walk === head.walk);
        if (!one?.events.length || declined()) break;
        const next = request(one);
        const answer = await post(next);
        if (!answer) return;
        if (next.events.some(({ is }) => is === "left")) answers.set(head.walk, answer);
      }
    }
  }

  let sending;
  let next;

  /** Sends everything, after what is being sent. */
  function send() {
    next ||= Promise.resolve(sending).then(() => {
      next = undefined;
      return (sending = sendAll());
    });
    return next;
  }

  /**
   * The page is closed or put away: now or never. Nothing is erased before there is an answer, because a browser says of no such
   * request whether it arrived.
   */
  function leave() {
    if (navigator.onLine === false || declined()) return;
    for (const one of all()) {
      const last = request(one);
      if (underWay.has(last.name)) continue;
      if ("keepalive" in Request.prototype) post(last);
      // This one carries the relay's cookies, and there is no other.
      else navigator.sendBeacon?.(base + PATH, last.body);
    }
  }

  function forget() {
    noted.clear();
    keep(WAITING);
  }

  // What is too old goes, whether or not there is anything new.
  if (kept(WAITING)) store(stored());
  return { note, amend, send, leave, forget, answer: (walk) => answers.get(walk), waits: () => all().length > 0 };
}
