/* The page around the widget: what it says, what it is told, its focus, its clipboard. */

import * as device from "./device.js";
import { tag } from "./text.js";

/** The plain values of an object; what is not plain is left out. */
export const plain = (from) => {
  const facts = {};
  if (typeof from !== "object") return facts;
  try {
    for (const [name, value] of Object.entries(from || {})) {
      if (/^(?:boolean|string)$/.test(typeof value) || Number.isFinite(value)) facts[name] = value;
    }
  } catch {
    // A property of the page's own that throws.
  }
  return facts;
};

/** What the page tells of customer and line, as JSON. */
export const facts = (from) => JSON.stringify(plain(from));

/** All that the widget must know to begin, as JSON: see `Options` in host.rs. */
export const options = (from) => {
  const { base, language, words, guide, inline, resume, area, phone, hours, facts } = from || {};
  return JSON.stringify({
    base,
    language: tag(language),
    words,
    guide,
    inline,
    resume,
    area,
    phone,
    hours,
    facts: Object.assign(plain(facts), device.facts()),
    userAgent: device.userAgent(),
    session: device.kept("session"),
    outbox: device.allKept("outbox."),
  });
};

/**
 * Tells the page that something happened. The detail is a name and a value, in two lines, or nothing.
 * A page that throws does not stop the widget.
 */
export const emit = (to, name, detail) => {
  const [key, value] = detail.split("\n");
  try {
    to.emit(name, key ? { [key]: value } : {});
  } catch {
    // The page's own matter.
  }
};

/** Asks the loader to close the panel. */
export const close = (to) => {
  try {
    to.close();
  } catch {
    // The page's own matter.
  }
};

/** Asks the loader for another language; with `resume` the session goes on in it. */
export const speak = (to, language, resume) => {
  try {
    to.speak(language, resume);
  } catch {
    // The page's own matter.
  }
};

const find = (root, id) => {
  const tree = root.getRootNode();
  return (tree.getElementById ? tree : document).getElementById(id);
};

const focused = (root) => {
  const tree = root.getRootNode();
  return ("activeElement" in tree ? tree : document).activeElement;
};

/** Moves the focus to the element of that id, and scrolls only where it is out of sight. */
export const focus = (root, id) => {
  const element = find(root, id);
  if (!element) return;
  element.focus({ preventScroll: true });
  const { top } = element.getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.8) element.scrollIntoView();
};

/** The old way to copy. The field is there only within this call, so nothing is ever painted. */
const copyMarked = (root, text) => {
  const before = focused(root);
  const field = document.createElement("textarea");
  let copied = false;
  try {
    field.value = text;
    field.readOnly = true;
    root.append(field);
    field.select();
    copied = document.execCommand("copy");
  } catch {
    // Then it is not copied.
  }
  field.remove();
  if (before && before.focus) before.focus();
  return copied;
};

/**
 * Copies a text and tells 1 where that succeeded. To be called on a click: browsers allow it only then.
 * `navigator.clipboard` exists in secure contexts only, and a permission policy can forbid it in a
 * frame. The old way, a marked text field, needs neither.
 */
export const copy = async (root, text, signal) => {
  try {
    await navigator.clipboard.writeText(text);
    return [[1]];
  } catch {
    return [[+(!signal.aborted && copyMarked(root, text))]];
  }
};

/** What stands in the control that the event comes from. */
export const value = (event) => event.target && event.target.value;

/**
 * Fetches pictures and holds them in place of those before: what is in the browser's memory is shown
 * even when the line is down.
 */
export const hold = (shell, addresses) => {
  shell.pictures = addresses.map((address) => Object.assign(new Image(), { src: address }));
};
