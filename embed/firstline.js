/**
 * The loader: all of Firstline that an ordinary page pays for. It draws the launcher, keeps the
 * page's calls, and waits until somebody wants help. Only then it fetches the panel (panel.js), and
 * that fetches the widget. Where nothing can be fetched, it shows a way to a person itself.
 *
 * One classic script without dependencies. It writes no HTML, no inline style and no inline script,
 * so that it runs under a strict content security policy with Trusted Types. How to embed it is in
 * docs/embedding.md, the types of its API are in firstline.d.ts. Every byte here is paid for by
 * pages whose visitors need no help: what can wait belongs into panel.js.
 */
(() => {
  "use strict";

  const before = window.Firstline;
  // A second copy of the tag changes nothing.
  if (before?.live) return;

  const script = document.currentScript || document.querySelector('script[src*="firstline.js"]');
  const data = script.dataset;
  const base = new URL(".", script.src).href;

  // ── Words ──────────────────────────────────────────────────────────────────────────────────

  /**
   * The loader's own words by language. The build takes them from src/text by these keys; whoever
   * serves this script fills in the languages that are served, and under "" the one to fall back to.
   */
  const WORDS = __FIRSTLINE_WORDS__("direction", "help", "help-short", "close", "retry", "load-failed");

  /** The language that we speak where this one is wanted: `de-at`, then `de`, then that of "". */
  const spokenFor = (tag) =>
    WORDS[(tag = tag.toLowerCase())] ? tag || WORDS[tag] : spokenFor(tag.replace(/-?[^-]*$/, ""));

  const root = document.documentElement;
  let chosen;
  try {
    chosen = localStorage["firstline:language"];
  } catch {
    // The page may not let us look.
  }

  // ── Look ───────────────────────────────────────────────────────────────────────────────────

  const zIndex = +data.zIndex || 9999;
  const place = data.launcher || getComputedStyle(root).direction;
  const side = /left|rtl/.test(place) ? "left" : "right";

  /**
   * Host, launcher, and the card that is shown where nothing can be fetched. An important rule for
   * `:host` wins over every rule of the page.
   */
  const LOOK = `
:host{display:block!important;visibility:visible!important;opacity:1!important;transform:none!important;filter:none!important}
:host(firstline-launcher){all:initial!important;position:absolute!important;top:0!important;left:0!important}
:host(firstline-help) .fl-root{min-height:560px}
.fl-root{all:initial;display:block;color-scheme:light dark;--fl-font:var(--firstline-font,system-ui,sans-serif)}
.fl-root *{box-sizing:border-box}
.fl-root [hidden]{display:none}
.fl-root svg{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.fl-launcher,.fl-card{position:fixed;z-index:${zIndex};bottom:max(20px,env(safe-area-inset-bottom));${side}:20px;border:1px solid transparent;font:600 16px/1.5 var(--fl-font);box-shadow:0 8px 28px -8px #10192b99}
.fl-launcher{display:flex;align-items:center;gap:10px;min-height:56px;margin:0;padding:0 22px 0 16px;border-radius:28px;background:var(--firstline-accent,#0b5cf0);color:var(--firstline-accent-ink,#fff);cursor:pointer}
.fl-launcher:focus-visible,.fl-card :focus-visible{outline:3px solid var(--firstline-accent,#0b5cf0);outline-offset:3px}
.fl-card{width:360px;max-width:90%;padding:20px;border-radius:20px;outline:0;border-color:#8884;background:Canvas;color:CanvasText}
:host(firstline-help) .fl-card{position:static;width:auto}
.fl-card>*{display:block;font:inherit;color:inherit;margin:0 0 8px}
.fl-card p,.fl-card small{font-weight:400;white-space:pre-line;unicode-bidi:plaintext}
.fl-card button{padding:8px 0;border:0;background:none;text-decoration:underline}
.fl-root:has(.fl-card) .fl-launcher{visibility:hidden}
`;

  /** The sheets of every shadow root; panel.js adds its own. */
  const sheets = [];
  if ("adoptedStyleSheets" in document) {
    sheets.push(new CSSStyleSheet());
    sheets[0].replaceSync(LOOK);
  }

  /** Every shadow root of ours. */
  const shadows = new Set();

  function dress(shadow) {
    if (sheets[0]) shadow.adoptedStyleSheets = sheets;
    // For browsers before 2023, which cannot construct a sheet: needs a policy with inline styles.
    else shadow.append(make("style", {}, LOOK));
  }

  // ── Nodes ──────────────────────────────────────────────────────────────────────────────────

  function make(name, properties, ...children) {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  }

  function icon(path) {
    const [svg, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  /** The inner root of a host element's shadow root, made on first asking. */
  function shell(element) {
    const shadow = element.shadowRoot || element.attachShadow({ mode: "open" });
    if (!shadow.firstChild) {
      shadow.append(make("div", { className: "fl-root" }));
      shadow.firstChild.dataset.theme = data.theme || "auto";
      dress(shadow);
      shadows.add(shadow);
    }
    return Object.assign(shadow.firstChild, { lang: our.spoken, dir: our.words.direction });
  }

  const host = document.createElement("firstline-launcher");
  const launcher = make("button", { className: "fl-launcher", type: "button", part: "launcher" });
  launcher.setAttribute("aria-haspopup", "dialog");

  /** Says everything in this language from now on. */
  function speak(tag) {
    our.language = tag;
    our.spoken = spokenFor(tag);
    our.words = WORDS[our.spoken];
    our.label = data.label || our.words.help;
    launcher.setAttribute("aria-label", our.label);
    launcher.replaceChildren(
      icon("M3 12h4l2-5 4 10 2-5h6"),
      // A phone has no room for more than a word.
      data.label || our.words[matchMedia("(max-width:480px)").matches ? "helpShort" : "help"],
    );
    [host, ...homes].forEach(shell);
  }

  /** A link to the provider's number, as the tag gives it: it must be known with the relay gone. */
  const call = () =>
    // "(0)" is what callers from abroad leave out.
    make("a", { href: "tel:" + data.phone.replace(/\(0\)|[^+\d]/g, "") }, make("bdi", {}, data.phone));

  // ── Before the panel is here, and where it never comes ─────────────────────────────────────

  let card;

  function say(heading, text, again) {
    const [home] = homes;
    putAway();
    card = make(
      "div",
      { className: "fl-card", tabIndex: -1, role: "dialog", ariaLabel: heading },
      make("b", {}, heading),
      make("p", {}, text),
    );
    if (data.phone) card.append(call(), make("small", {}, data.hours || ""));
    if (again) card.append(make("button", { onclick: again }, our.words.retry));
    if (!home) card.append(make("button", { onclick: close }, our.words.close));
    card.onkeydown = (event) => event.key === "Escape" && close();
    shell(home || host).append(card);
    if (!home) card.focus();
  }

  const putAway = () => card?.remove();

  /** The customer wants none of it any more. */
  function close() {
    wish = null;
    putAway();
    launcher.focus();
  }

  // ── Intent ─────────────────────────────────────────────────────────────────────────────────

  /** The panel, once it is here; `coming` while it is on its way. */
  let view;
  let coming;
  let attempt = 0;

  const nothing = () => {};
  const get = (path) => fetch(base + path, { credentials: "omit" });

  const file = (name) => `assets/${our.build}/${name}`;

  async function fetchPanel(newest) {
    if (newest) Object.assign(our, await (await get("assets/manifest.json")).json());
    // One round trip: what the eye needs, then the core as soon as an answer begins. The panel asks again for what failed.
    const [home] = homes;
    const guide = (our.guide = wish?.guide || home?.getAttribute("guide") || data.guide);
    our.first = get(`guides/${guide ? guide + "." : ""}first.${our.language}.json`).catch(nothing);
    our.core = our.first.then(() => get(file("core.wasm"))).catch(nothing);
    // A browser remembers that a module failed, by its address.
    const module = await import(base + file("panel.js") + (attempt++ ? "?" + attempt : ""));
    view = module.default(our);
    view.settle();
    return view;
  }

  function load() {
    if (!coming) {
      // A browser may have kept this script longer than the relay keeps what it names.
      coming = fetchPanel().catch(() => fetchPanel(true));
      coming.catch((error) => {
        coming = 0;
        console.error("Firstline cannot start:", base, our.forbidden || error);
      });
    }
    return coming;
  }

  /** What open() was called with last; null once the customer has closed. */
  let wish;

  /** Brings the panel, and has it open with these options if there are any. */
  async function bring(options) {
    wish = options;
    const wanted = () => wish === options && !gone.signal.aborted;
    const slow = setTimeout(() => wanted() && say(our.label, "…"), 300);
    try {
      await load();
      if (!wanted()) return;
      putAway();
      if (options) view.open(options);
    } catch {
      if (wanted()) say(our.label, our.words.loadFailed, () => bring(options));
    } finally {
      clearTimeout(slow);
    }
  }

  /** Looks whether the page has an element for us: elements come and go, with bodies or alone. */
  function settle() {
    if (!host.isConnected) root.append(host);
    launcher.hidden = homes.size > 0 || place === "none";
    homes.forEach(shell);
    if (view) view.settle();
    // What open() was called with stands, also where the element comes after that.
    else if (homes.size) bring(wish);
  }

  const Help =
    customElements.get("firstline-help") ||
    class Help extends HTMLElement {
      connectedCallback() {
        Help.all.add(this);
        queueMicrotask(() => Help.changed());
      }
      disconnectedCallback() {
        Help.all.delete(this);
        queueMicrotask(() => Help.changed());
      }
    };
  /** The elements in the page. Shared by copies of this script, like the element's name. */
  const homes = (Help.all = Help.all || new Set());
  Help.changed = settle;

  // ── The page's side ────────────────────────────────────────────────────────────────────────

  /** Ends all listening at once. */
  const gone = new AbortController();

  function listen(target, names, act) {
    names.split(" ").forEach((name) => target.addEventListener(name, act, { signal: gone.signal }));
  }

  /** What panel.js needs of us. All other files lie in a folder of the build's name, filled in by whoever serves this script. */
  const our = { build: __FIRSTLINE_BUILD__, base, data, host, launcher, place, homes, sheets, shadows, make, icon, shell, dress, call, listen, get, file, spokenFor, speak };
  speak(chosen || data.language?.replace("auto", "") || root.lang || navigator.language);
  shell(host).append(launcher);

  const api = {
    live: true,
    open: (options = {}) => void bring(options),
    close: () => (view ? view.close() : close()),
    identify({ facts }) {
      our.facts = { ...our.facts, ...facts };
      view?.identify();
    },
    on(name, act) {
      const hear = (event) => act(event.detail);
      listen(document, "firstline:" + name, hear);
      return () => document.removeEventListener("firstline:" + name, hear);
    },
    destroy() {
      view?.destroy();
      gone.abort();
      watch.disconnect();
      host.remove();
      shadows.forEach((shadow) => shadow.replaceChildren());
      Help.changed = nothing;
      // For another copy of this script. Our own panel, where it is still on its way, finds none.
      Help.all = new Set(homes);
      homes.clear();
      delete window.Firstline;
    },
    q: { push: (...calls) => calls.forEach(play) },
  };

  function play([name, ...given]) {
    api[name]?.(...given);
  }

  function followHash() {
    const found = /^#help(=([\w-]+))?$/.exec(location.hash);
    if (found) api.open({ guide: found[2] });
  }

  /** The customer may want it soon. Who pays for bytes pays only for what is really opened. */
  const soon = () => navigator.connection?.saveData || load().then(() => view.prepare(), nothing);

  listen(launcher, "pointerenter focus pointerdown", soon);
  listen(launcher, "click", () => api.open());
  listen(window, "hashchange", followHash);
  listen(document, "securitypolicyviolation", (event) => {
    if (event.blockedURI.startsWith(base) || event.blockedURI === "wasm-eval") our.forbidden = event;
  });

  // Frameworks that draw the whole document anew take our host with it. Not for ever: a page that
  // removes it again and again wins.
  let returns = 20;
  const watch = new MutationObserver(() => {
    if (!host.isConnected && returns-- > 0) {
      document.documentElement.append(host);
      watch.observe(document.documentElement, { childList: true });
    }
  });
  watch.observe(document, { childList: true });
  watch.observe(root, { childList: true });

  window.Firstline = api;
  // The element outlives destroy(), because a name once defined stays: it then does nothing.
  if (!customElements.get("firstline-help")) customElements.define("firstline-help", Help);
  // Beside the body, where neither a new body nor a transform on it reaches the launcher.
  settle();
  before?.q?.forEach(play);
  followHash();
})();
