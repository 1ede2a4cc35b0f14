/**
 * Why nothing was measured. The names are those of the crate firstline-diagnosis (`NotMeasured`), and `stopped` where the
 * customer stopped it.
 */

export class Reason extends Error {
  constructor(name) {
    super(name);
    this.reason = name;
  }
}

/** Whether the relay takes no more tests for now, of anybody or of this address. */
export const isBusy = ({ status }) => status === 503 || status === 429;

/** Throws that the answer is not the network's, or not one of ours. */
export function look(response, status) {
  const away = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
  if (away || response.status === 511) throw new Reason("sign-in-page");
  // The page's own service worker made it up.
  if (response.type !== "cors" && response.type !== "basic") throw new Reason("answered-by-page");
  if (isBusy(response)) throw new Reason("busy");
  if (response.status !== status) throw new Reason("bad-answer");
}

/** Throws where it was stopped. Browsers before 2022 have no `throwIfAborted`. */
export function goOn({ aborted }) {
  if (aborted) throw new Reason("stopped");
}

/** How all our targets are asked: past every cache, without cookies; a redirect is none of our answers. */
export const PLAIN = { cache: "no-store", credentials: "omit", redirect: "manual", referrerPolicy: "no-referrer" };

/** The server takes no further piece for now: it is asked again after so long, and what came stands; ms. */
export const AGAIN = 500;

/** A ping is waited for so long; that it takes longer under a load is a finding; ms. */
export const DEADLINE = 3000;

export const random = () => Math.random().toString(36).slice(2);
export const now = () => performance.now();
export const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));
