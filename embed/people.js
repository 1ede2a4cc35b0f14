/**
 * Who is to be reached, where help ends: on the welcome screen, at an end, where something failed, and with a ticket. A line
 * below the screen says the nearest way and whether somebody is there; it opens a page with all of them, and with the
 * appointments that a ticket can have. The panel fetches this once the widget can be used, and nobody is asked anything before
 * a screen is shown that has the line.
 *
 * This browser keeps which way was used last, under `firstline.reach`, and nothing else.
 */

import { dress, fill, filled, speaking, spoken } from "./apart.js";
import { cover } from "./cover.js";
import { focus, holding, isLost } from "./focus.js";
import { keep, kept } from "./kept.js";
import ar from "./people/ar.json";
import de from "./people/de.json";
import en from "./people/en.json";
import zh from "./people/zh.json";
import { toRelay } from "./relay.js";

const WORDS = { ar, de, en, zh };
const LAST = "firstline.reach";
const TICKET = "firstline.ticket";
/** The relay's answers if nothing was booked, and our words for them. */
const UNBOOKED = { "slot-gone": "slotGone", "no-appointments": "slotNotNow" };
/** How long the relay's answer is believed, in milliseconds. */
const FRESH = 60000;
/** So long after nothing could be known it is asked again, in milliseconds. */
const AGAIN = 5000;

const LOOK = `
.fl-reach{display:flex;flex:none;border-block-start:1px solid var(--fl-line);background:var(--fl-surface-2)}
.fl-reach[data-slim] button{min-height:40px;padding-block:0}
.fl-reach[data-slim] small{display:none}
.fl-reach button{display:flex;flex:1;align-items:center;gap:12px;min-height:52px;padding:6px max(16px,50% - 320px);border:0;background:none;color:var(--fl-ink);font:600 1em/1.3 var(--fl-font);text-align:start;cursor:pointer}
.fl-reach svg{color:var(--fl-accent)}
.fl-reach small{display:block;font-size:.875em;font-weight:400;color:var(--fl-ink-2)}
.fl-reach button:focus-visible{outline:3px solid var(--fl-accent);outline-offset:-3px}
.fl-people .fl-bar [data-rank]{padding-inline:8px}
.fl-way{display:flex;flex-direction:column;gap:4px;padding:16px;border:1.5px solid var(--fl-line);border-radius:var(--fl-radius-row)}
.fl-way h2{display:flex;align-items:center;gap:12px}
.fl-way h2 svg{color:var(--fl-accent)}
.fl-way .fl-button{margin-block-start:8px}
.fl-way [data-open]{font-size:.875em;font-weight:600;color:var(--fl-good)}
.fl-way [data-open=false]{color:var(--fl-warn)}
.fl-times{display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:8px}
.fl-times+h3{margin-block-start:8px}
.fl-times .fl-button{margin:0;font-weight:500}
`;

/** How lines of icons run, by the kind of way; the rest of their look is said for every svg of ours. */
const ICONS = {
  phone: "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3",
  chat: "M4 5h16v11H9l-5 4z",
  callback: "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3M20 4l-5 5m0-4v4h4",
  mail: "M3 6h18v12H3zM3 7l9 6 9-6",
  shop: "M4 9l1-5h14l1 5M5 11v9h14v-9M4 9a3 3 0 0 0 5 1 4 4 0 0 0 6 0 3 3 0 0 0 5-1zM10 20v-5h4v5",
};

/** Begins to look where the line belongs; `our` is what the loader shares. */
export default function (our, stage, close) {
  our.reach ||= make(our, stage);
  our.reach(close);
}

function make(our, stage) {
  const el = (tag, properties = {}, ...children) => our.make(tag, properties, ...children);
  const words = () => spoken(our, WORDS);
  const line = (text) => el("p", { className: "fl-quiet-text", textContent: text });
  /** Words of the provider's. The relay tells those that it has, which may be of another language than was asked for. */
  const theirs = (text) => el("bdi", { lang: "", textContent: text });

  const strip = el("div", { className: "fl-reach", hidden: true });
  const page = el("div", { className: "fl-mount fl-people" });
  const cloth = cover(stage, page);
  /** The people who are reachable, and the language in which the relay named the ways. */
  let known, told;
  /** The language in which it was asked last, and when that was over; the one in which we have drawn. */
  let asked, since, drawnIn;
  /** The guide that is open. */
  let guide;
  let shown, asking, close, later, slots, offered;

  const icon = (kind) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", ICONS[kind] || ICONS.chat);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", true);
    svg.append(path);
    return svg;
  };

  // ── Times, by the provider's clock ─────────────────────────────────────────────────────────

  const format = (how, at) => new Intl.DateTimeFormat(words().language, { ...how, timeZone: known.zone }).format(at);
  // As opening hours are told, in words of the relay.
  const CLOCK = { hour: "numeric", minute: "2-digit", hourCycle: "h23" };
  const clock = (at) => format(CLOCK, at);
  const day = (at) => format({ weekday: "long", day: "numeric", month: "long" }, at);
  /** A time today, or with its day. */
  function soon(at) {
    const today = (one) => format({ dateStyle: "short" }, one);
    return today(at) === today(known.now) ? clock(at) : format({ weekday: "short", ...CLOCK }, at);
  }
  const span = ({ from, until }) => `${clock(from)}–${clock(until)}`;

  // ── The ways ───────────────────────────────────────────────────────────────────────────────

  /** First the ways for the guide that is open, then the way used last time, then those where somebody is there. */
  function ways() {
    const last = kept(LAST);
    const rank = ({ id, about, open }) => [
      about ? (about.includes(guide) ? 0 : 2) : 1,
      open === false,
      id !== last,
    ];
    return [...known.ways].sort((one, two) => compare(rank(one), rank(two)));
  }

  function compare(a, b) {
    const at = a.findIndex((value, at) => +value !== +b[at]);
    return at < 0 ? 0 : a[at] - b[at];
  }

  function standing({ open, opens, closes }) {
    const say = words();
    if (open === undefined) return;
    if (open) return closes ? fill(say.until, { time: soon(closes) }) : say.open;
    return opens ? fill(say.opens, { time: soon(opens) }) : say.closed;
  }

  function waiting({ minutes, at }) {
    return fill(minutes ? words().wait : words().noWait, { minutes, time: clock(at) });
  }

  /** One way, with what leads there. */
  function card(way, first) {
    const say = words();
    const { id, kind, label, to, shown: text, open, hours, cost, reply } = way;
    const name = label ? theirs(label) : say[kind] || kind;
    const parts = [el("h2", {}, icon(kind), name)];
    const state = standing(way);
    if (state) {
      const node = el("p", { textContent: state });
      node.dataset.open = open;
      parts.push(node);
    }
    if (way.waiting) parts.push(line(waiting(way.waiting)));
    for (const text of [hours, cost]) if (text) parts.push(el("p", { className: "fl-quiet-text" }, theirs(text)));
    if (reply) parts.push(el("p", { className: "fl-quiet-text" }, ...filled(say.reply, { within: theirs(reply) })));
    if (kept(LAST) === id) parts.push(line(say.last));
    const act = { chat: say.goChat, callback: say.goCallback, shop: say.goShop }[kind];
    const go = to
      ? el("a", { href: to, ...(/^https/.test(to) && { target: "_blank", rel: "noopener noreferrer" }) })
      : el("button", { type: "button" });
    go.className = "fl-button";
    go.id = `fl-way-${id}`;
    go.dataset.rank = first ? "primary" : "tonal";
    go.append(text ? el("bdi", { textContent: text }) : act || (label ? theirs(label) : ""));
    go.addEventListener("click", () => {
      keep(LAST, id);
      if (way.guide) {
        leave();
        window.Firstline.open({ guide: way.guide });
      }
    });
    parts.push(go);
    return el("section", { className: "fl-way" }, ...parts);
  }

  // ── Appointments ───────────────────────────────────────────────────────────────────────────

  /** The ticket that this browser can follow up. */
  const ticket = () => kept(TICKET) || {};

  async function call(init = {}) {
    const headers = { ...init.headers, authorization: "Bearer " + ticket().token };
    const answer = await toRelay(our.base, "api/v1/ticket/slots", { ...init, headers });
    if (!answer.ok) throw answer;
    return answer.json();
  }

  async function askSlots(why) {
    try {
      slots = await call();
      if (why) slots.why = why;
    } catch {
      slots = { failed: true };
    }
    draw();
  }

  async function choose({ from, until }) {
    if (slots.sending) return;
    slots.sending = from;
    draw();
    const body = JSON.stringify({ from, until, language: our.language });
    try {
      slots = await call({ method: "POST", headers: { "content-type": "application/json" }, body });
      draw();
    } catch (answer) {
      // Only the relay itself says why; a proxy in between knows nothing of appointments.
      const { type = "" } = answer.json ? await answer.json().catch(() => ({})) : {};
      await askSlots(UNBOOKED[type.split("/").pop()] || "slotUnsent");
    }
    // The result stands below the heading. A customer who has gone on to something else, here or on the page, stays there.
    const root = page.getRootNode();
    if (isLost(root) || root.activeElement?.closest(".fl-times")) focus(page.querySelector("#fl-slots"));
  }

  /** What can be chosen for the ticket, day by day; nothing without one. */
  function appointments() {
    const { token, number } = ticket();
    if (!known.appointments || !token) return [];
    const say = words();
    const heading = el("h2", { id: "fl-slots", tabIndex: -1, textContent: say.slots });
    const parts = [heading, line(fill(say.slotsFor, { number: `\u2068${number}\u2069` }))];
    const status = el("p", { className: "fl-quiet-text" });
    status.setAttribute("role", "status");
    parts.push(status);
    if (!slots) askSlots((slots = {}).why);
    else if (slots.failed) status.textContent = say.slotsFailed;
    else if (slots.booked) {
      const when = `${day(slots.booked.from)}, ${span(slots.booked)}`;
      status.textContent = `${fill(say.booked, { when })}. ${say.bookedNote}`;
      status.className = "";
    } else if (slots.free) {
      status.textContent = slots.sending ? say.sending : slots.why ? say[slots.why] : slots.free.length ? "" : say.slotsNone;
      let last, times;
      // Where none can be booked, none is offered.
      for (const slot of slots.why === "slotNotNow" ? [] : slots.free) {
        const of = day(slot.from);
        if (of !== last) {
          times = el("div", { className: "fl-times" });
          parts.push(el("h3", { textContent: (last = of) }), times);
        }
        const button = el("button", { type: "button", id: `fl-slot-${slot.from}`, className: "fl-button", textContent: span(slot), onclick: () => choose(slot) });
        button.dataset.rank = "tonal";
        button.ariaLabel = `${of}, ${span(slot)}`;
        if (slots.sending) button.setAttribute("aria-disabled", true);
        times.append(button);
      }
    }
    return [el("section", { className: "fl-way" }, ...parts)];
  }

  // ── Page and line ──────────────────────────────────────────────────────────────────────────

  function draw() {
    if (!shown) return;
    const say = words();
    const back = el("button", { type: "button", id: "fl-people-back", className: "fl-button", textContent: say.back, onclick: leave });
    back.dataset.rank = "inline";
    const bar = el("div", { className: "fl-bar" }, back, el("span", { className: "fl-place", textContent: say.place }));
    if (close) {
      const cross = el("button", { type: "button", id: "fl-people-close", className: "fl-button", textContent: say.close, onclick: close });
      cross.dataset.rank = "inline";
      bar.append(cross);
    }
    const heading = el("h1", { id: "fl-people-heading", tabIndex: -1, textContent: say.title });
    const sorted = ways();
    const cards = sorted.map((way, at) => card(way, at === 0 && way.open !== false));
    const main = el("div", { className: "fl-main" }, heading, ...appointments(), ...cards);
    const scrolled = page.querySelector(".fl-main")?.scrollTop || 0;
    const drawn = speaking(el("div", { className: "fl-page" }, bar, main), say);
    // If a time can no longer be chosen, the focus goes to the words about times.
    const next = () => page.querySelector("#fl-slots") || heading;
    holding(page, () => page.replaceChildren(drawn), next);
    page.querySelector(".fl-main").scrollTop = scrolled;
  }

  function show() {
    shown = true;
    slots = undefined;
    strip.hidden = true;
    cloth.show();
    draw();
    focus(page.querySelector("#fl-people-heading"));
  }

  function leave() {
    shown = false;
    cloth.hide();
    look();
    focus((!strip.hidden && strip.querySelector("button")) || stage.querySelector("#fl-heading"));
  }

  /** The nearest way in a line: whether somebody is there, and how long one waits. */
  function summary() {
    const [first] = ways();
    const wait = first.open !== false && first.waiting?.minutes;
    return [standing(first), wait && fill(words().short, { minutes: wait })].filter(Boolean).join(" · ");
  }

  /** Whether the screen says the number of a ticket that can have an appointment. */
  const offers = () => !!(known?.appointments && ticket().token && stage.querySelector(".fl-page[data-ends] .fl-number"));

  function drawStrip() {
    // Then it is not shown.
    if (!known.ways.length) return;
    const say = words();
    offered = offers();
    const text = el("span", {}, offered ? say.slots : say.strip, el("small", { className: "fl-detail", textContent: offered ? say.strip : summary() }));
    const button = el("button", { type: "button", id: "fl-reach", onclick: show }, icon("phone"), text);
    holding(speaking(strip, say), () => strip.replaceChildren(button), () => button);
  }

  async function ask() {
    asked = our.language;
    asking = true;
    try {
      const answer = await toRelay(our.base, `api/v1/people?language=${encodeURIComponent(asked)}`);
      if (answer.ok) {
        known = await answer.json();
        told = asked;
      }
    } catch {
      // The last answer stays until it is too old.
    }
    since = Date.now();
    asking = false;
    if (told === asked) redraw();
    look();
  }

  function redraw() {
    drawnIn = our.language;
    dress(our, LOOK);
    drawStrip();
    draw();
  }

  /** Whether it is time to ask: in another language at once, after a failure soon. */
  const isDue = () => asked !== our.language || Date.now() - since > (told === asked ? FRESH : AGAIN);

  /** Whether the screen is one where help ends. */
  function look() {
    const ends = [...stage.querySelectorAll(".fl-page[data-ends]")].some((one) => !one.closest("[hidden]"));
    if ((ends || shown) && !asking && isDue()) ask();
    // Our own words change at once, whatever comes of theirs.
    if (known && drawnIn !== our.language) redraw();
    // Nothing may change on the page until then.
    clearTimeout(later);
    if ((ends || shown) && told !== our.language) later = setTimeout(look, AGAIN);
    if (strip.previousSibling !== stage) stage.after(strip);
    const hidden = !ends || shown || !known?.ways.length;
    // A form needs the place, on a phone above all.
    strip.toggleAttribute("data-slim", !!stage.querySelector("#fl-form"));
    if (!hidden && offered !== offers()) drawStrip();
    if (strip.hidden !== !!hidden) strip.hidden = !!hidden;
  }

  new MutationObserver(look).observe(stage, { subtree: true, childList: true, attributeFilter: ["data-ends", "hidden"] });
  our.listen(document, "firstline:open", ({ detail }) => {
    guide = detail.guide;
    if (known && !shown) drawStrip();
  });

  return (closes) => {
    close = closes;
    look();
  };
}
