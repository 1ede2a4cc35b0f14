/**
 * A strip is a line that a script of its own shows below the title bar of a screen. The code that draws the screen does not know of
 * it, so its script puts it back when the screen is drawn anew.
 */

import { dress } from "./apart.js";

const LOOK = `
.fl-strip{display:flex;flex:none;flex-wrap:wrap;align-items:center;gap:8px;padding:12px max(16px,50% - 320px);border-block-end:1px solid var(--fl-line);background:var(--fl-surface-2);color:var(--fl-ink)}
.fl-strip button{min-height:44px;padding:6px 14px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit;cursor:pointer}
.fl-strip button:focus-visible{outline:3px solid var(--fl-accent);outline-offset:2px}
`;

/** Puts a strip below this bar, and below the strips of other scripts that are there already. */
export function putBelow(our, bar, strip) {
  dress(our, LOOK);
  let above = bar;
  while (above.nextElementSibling?.matches(".fl-strip") && above.nextElementSibling !== strip) above = above.nextElementSibling;
  // A strip that is in its place is not moved: moving it would take the focus from it.
  if (above.nextElementSibling !== strip) above.after(strip);
}
