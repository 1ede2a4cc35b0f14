/**
 * Meets a customer as somebody: who comes back is asked whether it is the same again, and need not do again what was done
 * before; planned work is told while it is ahead; what the browser measures at the opening, where the provider wants that,
 * suggests a topic with the reason; and a sentence that is typed becomes a topic and facts, shown to be confirmed. The panel
 * fetches this once the widget can be used.
 *
 * It says one thing at a time, in one line above the welcome screen that can be put away. Nothing opens by itself, and nothing
 * that was put away comes back. What is remembered stays in this browser (`firstline.last`), for a month.
 */

import { dress, fill, spoken } from "./apart.js";
import { keep, kept } from "./kept.js";
import ar from "./loyal/ar.json";
import de from "./loyal/de.json";
import en from "./loyal/en.json";
import { measured } from "./loyal/measure.js";
import { facts } from "./loyal/sentence.js";
import zh from "./loyal/zh.json";
import { how } from "./walked.js";

const WORDS = { ar, de, en, zh };
const SESSION = "firstline.session";
const LAST = "firstline.last";
/** What was told or put away, so that it does not come back. */
const TOLD = "firstline.told";
const DAY = 24 * 3600 * 1000;
/** So long a walk is remembered, and so long what was done on it need not be done again. */
const REMEMBERED = 30 * DAY;
const STILL_DONE = 7 * DAY;
/** A sentence is read when nobody has typed for so long, from so many words on; ms. */
const TYPED = 900;
const SENTENCE = 3;

const LOOK = `
.fl-loyal{display:flex;flex:none;flex-direction:column;gap:8px;padding:12px max(16px,50% - 320px);border-block-end:1px solid var(--fl-line);background:var(--fl-surface-2);color:var(--fl-ink)}
.fl-loyal p{margin:0}
.fl-loyal div{display:flex;flex-wrap:wrap;gap:8px}
.fl-loyal button,.fl-tried button{min-height:44px;padding:6px 14px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit;cursor:pointer}
.fl-loyal .fl-loyal-first{background:var(--fl-accent);color:var(--fl-accent-ink);border-color:transparent;font-weight:600}
.fl-loyal [aria-pressed=true]{border-color:var(--fl-accent);box-shadow:inset 0 0 0 1px var(--fl-accent)}
.fl-loyal [aria-pressed=false]{color:var(--fl-ink-2);text-decoration:line-through}
.fl-loyal button:focus-visible,.fl-tried button:focus-visible{outline:3px solid var(--fl-accent);outline-offset:2px}
.fl-tried{display:flex;flex-direction:column;gap:8px;align-items:flex-start;margin-top:16px;color:var(--fl-ink-2)}
.fl-tried p{margin:0}
`;

/** Begins; `our` is what the loader shares. */
export default function (our, stage) {
  our.loyal ||= make(our, stage);
  our.loyal();
}

function make(our, stage) {
  const { listen } = our;
  const el = (tag, properties = {}, ...children) => our.make(tag, properties, ...children);
  const words = () => spoken(our, WORDS);
  const format = (how, at) => new Intl.DateTimeFormat(words().language, how).format(at);
  /** A day as people say it: "Tuesday" within a week, else with its date. */
  const day = (at) => format(Date.now() - at < 6 * DAY ? { weekday: "long" } : { day: "numeric", month: "long" }, at);

  const strip = el("section", { className: "fl-loyal", hidden: true });
  /** What is to be said, the most urgent first: `{ id, text, does: [[label, act]…] }`. */
  let notes = [];
  let shown, asked, typing;
  /** Headings of steps by their places, as they were seen. */
  const seen = {};

  const told = () => kept(TOLD) || [];
  const putAway = (id) => {
    keep(TOLD, [...told().filter((known) => known !== id), id].slice(-40));
    notes = notes.filter((note) => note.id !== id);
    look();
  };

  // ── The line above the welcome screen ──────────────────────────────────────────────────────

  const field = () => {
    const found = stage.querySelector("#fl-search");
    return found?.closest("[hidden]") ? null : found;
  };

  function look() {
    // What was typed on a screen that is gone is no sentence any more.
    if (!field()) notes = notes.filter(({ id }) => id !== "sentence");
    const had = strip.contains(strip.getRootNode().activeElement);
    const note = field() && notes.find(({ id }) => !told().includes(id));
    if (!note) {
      shown = undefined;
      strip.hidden = true;
      if (had) stage.querySelector("#fl-heading")?.focus({ preventScroll: true });
      return;
    }
    if (strip.nextSibling !== stage) stage.before(strip);
    strip.hidden = false;
    if (shown === note) return;
    shown = note;
    dress(our, LOOK);
    const say = words();
    Object.assign(strip, { lang: say.language, dir: say.direction });
    strip.setAttribute("aria-label", say.label);
    const buttons = note.does.map(([label, act, more = {}], at) => {
      const button = el("button", { type: "button", textContent: label, onclick: () => act(button) });
      if (note.first === at) button.className = "fl-loyal-first";
      for (const name in more) button.setAttribute(name, more[name]);
      return button;
    });
    const text = el("p", { textContent: note.text });
    text.setAttribute("role", "status");
    strip.replaceChildren(text, el("div", {}, ...buttons));
    if (had) buttons[0].focus({ preventScroll: true });
  }

  /** Says this, before or behind what else there is. */
  function add(note, first) {
    notes = notes.filter(({ id }) => id !== note.id);
    notes = first ? [note, ...notes] : [...notes, note];
    look();
  }

  const open = (guide, id) => {
    putAway(id);
    window.Firstline?.open({ guide });
  };

  // ── Who comes back ─────────────────────────────────────────────────────────────────────────

  const last = () => {
    const found = kept(LAST);
    return found && Date.now() - found.at < REMEMBERED ? found : null;
  };

  function greet() {
    const before = last();
    if (!before || Date.now() - before.at < 3600000) return;
    const say = words();
    const id = `same-${before.at}`;
    const values = { day: day(before.at), step: before.helped, topic: before.topic };
    const text = before.helped ? say.same : before.topic && say.sameTopic;
    if (!text) return;
    const yes = () => open(before.guide, id);
    add({ id, text: fill(text, values), first: 0, does: [[say.sameYes, yes], [say.sameNo, () => putAway(id)]] });
  }

  /** Keeps what was done on this walk, when it has come to an end. */
  function remember(isOver) {
    const { trail } = kept(SESSION) || {};
    if (!trail?.visits) return;
    const did = trail.visits.filter(({ did }) => did);
    // Only what a check or the customer has said to have helped, at an end that is a good one.
    const isGood = isOver && stage.querySelector('.fl-page[data-ends] .fl-badge[data-tone="good"]');
    const helped = isGood && did.length && /pass|yes|better/.test(how(did.at(-1)));
    const title = seen[did.at(-1)?.place];
    keep(LAST, { at: Date.now(), guide: trail.guide, topic: seen.topic, ...(helped && title && { helped: title }), did: did.slice(helped ? 0 : -12, helped ? -1 : undefined).map(({ place }) => place) });
  }

  /** A step that was done lately and did not help need not be done again. */
  function tried(place) {
    const { trail } = kept(SESSION) || {};
    const before = last();
    if (!before?.did?.includes(place) || before.guide !== trail?.guide || before.at >= trail.began || Date.now() - before.at > STILL_DONE) return;
    const page = [...stage.querySelectorAll(".fl-page")].find((one) => !one.closest("[hidden]"));
    const done = page?.querySelector('.fl-foot [data-rank="primary"]');
    if (!done || page.querySelector(".fl-tried")) return;
    dress(our, LOOK);
    const say = words();
    const button = el("button", { type: "button", textContent: say.pass, onclick: () => done.click() });
    const node = el("div", { className: "fl-tried", lang: say.language, dir: say.direction }, el("p", { textContent: fill(say.tried, { day: day(before.at) }) }), button);
    page.querySelector(".fl-main").append(node);
  }

  // ── What is ahead, and what is measured ────────────────────────────────────────────────────

  async function ask() {
    if (asked === our.language || navigator.onLine === false) return;
    asked = our.language;
    const { area = "" } = our.data;
    const answer = await our.get(`api/v1/opening?language=${our.language}&area=${encodeURIComponent(area)}`).catch(() => null);
    if (!answer?.ok) return;
    const { ahead, measure } = await answer.json();
    const say = words();
    for (const { id, title, began, until } of ahead) {
      const how = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
      const begins = new Date(began);
      const when = until ? new Intl.DateTimeFormat(say.language, how).formatRange(begins, new Date(until)) : format(how, begins);
      const key = `ahead-${id}`;
      add({ id: key, text: fill(say.ahead, { title, when }), does: [[say.aheadKnown, () => putAway(key)]] });
    }
    const found = measure && (await measured(our.base, measure));
    if (!found) return;
    const { topic, reason, ms } = found;
    // What is measured is of now: put away, it is so for a day.
    const id = `${reason}-${Math.floor(Date.now() / DAY)}`;
    const text = `${fill(say[reason], { ms })} ${fill(say.mayHelp, { topic: topic.title })}`;
    add({ id, text, first: 0, does: [[say.look, () => open(topic.guide, id)], [say.not, () => putAway(id)]] }, true);
  }

  // ── A sentence ─────────────────────────────────────────────────────────────────────────────

  /** What was typed, as a topic and facts: the first is what the search has found. */
  function read() {
    const typed = field()?.value || "";
    const found = () => field()?.closest(".fl-page").querySelector(".fl-option");
    const best = found();
    notes = notes.filter(({ id }) => id !== "sentence");
    const isSentence = typed.trim().split(/\s+/).length >= SENTENCE || /\p{Script=Han}{4}/u.test(typed);
    if (!isSentence) return look();
    const say = words();
    const told = facts(typed, say.technologies);
    if (!best || !told.length) return look();
    const topic = best.querySelector(".fl-option-text").firstChild.textContent;
    const wanted = new Set(told);
    const chips = told.map((fact) => [
      fact.label,
      (button) => {
        if (!wanted.delete(fact)) wanted.add(fact);
        button.setAttribute("aria-pressed", wanted.has(fact));
      },
      { "aria-pressed": true },
    ]);
    const go = () => {
      window.Firstline?.identify({ facts: Object.fromEntries([...wanted].map(({ name, value }) => [name, value])) });
      found()?.click();
    };
    const away = () => {
      notes = notes.filter(({ id }) => id !== "sentence");
      look();
    };
    add({ id: "sentence", text: fill(say.understood, { topic }), first: chips.length, does: [...chips, [say.go, go], [say.not, away]] }, true);
  }

  // ── When ───────────────────────────────────────────────────────────────────────────────────

  listen(document, "firstline:open", () => {
    seen.topic = undefined;
  });
  listen(document, "firstline:step firstline:check", ({ detail: { place } }) =>
    // The widget draws the step, and stores the walk, after it has told of it.
    setTimeout(() => {
      const page = [...stage.querySelectorAll(".fl-page")].find((one) => !one.closest("[hidden]"));
      seen[place] = page?.querySelector("#fl-heading")?.textContent;
      seen.topic ||= page?.querySelector(".fl-place")?.textContent;
      tried(place);
    }, 50),
  );
  listen(document, "firstline:outcome", () => setTimeout(remember, 50, true));
  listen(document, "firstline:ticket", () => setTimeout(remember, 50, false));
  listen(document, "input", (event) => {
    const [target] = event.composedPath();
    if (target.id !== "fl-search" || !stage.contains(target)) return;
    clearTimeout(typing);
    typing = setTimeout(read, TYPED);
  });
  new MutationObserver(() => (field() ? !shown && look() : shown && look())).observe(stage, { subtree: true, childList: true });

  return () => {
    notes = [];
    shown = undefined;
    greet();
    ask();
    look();
  };
}
