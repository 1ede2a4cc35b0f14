// Shows one example after the other, as loader and panel frame a screen. `screens` is set by
// whoever loads this: `[{ name, language, inline, html }]`.

const sheet = new CSSStyleSheet();
let screens;
let frame;

const ready = Promise.all([fetch("sheets.css"), fetch("screens.json")])
  .then(([rules, list]) => Promise.all([rules.text(), list.json()]))
  .then(([rules, list]) => {
    sheet.replaceSync(rules);
    screens = list;
  });

/** A host with a shadow root, dressed. */
function root(name) {
  const host = document.createElement(name);
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const top = document.createElement("div");
  top.className = "fl-root";
  shadow.append(top);
  return host;
}

/** Draws a screen anew. Resolves when its pictures are here; names those that are not. */
async function show({ name, inline, html }) {
  document.querySelectorAll("firstline-help,firstline-launcher").forEach((old) => old.remove());
  document.title = name;
  const host = root(inline ? "firstline-help" : "firstline-launcher");
  frame = document.createElement(inline ? "div" : "dialog");
  frame.className = inline ? "fl-in-page" : "fl-panel";
  if (!inline) {
    frame.setAttribute("aria-label", "Help");
    frame.open = true;
  }
  frame.innerHTML = `<div class="fl-stage"><div class="fl-mount">${html}</div></div>`;
  host.shadowRoot.firstChild.append(frame);
  document.querySelector(inline ? "main" : "body").append(host);
  const missing = await Promise.all([...frame.querySelectorAll("img")].map((picture) => {
    picture.loading = "eager";
    return picture.decode().then(() => "", () => `there is no picture ${picture.getAttribute("src")}`);
  }));
  return missing.filter(Boolean);
}

/** The theme that a page sets by an attribute of its script tag. */
function theme(name) {
  frame.closest(".fl-root").dataset.theme = name;
}

/** Opens all that can be opened, at once. */
function unfold() {
  for (const details of frame.querySelectorAll("details")) {
    details.removeAttribute("name");
    details.open = true;
  }
}
