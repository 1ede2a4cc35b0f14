/**
 * Meets a customer as somebody: who comes back is asked whether it is the same again, and need not do again what was done
 * before; planned work is told while it is ahead; what the browser measures at the opening, where the provider wants that,
 * suggests a topic with the reason; and a sentence that is typed becomes a topic and facts, shown to be confirmed. The panel
 * fetches this once the widget can be used.
 *
 * It says one thing at a time, in a line of the welcome screen that can be put away. Nothing opens by itself, and nothing
 * that was put away comes back. What is remembered stays in this browser (`firstline.last`), for a month, or until the customer
 * signs out.
 */

import { dress, fill, filled, speaking, spoken } from "./apart.js";
import { holding } from "./focus.js";
import { keep, kept } from "./kept.js";
import ar from "./loyal/ar.json";
import de from "./loyal/de.json";
import en from "./loyal/en.json";
import { opening } from "./loyal/opening.js";
import { facts } from "./loyal/sentence.js";
import zh from "./loyal/zh.json";
import { putBelow } from "./strip.js";
import { how } from "./walked.js";

const WORDS = { ar, de, en, zh };
const SESSION = "firstline.session";
const LAST = "firstline.last";
/** The notes that were shown or put away, so that they do not come back. */
const TOLD = "firstline.told";
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
/** So long a walk is remembered, and so long what was done on it need not be done again. */
const REMEMBERED = 30 * DAY;
const STILL_DONE = 7 * DAY;
/** A sentence is read when nobody has typed for so long, from so many words on; ms. */
const TYPED = 900;
const SENTENCE = 3;

const LOOK = `
.fl-loyal p{flex:0 0 100%;margin:0}
.fl-loyal div{display:flex;flex-wrap:wrap;gap:8px}
.fl-tried button{min-height:44px;padding:6px 14px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit;cursor:pointer}
.fl-loyal .fl-loyal-first{background:var(--fl-accent);color:var(--fl-accent-ink);border-color:transparent;font-weight:600}
.fl-loyal [aria-pressed=true]{border-color:var(--fl-accent);box-shadow:inset 0 0 0 1px var(--fl-accent)}
.fl-loyal [aria-pressed=false]{color:var(--fl-ink-2);text-decoration:line-through}
.fl-tried button:focus-visible{outline:3px solid var(--fl-accent);outline-offset:2px}
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

  const strip = el("section", { className: "fl-strip fl-loyal" });
  /** What the core draws in, as it was when the widget was ready last. */
  let core;
  /** What a sentence was understood as: a note. */
  let sentence;
  /** What is said now: which note, in which language, and in which language what it quotes was told. */
  let shown;
  let typing;
  /** The walk as it was seen in the current language: its topic, and the headings of its steps by their places. */
  let seen = { headings: new Map() };

  /** The notes that were put away on this page, because a browser may keep nothing. */
  const away = new Set();
  const isAway = (id) => away.has(id) || (kept(TOLD) || []).includes(id);
  const putAway = (id) => {
    away.add(id);
    keep(TOLD, [...new Set([...(kept(TOLD) || []), id])].slice(-40));
    look();
  };

  /** Words of somebody else's, in their language, which may be another than ours. */
  const quoted = (text, language = "") => text && el("bdi", { lang: language, textContent: text });

  // ── The line on the welcome screen ─────────────────────────────────────────────────────────

  const field = () => {
    const found = core?.querySelector("#fl-search");
    return found?.closest("[hidden]") ? null : found;
  };

  /**
   * What there is to say, the most urgent first: `{ id, text, does: [[label, act]…] }`, and `told`, the language in which what it
   * quotes was asked for, where that comes later than our own words.
   */
  const notes = () => [sentence, measured(), same(), ...ahead()].filter((note) => note && !isAway(note.id));

  function look() {
    const search = field();
    // A text that was typed on a screen that is gone is no sentence any more.
    if (!search) sentence = undefined;
    const note = search && notes()[0];
    if (!note) {
      shown = undefined;
      return holding(strip, () => strip.remove(), () => stage.querySelector("#fl-heading"));
    }
    const say = words();
    const bar = search.closest(".fl-page").querySelector(".fl-bar");
    putBelow(our, bar, strip);
    const now = [note.id, say.language, note.told].join(" ");
    if (shown === now) return;
    shown = now;
    dress(our, LOOK);
    speaking(strip, say);
    strip.setAttribute("aria-label", say.label);
    const buttons = note.does.map(([label, act, more = {}], at) => {
      const button = el("button", { type: "button", textContent: label, onclick: () => act(button) });
      if (note.first === at) button.className = "fl-loyal-first";
      for (const name in more) button.setAttribute(name, more[name]);
      return button;
    });
    const text = el("p", {}, ...note.text);
    text.setAttribute("role", "status");
    holding(strip, () => strip.replaceChildren(text, el("div", {}, ...buttons)), () => buttons[0]);
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

  function same() {
    const before = last();
    if (!before || Date.now() - before.at < HOUR) return;
    const say = words();
    const id = `same-${before.at}`;
    const values = { day: day(before.at), step: quoted(before.helped, before.language), topic: quoted(before.topic, before.language) };
    const text = before.helped ? say.same : before.topic && say.sameTopic;
    const yes = () => open(before.guide, id);
    return text && { id, text: filled(text, values), first: 0, does: [[say.sameYes, yes], [say.sameNo, () => putAway(id)]] };
  }

  /** Keeps what was done on this walk, when it has come to an end. */
  function remember(isOver) {
    const { trail } = kept(SESSION) || {};
    if (!trail?.visits) return;
    const did = trail.visits.filter(({ did }) => did);
    // Only what a check or the customer has said to have helped, at an end that is a good one.
    const isGood = isOver && stage.querySelector('.fl-page[data-ends] .fl-badge[data-tone="good"]');
    const helped = isGood && did.length && /pass|yes|better/.test(how(did.at(-1)));
    const title = helped && seen.headings.get(did.at(-1)?.place);
    const done = helped ? did.slice(0, -1) : did.slice(-12);
    keep(LAST, {
      at: Date.now(),
      guide: trail.guide,
      // The language of the quoted heading: of the step, else of the topic.
      language: (title || seen.topic)?.language,
      topic: seen.topic?.text,
      ...(title && { helped: title.text }),
      did: done.map(({ place }) => place),
    });
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
    const text = el("p", { textContent: fill(say.tried, { day: day(before.at) }) });
    page.querySelector(".fl-main").append(speaking(el("div", { className: "fl-tried" }, text, button), say));
  }

  // ── What is ahead, and what is measured ────────────────────────────────────────────────────

  const begin = opening(our, () => look());

  function ahead() {
    const say = words();
    const how = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    const { ahead = [], language: told } = begin.known();
    return ahead.map(({ id, title, began, until }) => {
      const begins = new Date(began);
      const when = until ? new Intl.DateTimeFormat(say.language, how).formatRange(begins, new Date(until)) : format(how, begins);
      const key = `ahead-${id}`;
      return { id: key, told, text: filled(say.ahead, { title: quoted(title), when }), does: [[say.aheadKnown, () => putAway(key)]] };
    });
  }

  function measured() {
    const { found } = begin.known();
    if (!found) return;
    const { topic, reason, ms, language } = found;
    const say = words();
    // A measurement says how it is now, so a note of it stays away for a day only.
    const id = `${reason}-${Math.floor(Date.now() / DAY)}`;
    const text = [fill(say[reason], { ms }), " ", ...filled(say.mayHelp, { topic: quoted(topic.title, our.spokenFor(language)) })];
    return { id, told: language, text, first: 0, does: [[say.look, () => open(topic.guide, id)], [say.not, () => putAway(id)]] };
  }

  // ── A sentence ─────────────────────────────────────────────────────────────────────────────

  /** Reads the typed text as a topic and facts; the topic is the first that the search has found. */
  function read() {
    sentence = understood();
    // Another sentence may be another topic.
    shown = undefined;
    look();
  }

  function understood() {
    const typed = field()?.value || "";
    const found = () => field()?.closest(".fl-page").querySelector(".fl-option");
    const best = found();
    const isSentence = typed.trim().split(/\s+/).length >= SENTENCE || /\p{Script=Han}{4}/u.test(typed);
    const say = words();
    const told = facts(typed, say.technologies);
    if (!isSentence || !best || !told.length) return;
    const label = best.querySelector(".fl-option-text");
    const topic = el("bdi", { lang: label.closest("[lang]").lang, textContent: label.firstChild.textContent });
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
      sentence = undefined;
      look();
    };
    return { id: "sentence", text: filled(say.understood, { topic }), first: chips.length, does: [...chips, [say.go, go], [say.not, away]] };
  }

  // ── When ───────────────────────────────────────────────────────────────────────────────────

  listen(document, "firstline:open", () => {
    seen.topic = undefined;
  });
  listen(document, "firstline:step firstline:check", ({ detail: { place } }) =>
    // The widget draws the step, and stores the walk, after it has emitted the event.
    setTimeout(() => {
      const page = [...stage.querySelectorAll(".fl-page")].find((one) => !one.closest("[hidden]"));
      const heading = page?.querySelector("#fl-heading");
      // A guide may be in another language than we are.
      const language = heading?.closest("[lang]")?.lang;
      const text = heading?.textContent;
      const topic = page?.querySelector(".fl-place")?.textContent;
      seen.headings.set(place, text && { text, language });
      seen.topic ||= topic && { text: topic, language };
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
  listen(window, "online", begin.ask);
  // The loader forgets a customer who signs out (`firstline.last`).
  our.forgotten = look;
  new MutationObserver(() => (field() ? !strip.isConnected : shown) && look()).observe(stage, { subtree: true, childList: true });

  return () => {
    core = stage.querySelector("#fl-heading")?.closest(".fl-mount");
    if (seen.language !== our.language) seen = { language: our.language, headings: new Map() };
    begin.ask();
    look();
  };
}
