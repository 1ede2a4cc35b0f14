// A relay that takes events of walks, and a walk that is stored.
import { visit } from "./page.mjs";

const { default: insights } = await import(`${process.env.EMBED}/insights.js`);
/** Scripts come from here as well, and where the relay is does not matter. */
const BASE = `file://${process.env.EMBED}/`;

export const QUESTIONS = {
  words: { helped: "Did this help?", easy: "How easy was it?", yes: "Yes", no: "No", easyLeast: "1", easyMost: "5", comment: "More?", commentNote: "No names.", featuresWhy: "One more.", howWasIt: "How was it?", commentSend: "Send", thanks: "Thank you.", skip: "No thanks", unclear: "Unclear", unclearNoted: "Noted.", answers: { like: "I like that", dislike: "I don't" } },
  features: [{ id: "a", functional: "If?", dysfunctional: "If not?" }, { id: "b", functional: "If?", dysfunctional: "If not?" }],
  areaLetters: 3,
};

/** Puts a relay into the place of the network. It has no line while `down`; `held` holds its answers back. */
export function relay(taken = {}) {
  const state = { requests: [], inits: [], down: false, status: 200, type: "application/json", held: undefined, atOnce: 0, most: 0 };
  globalThis.fetch = async (url, init = {}) => {
    const path = url.slice(BASE.length);
    if (state.down) throw new TypeError("Failed to fetch");
    const answer = (body, status = 200) => ({ ok: status < 300, status, headers: new Headers({ "content-type": state.type }), json: async () => body });
    if (path.startsWith("api/v1/questions")) return answer({ ...QUESTIONS, ...state.questions });
    state.inits.push(init);
    state.requests.push(JSON.parse(init.body));
    state.atOnce += 1;
    state.most = Math.max(state.most, state.atOnce);
    await state.held;
    state.atOnce -= 1;
    return answer(taken, state.status);
  };
  return Object.assign(state, {
    /** The walks that came, one a request. */
    walks: () => state.requests.map(({ walks }) => walks[0]),
    /** All events that came, of which walks and of which kind. */
    events: (kind) => state.requests.flatMap(({ walks }) => walks).flatMap(({ events }) => events).filter(({ is }) => !kind || is === kind),
  });
}

export const BEGAN = Date.now() - 60_000;

/** What the widget stores of a walk with these answers. */
export function session(visits, more = {}) {
  const at = (number) => BEGAN + 10_000 * (number + 1);
  const trail = { guide: "slow-internet", hash: "abc", began: BEGAN, visits: visits.map((visit, number) => ({ at: at(number), ...visit })), ...more };
  localStorage["firstline.session"] = JSON.stringify({ trail, boxes: { router: "box-1" } });
}

/** Loads the page: the widget can be used, and what happens is told. */
export function load(options = {}) {
  const page = visit({ base: BASE, ...options });
  insights(page.our);
  /** The line is back: what waits is sent at once. */
  const send = async () => {
    window.dispatchEvent(new Event("online"));
    await page.tell("nothing");
  };
  return { ...page, send };
}

export const kept = (name) => JSON.parse(localStorage["firstline." + name] || "null");
