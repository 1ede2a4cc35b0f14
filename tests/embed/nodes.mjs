// As much of a document as stages ask for: nodes with attributes and children, found by an attribute.

/** A node, in a root that takes style sheets. */
export class Node {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, dataset: {}, children: [], isConnected: true, textContent: "" });
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name.startsWith("data-")) this.dataset[name.slice(5)] = value;
  }
  append(...nodes) {
    this.children.push(...nodes);
  }
  replaceChildren(...nodes) {
    this.children = nodes;
  }
  all() {
    return this.children.filter((one) => one instanceof Node).flatMap((one) => [one, ...one.all()]);
  }
  querySelector(what) {
    const [, name, value] = /^\[data-(\w+)="([^"]+)"\]$/.exec(what);
    return this.all().find((one) => one.dataset[name] === value) || null;
  }
  contains() {
    return false;
  }
  getRootNode() {
    return { activeElement: null, adoptedStyleSheets: [], querySelector: () => null };
  }
  closest() {
    return this.dataset.act ? this : null;
  }
}

/** Puts a document and what goes with it into the place of the browser's, and gives it. `made` are the nodes of some tags that can more. */
export function page(made = {}) {
  globalThis.window = globalThis;
  globalThis.location = { href: "https://www.isp.example/" };
  globalThis.CSSStyleSheet = class {
    replaceSync() {}
  };
  const createElement = (tag) => Object.assign(new Node(tag), made[tag]);
  globalThis.document = Object.assign(new EventTarget(), { hidden: false, createElement, createElementNS: (_, tag) => createElement(tag) });
  return globalThis.document;
}

/** The browser's own, as far as it has any. */
export const browser = (navigator) => Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
