/**
 * The walk as it is told: read from where the widget stores it (src/model/stored.rs), after each event that the page hears too. What
 * was sent is kept beside it, so that a walk that goes on after a reload is the same walk, and is erased once the widget has
 * erased the walk. A browser that stores nothing tells nothing.
 */

import { keep, kept } from "../kept.js";
import { how } from "../walked.js";

const SESSION = "firstline.session";
/** Which number the walk has, and how much of it was told. */
const TELLING = "firstline.telling";
/** Good ends of late. */
const HELPED = "firstline.helped";
const DAY = 24 * 3600 * 1000;
/** So many days after a good end, whoever is back counts as back. */
const BACK = 7;
/** A longer pause is no effort; seconds. */
const LONG_PAUSE = 1800;

/** A number for one walk. */
export const drawn = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * `wifi` or `cable`, if it is known what the device is connected by: from the browser, else from what the customer answered at a
 * step that is called `link`.
 */
function linked(visits) {
  const { type } = navigator.connection || {};
  const isOf = ({ place }) => place.split("/").at(-1) === "link";
  const said = type && type !== "unknown" ? type : [visits.filter(isOf).at(-1)?.options].flat()[0];
  return { wifi: "wifi", ethernet: "cable", lead: "cable" }[said];
}

/** What checks found: verdicts, the speed against the plan, if the page told that, and what the device is connected by. */
function found(visit, facts, link) {
  const findings = visit.checked || (Array.isArray(visit.did) && visit.did) || [];
  const plan = facts["plan-down"];
  return findings.map(({ check, verdict, metrics = {} }) => ({
    check,
    verdict,
    ...(check === "speed" && plan > 0 && metrics.download >= 0 && { ofPlan: metrics.download / plan }),
    ...(link && { link }),
  }));
}

/** The good ends of late; what is older is erased. */
function helped() {
  const isLate = ([, { at }]) => Date.now() - at >= 0 && Date.now() - at < (BACK + 1) * DAY;
  return Object.fromEntries(Object.entries(kept(HELPED) || {}).filter(isLate));
}

const dayOf = (time) => Math.floor(time / DAY);

const keepHelped = (ends) => keep(HELPED, Object.keys(ends).length && ends);

/** Tells by `note` and `amend` of an outbox; `our` is what the loader shares. */
export function telling(our, { note, amend }) {
  /** The walk that goes on. */
  let walk;

  /** Erases what was kept for a walk that is no longer stored. */
  function settle() {
    if (!kept(SESSION)?.trail) keep(TELLING);
  }

  const save = (at) => kept(SESSION)?.trail?.began === at.began && keep(TELLING, at);

  /** Tells of something that happened on this walk. */
  function add(event, at = walk) {
    const { head, n } = kept(TELLING) || {};
    // Another tab may have told more of it meanwhile.
    at.n = (head?.walk === at.head.walk ? Math.max(at.n, n) : at.n) + 1;
    note(at.head, at.began, { n: at.n, ...event });
    save(at);
  }

  function begin({ guide, hash, began, facts = {} }, boxes = {}) {
    const technology = facts.technology || facts["website.technology"];
    walk = {
      began,
      guide,
      told: 0,
      n: 0,
      total: 0,
      at: began,
      asked: [],
      head: {
        walk: drawn(),
        guide,
        hash,
        language: our.language,
        ...(typeof technology === "string" && { technology }),
        ...(typeof boxes.router === "string" && { equipment: boxes.router }),
      },
    };
    add({ is: "began" });
    const ends = helped();
    const before = ends[guide];
    // It counts on the day of the walk that helped, by UTC, and within seven days of its end.
    if (before) add({ is: "returned", days: Math.floor((Date.now() - before.at) / DAY), since: dayOf(began) - before.day, hash: before.hash, verified: !!before.verified });
    delete ends[guide];
    keepHelped(ends);
  }

  /** The walk of this trail, as it was told so far. */
  function resume(trail, boxes) {
    const told = kept(TELLING);
    const isSame = walk?.began === trail.began;
    if (told?.began === trail.began && told.head) {
      const { head } = isSame ? walk : told;
      walk = Object.assign(isSame ? walk : {}, told, { head: Object.assign(head, told.head) });
    } else if (!isSame) begin(trail, boxes);
  }

  function left(from, to, result, at, more) {
    const s = Math.min(Math.max(Math.round((at - walk.at) / 1000), 0), LONG_PAUSE);
    walk.total += s;
    walk.at = at;
    add({ is: "left", from, to, how: result, s, waited: !!walk.waited, total: walk.total, reached: walk.reached || "answered", ...more });
    walk.waited = false;
    walk.reached = result;
  }

  /** Reads the walk as it is stored, and notes its new steps. `place` is the step that is shown, as the last event said it. */
  function look(place) {
    const { trail, boxes } = kept(SESSION) || {};
    if (!trail?.visits) return settle();
    resume(trail, boxes);
    const { visits, facts = {}, stage } = trail;
    if (stage?.since) walk.waited = true;
    if (visits.length < walk.told) {
      if (place && walk.place && place !== walk.place) left(walk.place, place, "back", Date.now());
      walk.told = visits.length;
    }
    for (; walk.told < visits.length; walk.told += 1) {
      const visit = visits[walk.told];
      const to = visits[walk.told + 1]?.place || place;
      // Where the walk stands now is said by an event that is still to come.
      if (!to) break;
      if (walk.told === 0) amend(walk.head.walk, "began", { at: visit.place });
      const checks = found(visit, facts, linked(visits.slice(0, walk.told)));
      if (checks.length) add({ is: "checked", found: checks });
      const result = how(visit);
      const told = /pass|fail|yes|no/.test(result);
      left(visit.place, to, result, visit.at, told && walk.after ? { after: walk.after } : {});
      if (told) walk.after = null;
      if (result === "done") walk.after = visit.place;
    }
    walk.place = place || walk.place;
    save(walk);
  }

  /** What was asked on this walk already, so that nothing is asked twice. */
  const asked = (own = walk) => ({
    has: (what) => own.asked.includes(what),
    add(what) {
      own.asked.push(what);
      save(own);
    },
  });

  /** It has come to a good end. */
  function ended(verified) {
    keepHelped({ ...helped(), [walk.guide]: { at: Date.now(), day: dayOf(walk.began), hash: walk.head.hash, verified } });
  }

  /** Erases what is kept of walks. */
  function forget() {
    walk = undefined;
    [TELLING, HELPED].forEach((name) => keep(name));
  }

  keepHelped(helped());
  return { add, look, asked, ended, forget, save, settle, walk: () => walk };
}
