/**
 * Sends the tickets that wait in this browser, without anybody opening anything: the loader fetches this on a page where one
 * waits. What the relay takes is told to whoever opens help next; everything else stays as it is, for the widget to judge.
 * What is stored, and under which keys, is said in src/model/outbox/stored.rs, and a test holds both together.
 */

import { toRelay } from "./relay.js";

const OUTBOX = "firstline.outbox.";
const SESSION = "firstline.session";
/** What was sent of that walk; embed/insights/telling.js keeps it. */
const TELLING = "firstline.telling";
/** The newest ticket that the customer can follow; embed/follow.js shows it. */
const FOLLOWED = "firstline.ticket";
/** Older than this, in milliseconds, it goes out only if the customer says so. */
const EXPIRES_AFTER = 72 * 3600 * 1000;
/** The first pause before another try, and the longest, in milliseconds. */
const FIRST_PAUSE = 3000;
const LONGEST_PAUSE = 60000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The tickets that wait: keys and stored texts. */
function waiting() {
  const tickets = [];
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(OUTBOX)) continue;
    const key = name.slice(OUTBOX.length);
    try {
      const { at, pending } = JSON.parse(localStorage[name]);
      if (pending?.body && !pending.refused && Date.now() - at <= EXPIRES_AFTER) tickets.push([key, pending]);
    } catch {
      // What cannot be read is the widget's to erase.
    }
  }
  return tickets;
}

/** Tries one; number and token, if the relay has it now. */
async function post(our, key, body) {
  const answer = await toRelay(our.base, "api/v1/tickets", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `"${key}"`, ...held() },
    body,
  });
  // In a burst the relay wants some work for it first.
  if (answer.status === 429) await import(our.base + our.file("work.js")).then((work) => work.default(our));
  return answer.ok ? answer.json() : {};
}

/** What proves that an earlier ticket is of the same customer. */
function held() {
  const { token } = JSON.parse(localStorage[FOLLOWED] || "{}");
  return token && { authorization: "Bearer " + token };
}

async function send(our, key, pending) {
  const { number, token, promises = [] } = await post(our, key, pending.body);
  // The customer may have deleted it meanwhile.
  if (!number || !localStorage[OUTBOX + key]) return;
  const { began, next, receipt } = pending;
  localStorage[`${OUTBOX}told.${key}`] = JSON.stringify({ told: Date.now(), began, number, next: [...(next || []), ...promises], receipt });
  localStorage.removeItem(OUTBOX + key);
  if (token) localStorage[FOLLOWED] = JSON.stringify({ at: Date.now(), number, token });
  // Its walk is forgotten, because going on with it would make a second ticket; another walk keeps its typed texts.
  const walk = JSON.parse(localStorage[SESSION] || "{}").trail;
  if (!walk || walk.began === began) [SESSION, TELLING, OUTBOX + "draft"].forEach((name) => localStorage.removeItem(name));
  const detail = { state: "stored" };
  our.host.dispatchEvent(new CustomEvent("firstline:ticket", { detail, bubbles: true, composed: true }));
}

/** Under the same lock as the widget, so that no other tab sends it too. */
async function alone(name, act) {
  const { locks } = navigator;
  return locks ? locks.request(name, { ifAvailable: true }, (lock) => lock && act()) : act();
}

/** Tries until nothing waits, or the loader is gone from the page. `our` is what that shares. */
export default async function (our) {
  for (let pause = FIRST_PAUSE; our.host.isConnected; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const tickets = waiting();
    if (!tickets.length) return;
    for (const [key, pending] of tickets) {
      await alone(OUTBOX + key, () => send(our, key, pending)).catch(() => {});
    }
    // An area comes back at once: its customers do not all try in the same second.
    await Promise.race([sleep(pause * (1 + Math.random() / 4)), new Promise((back) => addEventListener("online", back, { once: true }))]);
  }
}
