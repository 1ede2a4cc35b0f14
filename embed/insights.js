/**
 * Tells the relay what happens on walks, so that guides become better: which step led to which, how long it took, whether
 * it helped. Anonymous: a number that is drawn for the walk alone, no name, no address, nothing that was typed.
 * The panel fetches this once the widget can be used. Nothing is told where the tag says `data-insights="off"`, where the page
 * or the customer has turned it off in this browser (`firstline.insights`), or where the browser asks for it (Global Privacy
 * Control, Do Not Track).
 */

import { apart } from "./beside.js";
import { outbox } from "./insights/outbox.js";
import { told } from "./insights/searched.js";
import { drawn, telling } from "./insights/telling.js";
import { declines, keep, kept } from "./kept.js";
import { toRelay } from "./relay.js";

/** So long after an event it is sent, with what came meanwhile; ms. */
const SOON = 8000;
/** A search is sent when its words have not changed for so long; ms. */
const TYPED = 2500;

/** Begins to tell; `our` is what the loader shares. */
export default function (our) {
  if (our.tells) return;
  our.tells = true;
  const { base, listen } = our;
  const out = outbox(base, () => declines(our));
  const { add, look, asked, ended, forget, save, settle, walk } = telling(our, out);
  /** The step that is shown, as the last event said it. */
  let place;
  let timer;
  /** What customers are asked, once it was fetched. */
  const questions = {};
  /** What asks them, as it was drawn last. */
  let asks;

  /** Whether nothing may be told. What was to be told is erased then, and nothing is asked any more. */
  function isOff() {
    if (!declines(our)) return false;
    clearTimeout(timer);
    out.forget();
    forget();
    asks?.clear();
    return true;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, SOON);
  }

  /** What customers are asked, in the language that is spoken; nothing if it does not come. */
  function asking() {
    const { language } = our;
    questions[language] ||= our
      .get(`api/v1/questions?language=${language}`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null)
      .then((found) => {
        // What failed is asked again the next time.
        if (!found) delete questions[language];
        return found;
      });
    return questions[language];
  }

  /** Of the area as much as the relay keeps, once it has said how much that is. */
  async function near() {
    const { area } = our.data;
    const one = walk();
    if (!area || !one || "area" in one.head) return;
    const found = await asking();
    if (!found) return;
    // A relay that does not say it is older, and keeps three unless it was told otherwise.
    const { areaLetters = 3 } = found;
    const letters = area.replace(/[^a-z\d]/gi, "").slice(0, areaLetters);
    if (!letters) return;
    one.head.area = letters;
    save(one);
  }

  async function send() {
    clearTimeout(timer);
    settle();
    await near();
    await out.send();
  }

  function leave() {
    our.unsaid?.forEach((say) => say());
    settle();
    if (!isOff()) out.leave();
  }

  /** What asks is fetched once a walk begins, and drawn by a module of its own. */
  async function fetched() {
    const own = walk();
    const module = apart(our, "ask.js").catch((error) => console.warn("Firstline:", error));
    const [found, made] = await Promise.all([asking(), module]);
    if (!found || !made || own !== walk() || isOff()) return;
    const say = (event) => {
      if (isOff()) return;
      add(event, own);
      // Whoever puts the page away in that moment is not waited for.
      if (document.visibilityState === "hidden") out.leave();
      else later();
    };
    asks = made.default(our, found, { say, place: place || own.place, kept, keep, asked: asked(own) });
    return asks;
  }

  async function atEnd() {
    // The widget stores the walk after it has emitted the event.
    await new Promise((resolve) => setTimeout(resolve));
    // What was asked at another end is not asked at this one.
    asks?.clear();
    if (isOff()) return;
    look(place);
    const own = walk();
    if (!own) return;
    const where = place;
    await send();
    const answer = out.answer(own.head.walk);
    const isThere = () => walk() === own && place === where;
    if (!answer?.good || !isThere() || isOff()) return;
    ended(answer.verified);
    const drawing = await fetched();
    if (isThere()) drawing?.end(answer);
  }

  listen(document, "firstline:open firstline:step firstline:check", ({ type, detail }) => {
    if (type.endsWith("step")) place = detail.place;
    // Another walk, or the same one as it was left: its next event says where it stands.
    if (type.endsWith("open")) place = undefined;
    setTimeout(async () => {
      if (isOff()) return;
      look(place);
      if (!walk()) return;
      later();
      (await fetched())?.step();
    });
  });
  listen(document, "firstline:outcome", atEnd);
  listen(document, "firstline:ticket", ({ detail }) => {
    if (isOff()) return;
    const own = walk();
    // A ticket that waits is announced at each try.
    if (own && !own.ticket) {
      own.ticket = true;
      add({ is: "ticket" });
      later();
    }
    // The widget draws that it was sent after it has told so.
    if (detail.state !== "stored") return;
    setTimeout(async () => {
      settle();
      if (own) (await fetched())?.ticket();
    });
  });
  // A search that found nothing, when it has been left alone for a moment.
  let searching;
  listen(document, "input", (event) => {
    const [field] = event.composedPath();
    if (field.id !== "fl-search" || !our.shadows.has(field.getRootNode())) return;
    clearTimeout(searching);
    searching = setTimeout(() => {
      if (isOff() || !field.isConnected || !field.getRootNode().querySelector(".fl-empty")) return;
      const text = told(field.value);
      if (!text) return;
      const events = [{ n: 1, is: "not-found", text }];
      const body = JSON.stringify({ format: 1, walks: [{ walk: drawn(), guide: "", hash: "", language: our.language, ago: 0, events }] });
      toRelay(base, "api/v1/events", { method: "POST", body }).catch(() => {});
    }, TYPED);
  });
  listen(document, "visibilitychange", () => document.visibilityState === "hidden" && leave());
  listen(window, "pagehide", leave);
  listen(window, "online", () => isOff() || send());
  if (isOff()) return;
  look();
  if (out.waits()) later();
}
