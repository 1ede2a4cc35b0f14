/** Adds the style sheet of a script that is fetched apart to the widget's. */

import { made } from "../ahead.js";

const sheets = {};

/**
 * Gives the root that the node is in a sheet, by a name of its own; the node may be moved to another root, and is looked
 * after each time that it is drawn.
 */
export function dress(node, text, name) {
  const root = node.getRootNode();
  try {
    if (!sheets[name]) (sheets[name] = new CSSStyleSheet()).replaceSync(text);
    if (!root.adoptedStyleSheets.includes(sheets[name])) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheets[name]];
  } catch {
    // No constructable sheets: in the document, or in the shadow root.
    const mark = `data-${name}`;
    if (!root.querySelector(`[${mark}]`)) (root.head || root).append(Object.assign(made(["style", { [mark]: "" }]), { textContent: text }));
  }
}
