/**
 * The focus, where we change what is drawn: a browser drops it with what had it, and a keyboard would begin anew at the top of
 * the page.
 */

/** Gives the focus to this, and leaves the page where it was scrolled to. */
export const focus = (node) => node?.focus({ preventScroll: true });

/** Whether nothing has the focus: nothing of ours below this root, and nothing of the page. */
export function isLost(root) {
  const outer = document.activeElement;
  return !root.activeElement && (!outer || outer === document.body || outer === root.host);
}

/**
 * Makes a change below `node`. What had the focus there keeps it, or what has the same id then; else what `next` gives, asked
 * after the change, gets it. What the change itself gives the focus to has it.
 */
export function holding(node, change, next) {
  const root = node.getRootNode();
  const active = root.activeElement;
  const had = active && node.contains(active);
  change();
  if (!had || root.activeElement) return;
  focus(active.isConnected ? active : (active.id && root.getElementById(active.id)) || next());
}
