/**
 * Tells the relay what happens on walks, so that guides become better: which step led to which, how long it took, whether
 * it helped. Anonymous: a number that is drawn for the walk alone, no name, no address, nothing that was typed or chosen.
 * The panel fetches this once the widget can be used. Nothing is told where the tag says `data-insights="off"`, or where
 * the browser asks for it (Global Privacy Control, Do Not Track).
 *
 * It reads the walk from where the widget stores it (src/model/stored.rs), after each event that the page hears too. A
 * browser that stores nothing tells nothing. What could not be sent is kept for the next visit, for a week.
 */

import { apart } from "./beside.js";
import { declines, keep, kept } from "./kept.js";
import { how } from "./walked.js";

const SESSION = "firstline.session";
const WAITING = "firstline.events";
const HELPED = "firstline.helped";

/** So long after an event it is sent, with what came meanwhile; ms. */
const SOON = 8000;
const WEEK = 7 * 24 * 3600 * 1000;
/** A longer pause is no effort; seconds. */
const LONG_PAUSE = 1800;
/** What waits for the line has at most so many characters. */
const MOST = 12000;

/** A number for one walk. */
const drawn = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What checks found: verdicts, and the speed against the plan, if the page told that. */
function found(visit, facts) {
  const findings = visit.checked || (Array.isArray(visit.did) && visit.did) || [];
  const plan = facts["plan-down"];
  return findings.map(({ check, verdict, metrics = {} }) => ({
    check,
    verdict,
    ...(check === "speed" && plan > 0 && metrics.download >= 0 && { ofPlan: metrics.download / plan }),
  }));
}

/** Begins to tell; `our` is what the loader shares. */
export default function (our) {
  if (our.tells) return;
  our.tells = true;
  if (declines(our)) {
    keep(WAITING);
    return;
  }
  const { base, listen } = our;
  /** The walk that goes on. */
  let walk;
  /** The step that is shown, as the last event said it. */
  let place;
  let timer;
  /** What customers are asked, once it was fetched. */
  const questions = {};

  function add(event, at = walk) {
    at.n += 1;
    at.events.push({ n: at.n, ...event });
  }

  function begin({ guide, hash, began, facts = {} }, boxes = {}) {
    send();
    place = undefined;
    const { area } = our.data;
    const technology = facts.technology || facts["website.technology"];
    walk = {
      began,
      guide,
      told: 0,
      n: 0,
      total: 0,
      at: began,
      events: [],
      head: {
        walk: drawn(),
        guide,
        hash,
        language: our.language,
        ...(typeof technology === "string" && { technology }),
        // As little as the relay keeps of it.
        ...(area && { area: area.replace(/\W/g, "").slice(0, 10) }),
        ...(typeof boxes.router === "string" && { equipment: boxes.router }),
      },
    };
    add({ is: "began" });
    const helped = kept(HELPED) || {};
    const before = helped[guide];
    if (before) {
      const days = Math.floor((Date.now() - before.at) / 86400000);
      if (days >= 0 && days <= 7) add({ is: "returned", days, hash: before.hash, verified: !!before.verified });
      delete helped[guide];
      keep(HELPED, helped);
    }
  }

  /** Reads the walk as it is stored, and notes its new steps. */
  function look() {
    const { trail, boxes } = kept(SESSION) || {};
    if (!trail?.visits) return;
    if (!walk || walk.began !== trail.began) begin(trail, boxes);
    const { visits, facts = {}, stage } = trail;
    if (stage?.since) walk.waited = true;
    const left = (from, to, result, at, more) => {
      const s = Math.min(Math.max(Math.round((at - walk.at) / 1000), 0), LONG_PAUSE);
      walk.total += s;
      walk.at = at;
      add({ is: "left", from, to, how: result, s, waited: !!walk.waited, total: walk.total, reached: walk.reached || "answered", ...more });
      walk.waited = false;
      walk.reached = result;
    };
    if (visits.length < walk.told) {
      if (place && walk.place && place !== walk.place) left(walk.place, place, "back", Date.now());
      walk.told = visits.length;
    }
    for (; walk.told < visits.length; walk.told += 1) {
      const visit = visits[walk.told];
      const to = visits[walk.told + 1]?.place || place;
      // Where the walk stands now is said by an event that is still to come.
      if (!to) break;
      if (walk.told === 0) walk.events.find((event) => event.is === "began" && (event.at = visit.place));
      const checks = found(visit, facts);
      if (checks.length) add({ is: "checked", found: checks });
      const result = how(visit);
      const told = /pass|fail|yes|no/.test(result);
      left(visit.place, to, result, visit.at, told && walk.after ? { after: walk.after } : {});
      if (told) walk.after = undefined;
      if (result === "done") walk.after = visit.place;
    }
    walk.place = place || walk.place;
    later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, SOON);
  }

  /** What is to be sent, with what waited. */
  function batch() {
    const waiting = (kept(WAITING) || []).filter(({ at }) => Date.now() - at < WEEK);
    const walks = waiting.map(({ at, walk: waited }) => ({ ...waited, ago: waited.ago + Math.round((Date.now() - at) / 1000) }));
    if (walk?.events.length) {
      const ago = Math.max(Math.round((Date.now() - walk.began) / 1000), 0);
      walks.push({ ...walk.head, ago, events: walk.events.splice(0) });
    }
    return walks.slice(-20);
  }

  /** Keeps what could not be sent, the newest first to stay. */
  function wait(walks) {
    const at = Date.now();
    let waiting = walks.map((waited) => ({ at, walk: waited }));
    while (JSON.stringify(waiting).length > MOST) waiting = waiting.slice(1);
    keep(WAITING, waiting.length && waiting);
  }

  async function send() {
    clearTimeout(timer);
    const walks = batch();
    if (!walks.length) return {};
    keep(WAITING);
    try {
      const answer = await fetch(base + "api/v1/events", {
        method: "POST",
        body: JSON.stringify({ format: 1, walks }),
        credentials: "omit",
        keepalive: true,
      });
      // A batch that is refused for good is not sent again; one that came too soon waits.
      if (answer.status === 429 || answer.status > 499) wait(walks);
      return answer.ok ? answer.json() : {};
    } catch {
      wait(walks);
      return {};
    }
  }

  /** The page is closed or put away: now or never. */
  function leave() {
    const walks = batch();
    if (!walks.length) return;
    keep(WAITING);
    if (!navigator.sendBeacon?.(base + "api/v1/events", JSON.stringify({ format: 1, walks }))) wait(walks);
  }

  /** What is asked is fetched once a walk begins, and drawn by a module of its own. */
  async function asking() {
    const { language } = our;
    questions[language] ||= our
      .get(`api/v1/questions?language=${language}`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    const module = apart(our, "ask.js").catch((error) => console.warn("Firstline:", error));
    const [asked, ask] = await Promise.all([questions[language], module]);
    // What failed is asked again the next time.
    if (!asked) delete questions[language];
    const own = walk;
    const say = (event) => {
      add(event, own);
      later();
    };
    return asked && ask?.default(our, asked, { say, place, kept, keep });
  }

  async function ended() {
    // The widget stores the walk after it has emitted the event.
    await new Promise((resolve) => setTimeout(resolve));
    look();
    const told = walk;
    const answer = await send();
    if (!answer.good || walk !== told) return;
    const helped = kept(HELPED) || {};
    helped[told.guide] = { at: Date.now(), hash: told.head.hash, verified: answer.verified };
    keep(HELPED, helped);
    const ask = await asking();
    if (walk === told) ask?.end(answer);
  }

  listen(document, "firstline:open firstline:step firstline:check", ({ type, detail }) => {
    if (type.endsWith("step")) place = detail.place;
    setTimeout(async () => {
      look();
      if (walk) (await asking())?.step();
    });
  });
  listen(document, "firstline:outcome", ended);
  listen(document, "firstline:ticket", ({ detail }) => {
    // A ticket that waits is announced at each try.
    if (walk && !walk.ticket) {
      walk.ticket = true;
      add({ is: "ticket" });
      later();
    }
    // The widget draws that it was sent after it has told so.
    if (detail.state === "stored") setTimeout(async () => (await asking())?.ticket());
  });
  // A search that found nothing, when it has been left alone for a moment.
  let searching;
  listen(document, "input", (event) => {
    const [field] = event.composedPath();
    if (field.id !== "fl-search" || !our.shadows.has(field.getRootNode())) return;
    clearTimeout(searching);
    searching = setTimeout(() => {
      if (!field.isConnected || !field.getRootNode().querySelector(".fl-empty")) return;
      const search = { n: 0, events: [] };
      add({ is: "not-found", text: field.value.slice(0, 100) }, search);
      fetch(base + "api/v1/events", {
        method: "POST",
        body: JSON.stringify({ format: 1, walks: [{ walk: drawn(), guide: "", hash: "", language: our.language, ago: 0, events: search.events }] }),
        credentials: "omit",
      }).catch(() => {});
    }, 2500);
  });
  listen(document, "visibilitychange", () => document.visibilityState === "hidden" && leave());
  listen(window, "pagehide", leave);
  look();
  if (kept(WAITING)) later();
}
