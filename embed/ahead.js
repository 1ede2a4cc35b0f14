/**
 * The first screens before the widget's core is here. They were drawn when the guides were published, by the
 * same code that draws them in the core, and came as data: `{ screens, pack }`, a screen being a list of nodes, a node a
 * text or `[tag, attributes, ...children]`. What is pressed or typed meanwhile is kept, and handed to the core when
 * that is here; then the core's own screen takes this one's place, with focus, scroll and what was unfolded.
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
  /** That. */
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
      late = pressed;
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
      /** What stands in the same place on the core's screen. */
      const at = (one) => (one === node ? to : at(one.parentElement)?.children[[...one.parentElement.children].indexOf(one)]);
      /** The same, if it is the same sort of thing. */
      const twin = (one) => {
        const same = at(one);
        return same?.localName === one.localName && same;
      };
      const active = node.getRootNode().activeElement;
      const had = node.contains(active);
      const scrolled = node.querySelector(".fl-main")?.scrollTop;
      node.remove();
      to.hidden = false;
      // What was unfolded stays so, before the page is scrolled to where it was.
      for (const one of node.querySelectorAll("details,[data-typed]")) {
        const same = twin(one);
        if (!same) continue;
        same.open = one.open;
        if (same.value === one.value) continue;
        same.value = one.value;
        same.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      const main = to.querySelector(".fl-main");
      if (main && scrolled) main.scrollTop = scrolled;
      if (late) {
        const same = twin(late);
        // What is pressed must be what the customer saw.
        if (same && same.textContent === late.textContent) same.click();
      } else if (had) {
        const same = twin(active);
        (same || to.querySelector("#fl-heading"))?.focus({ preventScroll: true });
        if (same && active.selectionStart != null) same.setSelectionRange(active.selectionStart, active.selectionEnd);
      }
    },
  };
}
