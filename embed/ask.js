/**
 * What customers are asked, in the page where they are: one tap on a step that is unclear; at a good end how it went, and
 * how a feature of the service would be. Everything can be passed over, nothing opens by itself, and nothing is asked
 * twice. Fetched by insights.js.
 */

import { dress } from "./apart.js";
import { holding } from "./focus.js";

const ASKED = "firstline.asked";
/** When a thank-you was shown, or somebody was not content: none is shown soon after. */
const THANKED = "firstline.thanked";
/** As many pairs of questions as a customer is ever asked. */
const PAIRS = 2;
/** How easy it was, from so much on, is content; of 5. */
const CONTENT = 3;
/** So long an answer can be changed for another; ms. */
const CHANGE = 1500;

/** Tells what was answered and not told yet, when the page is left. */
function atLeaving(our) {
  our.unsaid = new Set();
  const all = () => our.unsaid.forEach((say) => say());
  our.listen(window, "pagehide", all);
  our.listen(document, "visibilitychange", () => document.visibilityState === "hidden" && all());
}

const LOOK = `
.fl-ask{margin-top:24px;padding-top:16px;border-top:1px solid var(--fl-line)}
.fl-ask fieldset{margin:0 0 16px;padding:0;border:0;min-width:0}
.fl-ask legend,.fl-ask label{padding:0;margin-bottom:8px;font-weight:600}
.fl-ask p{color:var(--fl-ink-2);margin-bottom:8px}
.fl-ask div{display:flex;flex-wrap:wrap;gap:8px}
.fl-ask button{min-height:44px;min-width:44px;padding:6px 14px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit;cursor:pointer}
.fl-ask button:hover{background:var(--fl-tint)}
.fl-ask button[aria-pressed=true]{background:var(--fl-accent);color:var(--fl-accent-ink);border-color:transparent}
.fl-ask .fl-ask-quiet{border-color:transparent;background:none;color:var(--fl-ink-2);text-decoration:underline}
.fl-ask textarea{display:block;width:100%;min-height:72px;margin-bottom:8px;padding:8px 12px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit}
.fl-ask a{color:var(--fl-accent)}
.fl-unclear{margin-top:16px}
.fl-unclear button{min-height:32px;padding:4px 0;border:0;background:none;color:var(--fl-ink-3);font:inherit;font-size:.875em;text-decoration:underline;cursor:pointer}
.fl-unclear p{color:var(--fl-ink-2);font-size:.875em}
`;

/** `asked` holds the questions of this walk that were asked already; new ones are added to it. */
export default function (our, { words, features, thanks }, { say, place, kept, keep, asked = new Set() }) {
  const { make, shadows } = our;
  if (!our.unsaid) atLeaving(our);

  /** The middle of the screen that is shown. */
  const main = () => [...shadows].map((shadow) => shadow.querySelector(".fl-main")).find(Boolean);

  /** Puts it at the end of the screen, in the place of what stood there of ours. */
  function put(node) {
    const at = main();
    if (!at) return;
    const change = () => {
      at.querySelectorAll(".fl-ask,.fl-unclear").forEach((old) => old.remove());
      if (node) at.append(node);
    };
    if (node) dress(our, LOOK);
    holding(at, change, () => node?.querySelector("button") || at.querySelector("h1"));
  }

  /** Removes the question; a keyboard goes on at the heading of its screen. */
  function take(node) {
    const page = node.closest(".fl-page");
    holding(node, () => node.remove(), () => page?.querySelector("h1"));
  }

  /** Puts thanks in the place of the content of `node`. A customer who answered there with a keyboard goes on from the thanks. */
  function thank(node, text = words.thanks) {
    const line = make("p", { tabIndex: -1 }, text);
    line.setAttribute("role", "status");
    holding(node, () => node.replaceChildren(line), () => line);
  }

  /** A row of answers to one question. The one that was pressed stays so, and can be changed for another. */
  function row(question, answers, act) {
    const buttons = answers.map(([value, text]) => {
      const button = make("button", { type: "button", textContent: text });
      button.onclick = () => {
        buttons.forEach((other) => other.setAttribute("aria-pressed", other === button));
        act(value);
      };
      button.setAttribute("aria-pressed", "false");
      return button;
    });
    const legend = make("legend", {}, question);
    return make("fieldset", {}, legend, make("div", {}, ...buttons));
  }

  /** One tap: this step was unclear. */
  function step() {
    // A form is asked enough.
    const what = "unclear " + place;
    if (!place || asked.has(what) || main()?.querySelector("textarea")) return put();
    const button = make("button", { type: "button", textContent: words.unclear });
    const node = make("div", { className: "fl-unclear" }, button);
    button.onclick = () => {
      asked.add(what);
      say({ is: "unclear", at: place });
      thank(node, words.unclearNoted);
    };
    put(node);
  }

  /** A feature that this customer was never asked about; none once there were enough. */
  function feature() {
    const before = kept(ASKED) || [];
    const left = before.length < PAIRS ? features.filter(({ id }) => !before.includes(id)) : [];
    return left[Math.floor(Math.random() * left.length)];
  }

  function pair(node, next = feature()) {
    if (!next) return;
    const given = {};
    const answers = Object.entries(words.answers);
    const field = make("fieldset");
    const both = () => {
      if (!given.functional || !given.dysfunctional) return;
      const years = our.facts?.["contract-years"];
      say({ is: "kano", feature: next.id, ...given, ...(Number.isInteger(years) && years >= 0 && years < 256 && { years }) });
      thank(field);
    };
    field.append(
      row(next.functional, answers, (value) => ((given.functional = value), both())),
      row(next.dysfunctional, answers, (value) => ((given.dysfunctional = value), both())),
    );
    // Asked is asked, whether it is answered or not.
    keep(ASKED, [...(kept(ASKED) || []), next.id]);
    node.append(make("p", {}, words.featuresWhy), field);
  }

  /**
   * Asks at this place. An answer is sent a moment later, so that it can be changed until then, and each is sent once. `answered` hears
   * of each answer what holds by then.
   */
  function asking(answered) {
    const node = make("section", { className: "fl-ask" });
    node.setAttribute("aria-label", words.howWasIt);
    const told = {};
    let now = {};
    let soon;
    const tell = () => {
      clearTimeout(soon);
      our.unsaid.delete(tell);
      if (Object.keys(now).length) say({ is: "rated", at: place, ...now });
      Object.assign(told, now);
      now = {};
      if (isUnhappy(told)) keep(THANKED, Date.now());
    };
    const rate = (more) => {
      for (const name in more) if (!(name in told)) now[name] = more[name];
      clearTimeout(soon);
      soon = setTimeout(tell, CHANGE);
      our.unsaid.add(tell);
      answered?.({ ...now, ...told });
    };
    const helped = () => row(words.helped, [[true, words.yes], [false, words.no]], (value) => rate({ helped: value }));
    const easy = () =>
      row(words.easy, [1, 2, 3, 4, 5].map((at) => [at, at === 1 ? words.easyLeast : at === 5 ? words.easyMost : String(at)]), (value) => rate({ easy: value }));
    const skip = (act) => make("button", { type: "button", className: "fl-ask-quiet", textContent: words.skip, onclick: act });
    return { node, helped, easy, skip };
  }

  const isUnhappy = ({ helped, easy }) => helped === false || easy < CONTENT;

  /** These questions, as far as they were not asked on this walk. */
  function fresh(questions) {
    const left = Object.keys(questions).filter((name) => !asked.has(name));
    left.forEach((name) => asked.add(name));
    return left.map((name) => questions[name]());
  }

  /** Where a ticket was sent: how easy it was to come so far. */
  function ticket() {
    let soon;
    const { node, easy, skip } = asking(() => {
      clearTimeout(soon);
      soon = setTimeout(thank, CHANGE + 100, node);
    });
    const questions = fresh({ easy });
    if (!questions.length) return;
    node.append(...questions, skip(() => take(node)));
    put(node);
  }

  /** What is asked once a ticket was solved, for whoever shows that; and the feature that is among it, if one is. */
  function solved() {
    dress(our, LOOK);
    const next = feature();
    const { node, helped, easy, skip } = asking();
    node.append(helped(), easy());
    pair(node, next);
    node.append(skip(() => take(node)));
    return { node, asks: next?.id || "" };
  }

  /** At a good end. */
  function end({ verified }) {
    const { node, helped, easy, skip: skipping } = asking((given) => {
      fresh({ comment }).forEach(more);
      thankful(given);
    });
    const skip = skipping(() => take(node));
    const comment = () => {
      const field = make("textarea", { maxLength: 1000, id: "fl-ask-comment" });
      const label = make("label", { htmlFor: "fl-ask-comment" }, words.comment);
      const button = make("button", { type: "button", textContent: words.commentSend });
      const box = make("fieldset", {}, label, make("p", {}, words.commentNote), field, button);
      button.onclick = () => {
        if (!field.value.trim()) return field.focus();
        say({ is: "comment", text: field.value.trim() });
        thank(box);
      };
      return box;
    };
    /** What may be said besides, once something was answered. */
    const more = (box) => {
      skip.before(box);
      pair(node);
      node.append(skip);
    };
    let offer;
    const isDue = thanks && verified && !(Date.now() - kept(THANKED) < thanks.days * 86400000);
    /** Whoever has answered and is content is thanked with an offer; who is not, is not bothered with one. */
    const thankful = (given) => {
      if (isUnhappy(given)) {
        if (offer) holding(offer, () => offer.remove(), () => skip);
        offer = undefined;
      } else if (isDue && !offer) {
        keep(THANKED, Date.now());
        offer = make("p", {}, thanks.text + " ", make("a", { href: thanks.href, target: "_blank", rel: "noopener noreferrer" }, thanks.label));
        skip.before(offer);
      }
    };
    const questions = fresh({ helped, easy });
    if (!questions.length) return put();
    node.append(...questions, skip);
    put(node);
  }

  return { step, ticket, solved, end, clear: () => put() };
}
