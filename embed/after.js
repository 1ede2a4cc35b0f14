/**
 * What happens once the widget can be used: what happens on walks is told, and whatever is fetched apart is asked for while
 * there is a line, so that it is there when there is none: by fetch, because a browser keeps a module that failed. Nothing is asked
 * for where the customer saves data.
 */

import { beside } from "./beside.js";
import tell from "./insights.js";
import { remembers } from "./page.js";
import { toRelay } from "./relay.js";

/** Scripts that a walk may come to, the likely ones first. */
const SCRIPTS = ["speed.js", "walk.js", "datagrams.js", "follow.js", "photos.js", "send.js", "work.js", "ask.js"];
/** So long after the widget can be used; ms. What the customer is about to need comes first. */
const SOON = 3000;

/** Begins; `our` is what the loader shares, `close` takes the panel away, where there is one. */
export default function (our, stage, close) {
  // The loader saves the bytes that this costs; from now on there is more to ask than files.
  our.get = (path, cache) => toRelay(our.base, path, { cache });
  tell(our);
  beside(our, "people.js", stage, close);
  beside(our, "loyal.js", stage);
  const photos = () => beside(our, "photos.js", stage);
  // A form may be shown again, and photos may wait for their ticket.
  if (remembers(/firstline\.(photos|session)/)) photos();
  if (!our.ends) our.listen(document, "firstline:outcome", photos);
  our.ends = true;
  if (our.fetched || navigator.connection?.saveData) return;
  our.fetched = true;
  setTimeout(async () => {
    for (const name of [...SCRIPTS, `speed-${our.spokenFor(our.language)}.json`])
      await our
        .get(our.file(name))
        .then((answer) => answer.text())
        .catch(() => (our.fetched = false));
  }, SOON);
}
