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
