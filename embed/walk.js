/**
 * The walking meter: some pings a second, drawn live and with a sound if wanted, while the customer walks through the home; a
 * tap names the room, and each room has its strip. After the router was moved the same strips stand beside the first. It is
 * fetched for the check `wifi` alone, and the core could not carry it.
 */

import { made } from "./ahead.js";
import { dress } from "./speed/dress.js";
import { speaker } from "./speed/words.js";
import { SHEET } from "./walk/look.js";
import { sound } from "./walk/sound.js";
import { figures, isEnough, strip } from "./walk/strip.js";
import { waking } from "./walk/waking.js";

/** From one ping to the next, and how long one is waited for; ms. */
const PERIOD = 250;
const PATIENCE = 1500;
/** A ping that ends so much later than it may, or is so late itself, was held up by the device, which slept or held the page back; ms. */
const LATE = 1500;
/** So long after it woke a device may be joining its network still, and what it loses is its own; ms. Ours: Wi-Fi takes two to eight
 * seconds. */
const JOINS = 8000;
/** Rooms that are offered to be named. */
const ROOMS = ["beside", "living", "kitchen", "bedroom", "work", "upstairs", "other"];
/** The rooms that were measured since the tab was opened, and their pings. */
const KEPT = "firstline.walk";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function before() {
  try {
    return JSON.parse(sessionStorage[KEPT] || "{}");
  } catch {
    return {};
  }
}

function keep(rooms) {
  try {
    sessionStorage[KEPT] = JSON.stringify(rooms);
  } catch {
    // Then the next walk stands alone.
  }
}

/** One ping: the milliseconds to the answer, or null. What is not the relay's 204 came from nearer: a login page, the page's own
 * service worker. */
async function ping(url, signal) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const ended = () => patience.abort();
  signal.addEventListener("abort", ended);
  const began = performance.now();
  const fresh = new URL(`${url}?fresh=${Math.random()}`, location.href).href;
  try {
    const answer = await fetch(fresh, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", redirect: "manual", signal: patience.signal });
    const seen = performance.now() - began;
    await answer.arrayBuffer();
    // The page may have been busy when the answer came; the browser's network was not.
    const [{ duration } = {}] = performance.getEntriesByName(fresh);
    return answer.status === 204 ? Math.min(seen, duration || seen) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", ended);
  }
}

/** Opens it in `node`. `given.targets` has what is pinged; `our` is what the loader shares. */
export async function stage(node, given, our) {
  const answer = await our.get(our.file(`speed-${our.spokenFor(our.language)}.json`));
  const words = speaker(await answer.json(), our.language);
  const { say, ms, percent } = words;
  const earlier = before();
  const rooms = {};
  let room;
  let tones;
  const awake = waking();
  let walking;
  let over = false;
  let ended;
  const measured = new Promise((resolve) => (ended = resolve));

  const named = (name) => say(`walk-room-${name}`);
  const said = made(["p", { class: "fl-sr", role: "status" }]);
  const told = (pings) => {
    const { median, lost } = figures(pings);
    return median === undefined ? say("walk-nothing") : say("walk-figures", { delay: ms(median), lost: percent(lost) });
  };
  const row = (pings, label, when) => [
    "div",
    { class: "fl-walked" },
    ["span", {}, when || label],
    strip(pings, `${label}: ${told(pings)}`),
    ["small", {}, told(pings)],
  ];
  const button = (rank, act, text, more = {}) => ["button", { class: "fl-button", part: "button", type: "button", "data-rank": rank, "data-act": act, ...more }, text];

  function draw() {
    dress(node, SHEET, "walk");
    const focused = node.contains(node.getRootNode().activeElement) && node.getRootNode().activeElement.dataset.act;
    // The one of now is above, live.
    const seen = Object.keys(rooms).filter((name) => !walking || name !== room);
    const chips = ROOMS.map((name) => button(name === room ? "tonal" : "quiet", `room-${name}`, named(name), { "aria-pressed": name === room }));
    const strips = seen.map((name) => [
      "li",
      {},
      ["strong", {}, named(name)],
      ...(earlier[name] ? [row(earlier[name], named(name), say("walk-before"))] : []),
      row(rooms[name], named(name), earlier[name] ? say("walk-now") : " "),
    ]);
    const nodes = walking
      ? [
          ["p", { class: "fl-now" }, ["span", {}, named(room)], ["strong", { "data-live": "figure", dir: "ltr" }, "…"]],
          ["div", { "data-live": "strip" }],
          ["p", { class: "fl-quiet-text" }, say("walk-rooms")],
          ["div", { class: "fl-row-of", role: "group", "aria-label": say("walk-rooms") }, ...chips],
          ["div", { class: "fl-row-of" }, ...(window.AudioContext ? [button("quiet", "sound", say(tones ? "walk-silent" : "walk-sound"))] : []), button("primary", "done", say("walk-done"))],
        ]
      : over
        ? []
        : [["p", {}, say("walk-what")], button("primary", "start", say("walk-start"))];
    node.replaceChildren(said, ...nodes.map((one) => made(one)), made(["ul", { class: "fl-strips", role: "list" }, ...strips]));
    if (focused) node.querySelector(`[data-act="${focused}"]`)?.focus({ preventScroll: true });
  }

  function live(delay) {
    const pings = rooms[room];
    const figure = node.querySelector('[data-live="figure"]');
    const place = node.querySelector('[data-live="strip"]');
    if (!figure) return;
    figure.textContent = delay === null ? say("walk-lost") : ms(delay);
    place.replaceChildren(made(strip(pings, named(room))));
    if (delay !== null) tones?.tick(delay);
  }

  async function walk() {
    const own = walking;
    let ended = performance.now();
    let woke = -Infinity;
    while (!own.signal.aborted) {
      const began = performance.now();
      // Those of the room that it was sent in, also where the customer names another one meanwhile.
      const pings = rooms[room];
      let away = document.hidden;
      const left = () => (away ||= document.hidden);
      document.addEventListener("visibilitychange", left);
      const delay = await ping(given.targets[0], own.signal);
      document.removeEventListener("visibilitychange", left);
      if (own.signal.aborted || !node.isConnected) break;
      // A screen that sleeps, or a page behind another, measures itself.
      const isHeldUp = away || performance.now() - began >= PATIENCE + LATE || began - ended >= PERIOD + LATE;
      ended = performance.now();
      if (isHeldUp) woke = ended;
      else if (delay !== null || ended - woke > JOINS) {
        woke = -Infinity;
        pings.push(delay);
        if (pings === rooms[room]) live(delay);
      }
      await sleep(PERIOD - (ended - began));
    }
  }

  function enter(name) {
    // With a screen that sleeps, nothing is measured.
    awake.ask(() => walking);
    // What was left too soon tells nothing.
    if (room && room !== name && !isEnough(rooms[room])) delete rooms[room];
    room = name;
    rooms[room] ||= [];
    draw();
    said.textContent = named(room);
  }

  function finish() {
    walking?.abort();
    walking = undefined;
    tones?.stop();
    tones = undefined;
    awake.end();
    for (const name of Object.keys(rooms)) if (!isEnough(rooms[name])) delete rooms[name];
    const names = Object.keys(rooms);
    if (!names.length) return ended({ reason: "skipped" });
    keep({ ...earlier, ...rooms });
    over = true;
    draw();
    ended({
      names: names.map(named).join("\n"),
      medians: names.map((name) => figures(rooms[name]).median ?? -1).join(" "),
      losts: names.map((name) => figures(rooms[name]).lost).join(" "),
    });
  }

  const acts = {
    start() {
      walking = new AbortController();
      enter(ROOMS[0]);
      walk();
    },
    sound() {
      if (tones) tones.stop();
      tones = tones ? undefined : sound();
      draw();
    },
    done: finish,
  };
  node.onclick = ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act?.startsWith("room-")) enter(act.slice(5));
    else acts[act]?.();
  };

  draw();
  return {
    measured,
    stop() {
      walking?.abort();
      walking = undefined;
      tones?.stop();
      awake.end();
    },
    show() {},
  };
}
