/* The page around the widget: what it says, what it is told, its focus; see call.js. */

/** What the loader says, then the facts: names and values in turn. */
export const options = (from) => {
  const o = from || {};
  return [o.base, o.language, o.words, o.guide, !!o.inline, !!o.resume, o.area].concat(facts(o.facts));
};

/** The plain values of an object, names and values in turn; what is not plain is left out. */
export const facts = (from) => {
  const flat = [];
  if (typeof from !== "object") return flat;
  try {
    for (const [name, value] of Object.entries(from || {})) {
      const plain = typeof value;
      if (plain === "boolean" || plain === "string" || Number.isFinite(value)) {
        flat.push(name, value);
      }
    }
  } catch {
    // A property of the page's own that throws.
  }
  return flat;
};

/**
 * Tells the page that something happened. The details are names and values in turn, each ended by a
 * NUL. A page that throws does not stop the widget.
 */
export const emit = (to, name, flat) => {
  const detail = {};
  const parts = flat.split("\0");
  for (let at = 0; at + 1 < parts.length; at += 2) detail[parts[at]] = parts[at + 1];
  try {
    to.emit(name, detail);
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

const find = (root, id) => {
  const tree = root.getRootNode();
  return (tree.getElementById ? tree : document).getElementById(id);
};

const focused = (root) => {
  const tree = root.getRootNode();
  return ("activeElement" in tree ? tree : document).activeElement;
};

/** Moves the focus to the element of that id, without scrolling; false where it is not there. */
export const focus = (root, id) => {
  const element = find(root, id);
  if (element) element.focus({ preventScroll: true });
  return !!element;
};

/** Whether the focus is on something inside the widget. */
export const hasFocus = (root) => root.contains(focused(root) || document);

/** Scrolls the element of that id back to its top. */
export const toTop = (root, id) => {
  const element = find(root, id);
  if (element) element.scrollTop = 0;
};

/** Scrolls until the element of that id is in sight; nothing moves where it is already. */
export const intoSight = (root, id) => {
  const element = find(root, id);
  if (!element) return;
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

/** Copies a text and tells whether it did. */
export const copy = (root, text, told) => {
  let live = true;
  const write = async () => navigator.clipboard.writeText(text);
  write()
    .then(
      () => true,
      () => live && copyMarked(root, text),
    )
    .then((copied) => live && told(copied));
  return () => {
    live = false;
  };
};

/** What stands in the control that the event comes from. */
export const value = (event) => event.target && event.target.value;

/** A picture that is fetched and held. */
export const picture = (address) => {
  const image = new Image();
  image.src = address;
  return image;
};
