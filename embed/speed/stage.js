/**
 * The stage: lets the customer start, stop and repeat the test, and shows it. The widget's core opens it in an empty node of
 * its own, awaits what was measured, and gives back what that means.
 */

import { made } from "../ahead.js";
import { dress } from "./dress.js";
import { SHEET } from "./look.js";
import { FULL, LIGHT, measure } from "./measure.js";
import { compared, keep, read, result } from "./earlier.js";
import { course } from "./plot.js";
import * as screens from "./screens.js";
import { calendar, evening, picture, report, save } from "./share.js";
import { keepShown, readShown } from "./shown.js";
import { speaker } from "./words.js";

/** About how long a test takes, for the bar; ms. The idle delay, down, up. */
const PARTS = { idle: [0, 1000], down: [1000, 7000], up: [7000, 13000] };
/** How often the plot is drawn anew; ms. */
const DRAWN = 100;
/** For so many seconds a test loads the line at most: one connection alone, all of them, and a slow line's few between; and up. */
const SECONDS = { down: 7.5, up: 6 };
/** A line may carry more than was sold: Ethernet's heads, and what providers add to be sure. Ours. */
const MORE = 1.15;
/** What it takes on a line of 50 Mbit/s, in MB: said where nobody knows the line. */
const USUAL = 40;

/** What this browser keeps, and this tab, as far as the page lets us look. */
function storage(name) {
  try {
    return window[name];
  } catch {
    return {};
  }
}

/** Whether data is dear: the browser says so, or the device is on mobile data. */
function isDear() {
  const { saveData, type } = navigator.connection || {};
  return !!saveData || type === "cellular";
}

/**
 * What a test takes at most, by what was sold, or by the best result, and no less than one with little data: `caps`, in bytes each
 * way, and `most`, in MB together; and where nobody knows the line, what is `usual`.
 */
export function likely(sold, earlier) {
  const best = (way) => Math.max(sold[way] || 0, ...earlier.map((one) => one[way] || 0));
  const fast = best("down");
  const cap = (way, mbit) => Math.min(Math.max(mbit * SECONDS[way] * MORE * 125e3, LIGHT[way]), FULL[way]);
  // Of an upload that nobody knows: most lines are no faster that way.
  const caps = fast ? { down: cap("down", fast), up: cap("up", best("up") || fast) } : FULL;
  return { caps, most: Math.ceil((caps.down + caps.up) / 1e6), usual: !fast && USUAL };
}

/**
 * Opens it in `node`. `given` has `targets`, and `down` and `up` of the plan, and whether a result is only to be drawn `again`; `our`
 * is what the loader shares.
 */
export async function stage(node, given, our) {
  const answer = await our.get(our.file(`speed-${our.spokenFor(our.language)}.json`));
  const words = speaker(await answer.json(), our.language);
  const kept = storage("localStorage");
  const ofTab = storage("sessionStorage");
  let earlier = read(kept);
  let light = isDear();
  let points = [];
  let judged;
  let stop;
  let ended;
  const measured = new Promise((resolve) => (ended = resolve));

  const find = (name) => node.querySelector(`[data-live="${name}"]`);
  const said = made(["p", { class: "fl-sr", role: "status" }]);

  /** Shows nodes. Where what had the focus is gone, the first of `focus` gets it, or the heading of the screen. */
  function draw(nodes, focus) {
    dress(node, SHEET, "speed");
    const root = node.getRootNode();
    const had = node.contains(root.activeElement);
    node.replaceChildren(said, ...nodes.map((one) => made(one)));
    if (had) (node.querySelector(focus) || root.querySelector("#fl-heading"))?.focus({ preventScroll: true });
  }

  const begin = () => draw(screens.before(words, { light, likely: likely(given, earlier), earlier }), "input");

  async function start() {
    points = [];
    stop = new AbortController();
    const own = stop;
    draw(screens.running(words), "button");
    let drawn = 0;
    let phase;
    let figure = "";
    const progress = (point) => {
      if (own.signal.aborted) return;
      points.push(point);
      if (point.phase !== phase) {
        // What was reached, and what comes: once, not with each number.
        said.textContent = [figure, words.say(`phase-${point.phase}`)].filter(Boolean).join(" ");
        find("phase").textContent = words.say(`phase-${point.phase}`);
        phase = point.phase;
      }
      if (point.at - drawn < DRAWN) return;
      drawn = point.at;
      const value = point.phase === "idle" ? point.delay >= 0 && words.ms(point.delay) : point.mbit >= 0 && words.mbit(point.mbit);
      if (value) figure = find("figure").textContent = value;
      find("used").textContent = words.megabytes(point.megabytes);
      const now = course(points);
      for (const path of node.querySelectorAll("[data-line]")) if (now[path.dataset.line] !== undefined) path.setAttribute("d", now[path.dataset.line]);
      find("speed-scale").textContent = words.mbit(now.speedScale);
      find("delay-scale").textContent = words.ms(now.delayScale);
      const [from, to] = PARTS[point.phase];
      node.querySelector("progress").value = Math.round((Math.min(Math.max(point.at, from), to) / PARTS.up[1]) * 100);
    };
    const raw = await measure({ targets: given.targets, light, caps: likely(given, earlier).caps, signal: own.signal, progress });
    if (raw.reason === "stopped") {
      // Unless the widget has gone on.
      if (stop === own) draw(screens.stopped(words, Math.max(raw.megabytes, points[points.length - 1]?.megabytes || 0)), "button");
      return;
    }
    judged = raw;
    ended(raw);
  }

  /** Draws the result, with the earlier ones as they are now. */
  const showResult = (focus = "#fl-heading") => draw(screens.done(words, { judged, points, earlier, canShare: !!navigator.share }), focus);

  const lines = () => report(words, judged);
  const text = () => lines().join("\n");

  function store(place) {
    earlier = [...earlier.filter(({ time }) => time !== judged.time), result(judged, judged.time, place)];
    keep(kept, earlier);
    judged.place = place;
    keepShown(ofTab, judged, points);
  }

  const acts = {
    start,
    again: start,
    stop: () => stop.abort(),
    light: ({ checked }) => {
      light = checked;
      begin();
    },
    copy: async (button) => {
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = said.textContent = words.say("copied");
      } catch {
        // Refused, or a page without TLS, which has no clipboard.
        acts.picture();
      }
    },
    share: () => navigator.share({ text: text() }).catch(() => {}),
    picture: async () => {
      const blob = await picture(lines(), getComputedStyle(node).direction === "rtl");
      save(blob ? "speed.png" : "speed.txt", blob || new Blob([text()]));
    },
    remind: () => {
      const now = Date.now();
      const file = calendar(words.say("remind-title"), location.href, evening(now), now);
      save("speed.ics", new Blob([file], { type: "text/calendar" }));
    },
    place: () => {
      store(find("place").value.trim().slice(0, 40) || undefined);
      showResult(".fl-input");
      said.textContent = words.say("kept");
    },
    erase: () => {
      earlier = [];
      keep(kept, earlier);
      if (judged) showResult();
      else begin();
      said.textContent = words.say("erased");
    },
  };

  node.onclick = ({ target }) => {
    const pressed = target.closest("[data-act]");
    if (pressed) acts[pressed.dataset.act]?.(pressed);
  };

  if (!given.again) begin();
  return {
    measured,
    /** Stops what runs; what is shown stays. */
    stop() {
      stop?.abort();
      stop = undefined;
    },
    /** Shows what the measurement means: its numbers, classes and limits by their names, or the `reason` of none. */
    show(meaning) {
      if (given.again) {
        ({ judged, points } = readShown(ofTab, meaning, earlier));
        return showResult();
      }
      const used = judged?.megabytes || 0;
      if (meaning.reason || !judged) return draw(screens.failed(words, used), "#fl-heading");
      const { light, transport, connections, method } = judged;
      const server = new URL(given.targets[0], location.href).host;
      judged = { ...meaning, light, transport, connections, method, megabytes: used, server, time: Date.now(), plan: given.down && words.mbit(given.down), build: our.build };
      store();
      showResult();
      const change = compared(earlier);
      if (change) said.textContent = words.say(change.key, { percent: words.percent(change.percent), date: words.day(change.time) });
    },
  };
}

