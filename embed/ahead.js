/**
 * The first screens before the widget's core is here. They were drawn when the guides were published, by the
 * same code that draws them in the core, and came as data: `{ screens, pack }`, a screen being a list of nodes, a node a
 * text or `[tag, attributes, ...children]`. What is pressed or typed meanwhile is kept, and handed to the core when
 * that is here; then the core's own screen takes this one's place, with focus and scroll.
 */

/** A node of the data as a node of the page. */
export function made(node, svg) {
  if (!Array.isArray(node)) return node;
  const [tag, attributes, ...children] = node;
  svg ||= tag === "svg";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children.map((child) => made(child, svg)));
  return element;
}

/** Where an element is below another, as the numbers of children on the way. */
function path(element, root) {
  const way = [];
  for (; element && element !== root; element = element.parentElement) way.unshift([...element.parentElement.children].indexOf(element));
  return way;
}

/** The element at such a place, if there is one. */
const follow = (way, root) => way.reduce((element, at) => element?.children[at], root);

/**
 * Shows screens in `node`. `fetchScreens(guide)` gives those of a guide, or of the welcome screen for null;
 * `leave(action)` does what is not the core's to do, and says whether it did.
 */
export function ahead(node, file, fetchScreens, leave) {
  /** What was done so far, as the core reads it, oldest first. */
  const done = [];
  let waiting;
  /** Whether the core has them; what is pressed after that is pressed on its own screen. */
  let handed;
  let late;

  function show(screen) {
    waiting = undefined;
    node.replaceChildren(...screen.map((one) => made(one)));
  }

  function go(screen) {
    show(screen);
    node.querySelector("#fl-heading").focus({ preventScroll: true });
  }

  /** The core must go on from here: says so on what was pressed. */
  function wait(pressed) {
    waiting = pressed;
    pressed.setAttribute("aria-busy", "true");
  }

  async function press(pressed) {
    const { press: action, to } = pressed.dataset;
    const means = JSON.parse(action);
    if (waiting || leave(means)) return;
    if (handed) {
      late = path(pressed, node);
      return wait(pressed);
    }
    keep();
    done.push(action);
    wait(pressed);
    if (to) return go(file.screens[to]);
    const guide = means === "guide-left" ? null : means["guide-chosen"];
    const next = guide !== undefined && (await fetchScreens(guide));
    // The core may have taken over by now.
    if (next && waiting === pressed) go((file = next).screens[0]);
  }

  /** Keeps what stands in the fields of this screen. */
  function keep() {
    for (const field of node.querySelectorAll("[data-typed]")) {
      const typed = JSON.parse(field.dataset.typed);
      if (field.value !== field.defaultValue) done.push(JSON.stringify({ [Object.keys(typed)[0]]: field.value }));
    }
  }

  node.onclick = ({ target }) => {
    const pressed = target.closest("[data-press]");
    if (pressed && pressed.localName !== "form") press(pressed);
  };
  node.onsubmit = (event) => event.preventDefault();
  show(file.screens[0]);

  return {
    /** Adds something at the end of the screen's middle. */
    add: (...more) => node.querySelector(".fl-main").append(...more),
    /** What was done so far. */
    done() {
      keep();
      handed = true;
      return done;
    },
    /** The core's screen takes the place of this one. */
    giveWay(to) {
      const active = node.getRootNode().activeElement;
      const way = node.contains(active) && path(active, node);
      const scrolled = node.querySelector(".fl-main")?.scrollTop;
      node.remove();
      to.hidden = false;
      const main = to.querySelector(".fl-main");
      if (main && scrolled) main.scrollTop = scrolled;
      for (const field of node.querySelectorAll("[data-typed]")) {
        const same = follow(path(field, node), to);
        if (same?.localName !== field.localName || same.value === field.value) continue;
        same.value = field.value;
        same.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      const twin = late && follow(late, to);
      // What is pressed must be what the customer saw.
      if (twin?.localName === waiting?.localName && twin?.textContent === waiting?.textContent) twin?.click();
      if (!way || late) return;
      const same = follow(way, to);
      const next = same?.localName === active.localName ? same : to.querySelector("#fl-heading");
      next?.focus({ preventScroll: true });
      if (next === same && active.selectionStart != null) next.setSelectionRange(active.selectionStart, active.selectionEnd);
    },
  };
}
