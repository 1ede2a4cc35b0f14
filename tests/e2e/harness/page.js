// What tests ask of a page, across its shadow roots. Written without the array methods that a
// hostile page may have changed.
const roots = () => {
  const found = [document];
  for (let at = 0; at < found.length; at += 1) {
    const all = found[at].querySelectorAll("*");
    for (let i = 0; i < all.length; i += 1) {
      if (all[i].shadowRoot) found[found.length] = all[i].shadowRoot;
    }
  }
  return found;
};
// Words as a person would type them.
const plain = (text) =>
  (text || "")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\u2011/g, "-")
    .replace(/\s+/g, " ")
    .trim();
// What is folded away in `details` has its place in Chromium, but cannot be seen.
const shown = (element) => element.getClientRects().length > 0 && element.checkVisibility();
const every = (selector) => {
  const found = [];
  const all = roots();
  for (let at = 0; at < all.length; at += 1) {
    const here = all[at].querySelectorAll(selector);
    for (let i = 0; i < here.length; i += 1) found[found.length] = here[i];
  }
  return found;
};
const inWidget = (id) => {
  const all = roots();
  for (let at = 1; at < all.length; at += 1) {
    const found = all[at].getElementById(id);
    if (found && shown(found)) return found;
  }
  return null;
};
// The names by which a person would ask for an element: its whole name, and without the second
// line of a row.
const names = (element) => {
  const label = element.getAttribute("aria-label");
  if (label) return [plain(label)];
  const copy = element.cloneNode(true);
  const quiet = copy.querySelectorAll(".fl-detail, .fl-sr, svg");
  for (let i = 0; i < quiet.length; i += 1) quiet[i].remove();
  return [plain(element.textContent), plain(copy.textContent)];
};
const PRESSABLE = "button, a[href], summary, label, [role=button]";
const pressable = () => {
  const found = [];
  const all = every(PRESSABLE);
  for (let i = 0; i < all.length; i += 1) {
    if (all[i].getRootNode() !== document && shown(all[i])) found[found.length] = all[i];
  }
  return found;
};
const named = (name) => {
  const all = pressable();
  for (let i = 0; i < all.length; i += 1) {
    if (names(all[i]).includes(name)) return all[i];
  }
  return null;
};
const field = (label) => {
  const all = every("label");
  for (let i = 0; i < all.length; i += 1) {
    if (shown(all[i]) && names(all[i]).includes(label)) return all[i].control;
  }
  const others = every("input[aria-label], textarea[aria-label]");
  for (let i = 0; i < others.length; i += 1) {
    if (names(others[i]).includes(label)) return others[i];
  }
  return null;
};
const heading = () => plain(inWidget("fl-heading")?.textContent);
// Notes every heading that is shown from now on: some go on by themselves.
const watch = () => {
  if (window.headings) return;
  window.headings = [];
  setInterval(() => {
    const now = heading();
    if (now && now !== window.headings[window.headings.length - 1]) window.headings.push(now);
  }, 30);
};
// What can be read in the widget; of the page itself nothing.
const text = () => {
  let said = "";
  const all = roots();
  for (let at = 1; at < all.length; at += 1) {
    const children = all[at].children;
    for (let i = 0; i < children.length; i += 1) {
      if (children[i].tagName !== "STYLE") said += ` ${children[i].innerText || ""}`;
    }
  }
  return plain(said);
};
const described = () => {
  let can = "";
  const all = pressable();
  for (let i = 0; i < all.length; i += 1) can += `\n  [${names(all[i])[0]}]`;
  return `${location.href}\nheading: ${heading()}\ntext: ${text()}\nto press:${can}`;
};
// What has the focus, at whatever depth.
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
