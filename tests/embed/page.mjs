// As much of a page as these scripts ask for: storage, answers, and what has the focus.

/** Puts a storage into the place of the browser's; empty, or with this in it. */
export function store(kept = {}) {
  const storage = { ...kept };
  Object.defineProperty(storage, "removeItem", { value: (name) => delete storage[name] });
  globalThis.localStorage = storage;
  return storage;
}

/**
 * Puts a network into the place of the browser's, on which only what begins with one of these addresses answers, after so many
 * milliseconds. Gives what is asked.
 */
export function network(answering, after = 0) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    if (after) await new Promise((resolve) => setTimeout(resolve, after));
    if (!answering.some((begin) => url.startsWith(begin))) throw new TypeError("Failed to fetch");
    return { ok: true };
  };
  return asked;
}

/** A node with children, of which one can have the focus, in a root that knows which has it. */
export function tree(...ids) {
  const root = { activeElement: null };
  const make = (id) => {
    const node = { id, isConnected: true, focus: () => node.isConnected && (root.activeElement = node) };
    return node;
  };
  let children = ids.map(make);
  root.getElementById = (id) => children.find((one) => one.id === id) || null;
  const node = {
    getRootNode: () => root,
    contains: (one) => children.includes(one),
    /** As a page does: what is taken out loses the focus, also where it is put in again. */
    replaceChildren(...next) {
      if (children.includes(root.activeElement)) root.activeElement = null;
      for (const one of children) one.isConnected = false;
      children = next;
      for (const one of children) one.isConnected = true;
    },
  };
  return { root, node, make, child: (id) => root.getElementById(id) };
}

/** Nodes side by side, in this order, as far as a script asks for their neighbours. `moved` are those that were put somewhere. */
export function row(...nodes) {
  const moved = [];
  for (const node of nodes)
    Object.defineProperties(node, {
      nextElementSibling: { get: () => nodes[nodes.indexOf(node) + 1] || null },
      after: {
        value(one) {
          moved.push(one);
          if (nodes.includes(one)) nodes.splice(nodes.indexOf(one), 1);
          nodes.splice(nodes.indexOf(node) + 1, 0, one);
        },
      },
    });
  return { nodes, moved };
}

/** A node as far as scripts build with it: children, attributes, and what has a class or a name below it. */
export class Element {
  constructor(name, properties = {}, ...children) {
    Object.assign(this, { name, children: [], attributes: {}, className: "", value: "" }, properties);
    this.append(...children);
  }
  append(...nodes) {
    for (const node of nodes) {
      node.remove?.();
      if (node instanceof Element) node.parent = this;
      this.children.push(node);
    }
  }
  before(node) {
    node.remove();
    node.parent = this.parent;
    this.parent.children.splice(this.parent.children.indexOf(this), 0, node);
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((one) => one !== this);
    this.parent = undefined;
  }
  replaceChildren(...nodes) {
    for (const one of [...this.children]) one.remove?.();
    this.children = [];
    this.append(...nodes);
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  /** All below that are called so: names and classes, with commas between them. */
  querySelectorAll(what) {
    const is = (one) => what.split(",").some((part) => (part[0] === "." ? one.className.split(" ").includes(part.slice(1)) : one.name === part));
    return this.children.filter((one) => one instanceof Element).flatMap((one) => [...(is(one) ? [one] : []), ...one.querySelectorAll(what)]);
  }
  querySelector(what) {
    return this.querySelectorAll(what)[0] || null;
  }
  getRootNode() {
    return this.parent ? this.parent.getRootNode() : this;
  }
  contains(node) {
    return this === node || this.querySelectorAll(node.name).includes(node);
  }
  focus() {
    this.getRootNode().activeElement = this;
  }
  /** What a person reads. */
  get text() {
    return [this.textContent, ...this.children.map((one) => one.text ?? one)].filter(Boolean).join(" ");
  }
}

/**
 * A page with the loader in it, loaded anew: what that shares with its scripts, its screen, and `tell` for what the widget tells. What
 * is stored is what `store` holds.
 */
export function visit({ data = {}, navigator = {}, base } = {}) {
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true, ...navigator }, configurable: true });
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  globalThis.window = new EventTarget();
  const main = new Element("div", { className: "fl-main" }, new Element("h1"));
  const shadow = new Element("root", {}, main);
  const make = (name, properties, ...children) => new Element(name, properties, ...children);
  const listen = (target, names, act) => names.split(" ").forEach((name) => target.addEventListener(name, act));
  const get = (path) => fetch(base + path);
  const our = { base, data, language: "en", make, listen, get, file: (name) => name, sheets: [], shadows: new Set([shadow]) };
  const tell = async (name, detail = {}) => {
    document.dispatchEvent(new CustomEvent("firstline:" + name, { detail }));
    await quiet();
  };
  /** The page is put away. */
  const leave = async () => {
    document.visibilityState = "hidden";
    document.dispatchEvent(new Event("visibilitychange"));
    await quiet();
  };
  return { our, main, tell, leave };
}

/** Until everything that is awaited has been done. */
export async function quiet() {
  for (let at = 0; at < 40; at += 1) await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (let at = 0; at < 40; at += 1) await new Promise(setImmediate);
}
