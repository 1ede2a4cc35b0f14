/**
 * What is fetched beside the widget, each a script of its own for whoever needs it. Where one does not come, nothing else stops.
 */

import { remembers } from "./page.js";

/** Fetches such a script and begins what it does; what it gives. */
export const beside = (our, name, ...given) =>
  import(our.base + our.file(name)).then((one) => one.default(our, ...given)).catch(() => {});

/** A ticket that the customer can look after is shown by a script of its own. */
export function follow(our, stage, close) {
  if (/&ticket/.test(location.hash) || remembers(/firstline\.ticket/)) beside(our, "follow.js", stage, close);
}

/** What the page knows of the customer; what a token says comes later. */
export function identify(our, tell) {
  tell();
  if (our.token) beside(our, "identity.js").then((isNew) => isNew && tell());
}
