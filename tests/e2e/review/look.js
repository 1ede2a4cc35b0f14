// What a machine can see of a screen that is shown: each function returns what is wrong with it.

const SKIPPED = ".fl-sr, .fl-sr *";

/** An element, as one finds it again. */
function called(element) {
  const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  const classes = [...element.classList].map((name) => "." + name).join("");
  return `<${element.localName}${classes}> ${JSON.stringify(words)}`;
}

const seen = (element) => element.checkVisibility() && !element.matches(SKIPPED);
const boxes = () => [...frame.querySelectorAll("*")].filter((it) => !it.ownerSVGElement && seen(it));

/** Whether a box has an edge that text must keep within: a ground, a line round it, or it scrolls. */
function holds({ display, overflowY, borderTopWidth, backgroundColor }) {
  const drawn = parseFloat(borderTopWidth) > 0 || !/, 0\)$/.test(backgroundColor);
  return display !== "inline" && (drawn || overflowY === "auto");
}

/** Every run of text, where it stands, and the box that it stands in. */
function texts() {
  const walker = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.data.trim() || !seen(owner)) continue;
    let around = owner;
    while (around !== frame && !holds(getComputedStyle(around))) around = around.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const area of range.getClientRects()) if (area.width > 1) found.push({ owner, around, area });
  }
  return found;
}

const outside = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1;

/** What does not fit: nothing may be cut, lie over something else, or need scrolling sideways. */
function misfits() {
  unfold();
  const found = [];
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} px wide in ${innerWidth}`);
  const edge = frame.getBoundingClientRect();
  if (outside(edge, { left: 0, right: innerWidth })) found.push("the panel is wider than the window");
  for (const box of boxes()) {
    const style = getComputedStyle(box);
    const field = /^(input|select|textarea)$/.test(box.localName);
    if (outside(box.getBoundingClientRect(), edge)) found.push(`outside the panel: ${called(box)}`);
    if (!field && style.overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1)
      found.push(`cut or scrolled sideways, ${box.scrollWidth} in ${box.clientWidth} px: ${called(box)}`);
    if (/hidden|clip/.test(style.overflowY) && box.scrollHeight > box.clientHeight + 1)
      found.push(`cut below, ${box.scrollHeight} in ${box.clientHeight} px: ${called(box)}`);
  }
  const main = frame.querySelector(".fl-main");
  if (getComputedStyle(main).overflowY === "auto" && main.clientHeight < 160)
    found.push(`only ${main.clientHeight} px are left to read in`);
  const runs = texts();
  for (const { owner, around, area } of runs) {
    const box = around.getBoundingClientRect();
    const scrolls = getComputedStyle(around).overflowY === "auto";
    const beyond = !scrolls && (area.top < box.top - 2 || area.bottom > box.bottom + 2);
    if (around !== frame && (outside(area, box) || beyond))
      found.push(`out of ${called(around)}: ${called(owner)}`);
    if (outside(area, edge)) found.push(`text outside the panel: ${called(owner)}`);
  }
  const scrolled = main.contains.bind(main);
  runs.forEach((one, at) => {
    for (const other of runs.slice(at + 1)) {
      // What scrolls lies below bar and foot.
      if (scrolled(one.owner) !== scrolled(other.owner)) continue;
      const across = Math.min(one.area.right, other.area.right) - Math.max(one.area.left, other.area.left);
      const down = Math.min(one.area.bottom, other.area.bottom) - Math.max(one.area.top, other.area.top);
      // Letters stand in the middle of the height that a font asks for.
      if (across > 2 && down > 8) found.push(`${called(one.owner)} and ${called(other.owner)} lie over each other`);
    }
  });
  return found.concat(smallTargets());
}

/** What is smaller than a finger can hit: WCAG 2.2, 2.5.8. */
function smallTargets() {
  const found = [];
  for (const target of frame.querySelectorAll("button, a[href], input, select, textarea, summary")) {
    const { width, height } = target.getBoundingClientRect();
    if (seen(target) && (width < 24 || height < 24))
      found.push(`${Math.round(width)} by ${Math.round(height)} px to hit: ${called(target)}`);
  }
  return found;
}

/** What still moves though the customer asked for stillness. */
function motion() {
  unfold();
  return frame.getRootNode().getAnimations().map(({ effect }) => `moves: ${called(effect.target)}`);
}

/** Boxes that stand out by their ground, by their place in the tree. */
function grounds() {
  return [...frame.querySelectorAll("*")].flatMap((box, at) => {
    const own = getComputedStyle(box).backgroundColor;
    if (!seen(box) || /, 0\)$/.test(own)) return [];
    let around = box.parentElement;
    while (around !== frame && /, 0\)$/.test(getComputedStyle(around).backgroundColor)) around = around.parentElement;
    return own === getComputedStyle(around).backgroundColor ? [] : [at];
  });
}

/** Of these, those that nothing shows any more where the customer's colours replace ours. */
function lostGrounds(before) {
  const all = [...frame.querySelectorAll("*")];
  return before.map((at) => all[at]).filter((box) => {
    const style = getComputedStyle(box);
    const lined = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
    // A drawing, and a number in a circle, say the same without their ground.
    const drawing = box.matches("svg, img, .fl-badge, .fl-mark, .fl-count");
    return !lined && !drawing && style.forcedColorAdjust !== "none";
  }).map((box) => `without ground there is no line round ${called(box)}`);
}

/** Chosen rows that only their ground tells from the others. */
function chosenByColour() {
  return [...frame.querySelectorAll("[data-on]")].filter((row) => {
    const mark = (it) => it.querySelector(":checked") || it.querySelector(":scope > svg")?.innerHTML;
    const others = [...(row.closest("ul") || row.parentElement).querySelectorAll(".fl-option:not([data-on])")];
    return !mark(row) || others.some((other) => mark(other) === mark(row));
  }).map((row) => `chosen by colour alone: ${called(row)}`);
}

/** The rules of WCAG 2.2 AA and good practice, or the one that depends on the theme. */
const EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = { type: "rule", values: ["color-contrast"] };

/**
 * What axe-core finds. A contrast that cannot be told is a finding too, but for an empty field, whose
 * placeholder repeats its label; for the names of the ways in the chain, which have no height; and for
 * the countdown in its ring, which lies over it.
 */
async function barriers({ language }, runOnly) {
  const { violations, incomplete, passes } = await axe.run(document, {
    runOnly, resultTypes: ["violations", "incomplete"], performanceTimer: false,
  });
  const unclear = incomplete.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes)
    .filter((node) => !/\.fl-(way|ring)\b|data-shape="way"/.test(node.target.flat().join(" ")) &&
      !node.any.some(({ data }) => data && data.messageKey === "emptyValue"));
  const told = (rule, { target, failureSummary }) => `${rule}: ${target.flat().join(" ")}: ${failureSummary}`;
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
  // Letters that join look to it like icons that are made of letters, which it passes over.
  if (language !== "ar" && !passes.some(({ id }) => id === "color-contrast")) found.push("no contrast was measured");
  return found.concat(unclear.map((node) => told("unclear contrast", node)));
}

/** Shows every screen of a language, or one, and looks at it; what is wrong, with its name. */
async function eachOf(language, look, only) {
  const found = [];
  for (const screen of screens.filter((it) => it.language === language && (!only || it.name === only))) {
    const missing = await show(screen);
    const all = missing.concat(await look(screen));
    found.push(...new Set(all.map((breach) => `${screen.name}, ${language}: ${breach}`)));
  }
  return found;
}

const PASSES = {
  async barriers(screen) {
    theme("light");
    const light = await barriers(screen, EVERYTHING);
    theme("dark");
    const dark = await barriers(screen, CONTRAST);
    return light.concat(dark.map((breach) => `dark: ${breach}`), motion());
  },
  async layout() {
    return misfits();
  },
  async grounds(screen) {
    screen.grounds = grounds();
    return [];
  },
  async forced(screen) {
    if (!matchMedia("(forced-colors: active)").matches) return ["the browser does not force colours"];
    return lostGrounds(screen.grounds).concat(chosenByColour());
  },
};
