/**
 * How a ticket stands: for whoever comes back in the browser that sent it, and by the link that its mail has. The panel fetches
 * this where there is such a ticket, and nobody else pays for it. It draws what the core draws, with the same classes.
 *
 * The ticket opens with its token alone. This browser keeps it for two weeks at the most, under `firstline.ticket`, where the core
 * and send.js put it; one that came by a link is not kept, because that may be anybody's computer.
 */

import { speaking, spoken } from "./apart.js";
import { apart } from "./beside.js";
import { cover } from "./cover.js";
import { focus, holding } from "./focus.js";
import ar from "./follow/ar.json";
import de from "./follow/de.json";
import en from "./follow/en.json";
import zh from "./follow/zh.json";
import { declines, keep, kept as read } from "./kept.js";
import { toRelay } from "./relay.js";
import { putBelow } from "./strip.js";
import { uuid } from "./uuid.js";

const WORDS = { ar, de, en, zh };
const KEPT = "firstline.ticket";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
/** How often it is asked while somebody looks, in milliseconds. */
const EVERY = 20000;
const IN_LINK = /&ticket=([\w-]{40,100})$/;

/** The ticket that this browser keeps; one that is too old, or cannot be read, is erased. */
function kept() {
  try {
    const found = JSON.parse(localStorage[KEPT] || "{}");
    if (found.token && Date.now() - found.at < KEPT_FOR) return found;
    localStorage.removeItem(KEPT);
  } catch {
    // No storage: then nothing is kept.
  }
}

function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // It was never there.
  }
}

/** The one of this page. */
let follower;

/** Says below the title bar of the screen in `stage` that there is a ticket; one that came by a link is shown at once. */
export default function (our, stage, close) {
  follower ||= make(our, stage, close);
  follower.settle();
}

function make(our, stage, close) {
  const el = (tag, properties = {}, ...children) => our.make(tag, properties, ...children);
  const button = (rank, name, label, onclick) => {
    const one = el("button", { type: "button", id: `fl-follow-${name}`, className: "fl-button", textContent: label, onclick });
    one.dataset.rank = rank;
    return one;
  };
  const line = (className, text) => el("p", { className, textContent: text });
  const words = () => spoken(our, WORDS);

  const strip = el("section", { className: "fl-strip" });
  const page = el("div", { className: "fl-mount" });
  /** Whether the strip has a ticket to name. */
  let isNamed = false;
  /** The ticket that is shown: its token, its state, and the text that is typed. */
  let open;
  let timer;

  const { show: put, hide } = cover(stage, page);

  function settle() {
    const link = IN_LINK.exec(location.hash);
    if (link) {
      // It stays neither in the address nor in the history.
      history.replaceState(history.state, "", location.href.replace(location.hash, "#help"));
      return show(link[1]);
    }
    const found = kept();
    isNamed = !!found && !open;
    if (!isNamed) return strip.remove();
    const say = words();
    const [before, after] = say.strip.split("{number}");
    const text = el("span", {}, before, el("bdi", { textContent: found.number }), after);
    speaking(strip, say);
    strip.setAttribute("aria-label", say.title);
    strip.replaceChildren(text, el("button", { type: "button", textContent: say.look, onclick: () => show(found.token, true) }));
    place();
  }

  /** The title bar of the core's screen, or of what the panel says itself; a screen that was drawn ahead gives way to the core's. */
  const titleBar = () =>
    stage.querySelector(".fl-mount:not(.fl-ahead,[hidden]) #fl-heading")?.closest(".fl-page").querySelector(".fl-bar") || stage.querySelector(".fl-face-bar");

  function place() {
    const bar = isNamed && titleBar();
    if (bar) putBelow(our, bar, strip);
  }

  function show(token, isKept) {
    isNamed = false;
    strip.remove();
    open = { token, isKept, text: "" };
    put();
    draw();
    focus(page.querySelector("#fl-follow-heading"));
    ask();
  }

  function leave() {
    clearTimeout(timer);
    open = undefined;
    hide();
    settle();
    focus(stage.querySelector("#fl-heading,h2"));
  }

  async function call(path, init = {}) {
    const headers = { ...init.headers, authorization: "Bearer " + open.token };
    const answer = await toRelay(our.base, "api/v1/" + path, { ...init, headers });
    // Only the relay itself says so in this way; anything else may be of something in between.
    if (answer.status === 401 && /problem/.test(answer.headers.get("content-type"))) return null;
    if (!answer.ok) throw answer;
    return answer.json();
  }

  async function ask() {
    clearTimeout(timer);
    const mine = open;
    if (!mine) return;
    try {
      mine.known = await call("ticket");
      mine.failed = false;
    } catch {
      mine.failed = true;
    }
    if (open !== mine) return;
    if (mine.known === null && mine.isKept) forget();
    feedback();
    draw();
    timer = setTimeout(() => (document.hidden ? (timer = setTimeout(ask, EVERY)) : ask()), EVERY);
  }

  /** Sends the text that is typed, or that it works again. Every try of the same message has the same key. */
  async function add(solved) {
    const mine = open;
    const text = mine.text.trim();
    if ((!text && !solved) || mine.sending) return;
    const body = JSON.stringify({ format: 1, text, solved });
    if (mine.body !== body) Object.assign(mine, { body, key: uuid() });
    mine.sending = true;
    draw();
    const headers = { "content-type": "application/json", "idempotency-key": `"${mine.key}"` };
    try {
      mine.known = await call("ticket/notes", { method: "POST", headers, body });
      Object.assign(mine, { text: "", body: "", said: "added", failed: false, drawn: "" });
      feedback();
    } catch (answer) {
      mine.said = answer?.status === 409 ? "full" : "unsent";
    }
    mine.sending = false;
    if (open === mine) draw();
  }

  const date = (at) => new Intl.DateTimeFormat(words().language, { dateStyle: "medium", timeStyle: "short" }).format(at);

  function saying({ by, at, text }) {
    const say = words();
    const body = el("p", { textContent: text || say.mended, dir: "auto", className: "fl-said" });
    return el("li", {}, el("strong", { textContent: say[by] }), " ", el("span", { className: "fl-detail", textContent: date(at) }), body);
  }

  function note() {
    const say = words();
    const field = el("textarea", { id: "fl-follow-note", className: "fl-input", rows: 3, maxLength: 4000, dir: "auto", value: open.text });
    field.oninput = () => (open.text = field.value);
    const label = el("label", { htmlFor: "fl-follow-note", className: "fl-label", textContent: say.add });
    return el("div", { className: "fl-field" }, label, field);
  }

  /** How it went, asked once where it is solved, below everything else: a script of its own, and what it is asked with. */
  async function feedback() {
    const mine = open;
    if (!mine?.known?.asks || mine.feedback || declines(our)) return;
    mine.feedback = el("div");
    try {
      const [asked, { default: ask }] = await Promise.all([our.get(`api/v1/questions?language=${our.language}`), apart(our, "ask.js")]);
      const told = (body) => {
        const headers = { "content-type": "application/json", authorization: "Bearer " + mine.token };
        return toRelay(our.base, "api/v1/ticket/feedback", { method: "POST", keepalive: true, headers, body: JSON.stringify({ format: 1, ...body }) });
      };
      const say = ({ is, helped, easy, functional, dysfunctional }) => told(is === "kano" ? { pair: { functional, dysfunctional } } : { helped, easy }).catch(() => {});
      // Anybody's computer keeps nothing of it; the relay knows what it has asked.
      const remember = mine.isKept ? keep : () => {};
      const { node, asks } = ask(our, await asked.json(), { say, kept: read, keep: remember }).solved();
      // Asked is asked, whether it is answered or not: only what the relay has noted is shown.
      const answer = await told({ asks });
      if (answer.ok) mine.feedback.append(node);
    } catch {
      // Then nothing is asked.
    }
  }

  /** What stands below the heading, and in the foot. */
  function inside() {
    const say = words();
    const { known, failed, said, sending } = open;
    if (known === null) return [[line("", say.gone)], []];
    if (!known) return [[line("", failed ? say.failed : say.loading)], failed ? [button("primary", "retry", say.retry, ask)] : []];
    const number = el("p", { className: "fl-number" }, el("bdi", { textContent: known.number }));
    const stands = el("p", { className: "fl-over", textContent: say[known.stage === "received" && known.elsewhere ? "elsewhere" : known.stage] });
    stands.dataset.tone = known.stage === "solved" ? "good" : known.stage === "asks" ? "warn" : "plain";
    const when = known.asked ? say.asked.replace("{when}", date(known.asked)) : say.sent.replace("{when}", date(known.stored));
    const told = line("fl-quiet-text", said ? say[said] : failed ? say.failed : "");
    told.setAttribute("role", "status");
    const list = el("ol", { className: "fl-saying" }, ...known.said.map(saying));
    const promises = (known.promises || []).map((text) => line("", text));
    const middle = [number, stands, line("fl-quiet-text", when), ...promises, ...(known.said.length ? [list] : []), note(), told, ...(open.feedback ? [open.feedback] : [])];
    const send = button("primary", "send", sending ? say.sending : say.send, () => add(false));
    if (sending) send.setAttribute("aria-disabled", true);
    const foot = [send];
    if (known.stage !== "solved") foot.push(button("tonal", "works", say.works, () => add(true)));
    const ways = el("div", { className: "fl-ways" }, button("quiet", "copy", open.copied ? say.copied : say.copy, copy));
    if (open.link) {
      const field = el("input", { id: "fl-follow-link", className: "fl-input", readOnly: true, value: open.link, onfocus: () => field.select() });
      field.setAttribute("aria-label", say.copy);
      ways.append(field);
    }
    if (open.isKept) ways.append(button("quiet", "remove", say.remove, () => (forget(), leave())));
    return [middle, [...foot, ways]];
  }

  async function copy() {
    const mine = open;
    const link = location.href.replace(/#.*/, "") + "#help&ticket=" + mine.token;
    try {
      await navigator.clipboard.writeText(link);
      mine.copied = true;
    } catch {
      // Refused, or a page without TLS, which has no clipboard: to be marked by hand.
      mine.link = link;
    }
    if (open === mine) draw();
  }

  function draw() {
    const say = words();
    // A page that looks the same is not drawn again: a selection in it stays, and nothing fades in anew.
    const { known, failed, said, sending, copied, link } = open;
    const now = JSON.stringify([say.language, known, failed, said, sending, copied, link]);
    if (open.drawn === now && page.firstChild) return;
    open.drawn = now;
    const bar = el("div", { className: "fl-bar" }, button("inline", "back", say.back, leave), el("span", { className: "fl-place", textContent: say.place }));
    if (close) bar.append(button("inline", "close", say.close, close));
    const heading = el("h1", { id: "fl-follow-heading", tabIndex: -1, textContent: say.title });
    const [middle, foot] = inside();
    const parts = [bar, el("div", { className: "fl-main" }, heading, ...middle)];
    if (foot.length) parts.push(el("div", { className: "fl-foot" }, ...foot));
    const whole = speaking(el("div", { className: "fl-page" }, ...parts), say);
    const scrolled = page.querySelector(".fl-main")?.scrollTop;
    holding(page, () => page.replaceChildren(whole), () => heading);
    if (scrolled) page.querySelector(".fl-main").scrollTop = scrolled;
  }

  new MutationObserver(place).observe(stage, { subtree: true, childList: true });

  return { settle };
}
