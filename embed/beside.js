/**
 * What is fetched beside the widget, each a script of its own for whoever needs it. Where one does not come, nothing else stops, and
 * the console says so.
 */

import { remembers } from "./page.js";

/** Such a script. */
export const apart = (our, name) => import(our.base + our.file(name));

/** Fetches it and begins what it does; what it gives. */
export const beside = (our, name, ...given) =>
  apart(our, name).then((one) => one.default(our, ...given)).catch((error) => console.warn("Firstline: " + name, error));

/** A ticket that the customer can look after is shown by a script of its own. */
export function follow(our, stage, close) {
  if (/&ticket/.test(location.hash) || remembers(/firstline\.ticket/)) beside(our, "follow.js", stage, close);
}

/** Takes the facts that the page has given about the customer since; those of a token come later. */
export function identify(our, tell) {
  for (const said of our.told.splice(0)) {
    our.facts = { ...our.facts, ...said?.facts };
    if (said?.token !== undefined) our.token = said.token;
  }
  tell();
  if (our.token || our.claims) beside(our, "identity.js", tell).then((isNew) => isNew && tell());
}
