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
  const before = window.Firstline;
  // A second copy of the tag changes nothing.
  if (before?.open) return;

  const script = document.currentScript || document.querySelector('script[src*="firstline.js"]');
  // What the tag does not say its address may: tag managers take `data-…` away.
  const data = { ...Object.fromEntries(new URL(script.src).searchParams), ...script.dataset };
  const base = new URL(".", script.src).href;

  // ── Words ──────────────────────────────────────────────────────────────────────────────────

  /**
   * The loader's own words by language. The build takes them from src/text by these keys; whoever
   * serves this script fills in the languages that are served, and under "" the one to fall back to.
   */
  const WORDS = __FIRSTLINE_WORDS__("help", "help-short", "close", "retry", "load-failed");

  /** The language that we speak where this one is wanted: `de-at`, then `de`, then that of "". */
  const spokenFor = (tag) =>
    WORDS[(tag = tag.toLowerCase())] ? tag || WORDS[tag] : spokenFor(tag.replace(/-?[^-]*$/, ""));

  /** What this browser keeps, as far as the page lets us look. */
  let kept = {};
  try {
    kept = localStorage;
  } catch {
    // Then nothing.
  }

  // ── Look ───────────────────────────────────────────────────────────────────────────────────

  const zIndex = +data.zIndex || 9999;
  /** Where launcher and panel stand: where lines end on the page, if the tag does not say. */
  const side = /left|right/.exec(data.launcher) || "inset-inline-end";

  /**
   * Host, launcher, and the card that is shown where nothing can be fetched. An important rule for
   * `:host` wins over every rule of the page.
   */
  const LOOK = `
:host{visibility:visible!important;display:block!important;opacity:1!important;filter:none!important;transform:none!important}
:host(firstline-launcher){all:initial!important;position:absolute!important;inset:0 auto auto 0!important}
:host(firstline-help) .fl-root{min-height:560px}
.fl-root{all:initial;display:block;color-scheme:light dark;--fl-font:var(--firstline-font,system-ui,sans-serif)}
.fl-root [hidden]{display:none}
.fl-launcher,.fl-card{position:fixed;z-index:${zIndex};bottom:max(20px,env(safe-area-inset-bottom));${side}:20px;border:1px solid transparent;font:600 1em/1.5 var(--fl-font);box-shadow:0 4px 20px #0006}
.fl-launcher{display:flex;align-items:center;gap:10px;min-height:56px;margin:0;padding:0 20px;border-radius:28px;background:var(--firstline-accent,#0b5cf0);color:var(--firstline-accent-ink,#fff);cursor:pointer}
.fl-launcher:before{width:24px;height:24px;clip-path:polygon(0 45%,25% 45%,40% 10%,55% 60%,60% 45%,100% 45%,100% 55%,65% 55%,55% 90%,40% 40%,35% 55%,0 55%);background:currentColor;content:""}
.fl-card{width:320px;max-width:75%;background:Canvas;padding:20px;border-radius:20px;font-weight:400;white-space:pre-line}
:host(firstline-help) .fl-card{position:static;width:auto}
.fl-card>*{display:block;margin:0 0 8px;font-size:1em}
.fl-root:has(.fl-card) .fl-launcher{visibility:hidden}
@media print{:host(firstline-launcher){display:none!important}}
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

  /** The inner root of a host element's shadow root, made on first asking. */
  function shell(element) {
    const shadow = element.shadowRoot || element.attachShadow({ mode: "open" });
    if (!shadow.firstChild) {
      shadow.append(make("div", { className: "fl-root" }));
      shadow.firstChild.dataset.theme = data.theme;
      dress(shadow);
      shadows.add(shadow);
    }
    return Object.assign(shadow.firstChild, { lang: our.spoken });
  }

  const host = make("firstline-launcher", { role: "complementary" });
  const launcher = make("button", { className: "fl-launcher", type: "button", part: "launcher", ariaHasPopup: "dialog" });

  /**
   * The language that is wanted: the customer's own choice, what the tag says, the page's, the browser's. Pages write
   * `de_AT.UTF-8`, and `no` for what browsers call `nb`.
   */
  const wanted = () =>
    (kept["firstline:language"] || data.language?.replace("auto", "") || document.documentElement.lang || navigator.language)
      .replace(/[.@].*/, "")
      .replace(/_/g, "-")
      .replace(/^no\b/, "nb");

  /** Says everything in this language from now on. */
  function speak(tag) {
    our.language = tag;
    our.spoken = spokenFor(tag);
    our.words = WORDS[our.spoken];
    our.label = data.label || our.words.help;
    host.ariaLabel = launcher.ariaLabel = our.label;
    // A phone has no room for more than a word.
    launcher.textContent = data.label || our.words[innerWidth > 480 ? "help" : "helpShort"];
    [host, ...homes].forEach(shell);
  }

  /**
   * A link to the provider's number, as the tag gives it: it must be known with the relay gone. What is dialled of it is
   * said in crates/guide/src/dial.rs, which does the same.
   */
  const call = () =>
    make(
      "a",
      {
        href:
          "tel:" +
          // `ext. 7` and a second number are not dialled, `FIBRE` is, by its keys.
          (/[+*#\d]([A-Z](?![a-z])|[^\p{L},;|])*/u.exec(data.phone)?.[0] || "")
            .split(/ \/ | E?X/)[0]
            .replace("(0)", "")
            .replace(/[^+*\d]/g, (sign) => (sign === "#" ? "%23" : "22233344455566677778889999"[sign.charCodeAt() - 65] || "")),
      },
      make("bdi", {}, data.phone),
    );

  // ── Before the panel is here, and where it never comes ─────────────────────────────────────

  let card;

  function say(heading, text, again) {
    const [home] = homes;
    putAway();
    card = make(
      "div",
      { className: "fl-card", tabIndex: -1, role: "dialog", ariaLabel: heading, dir: "auto" },
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
  const get = (path, cache) => fetch(base + path, { credentials: "omit", cache });

  const file = (name) => `assets/${our.build}/${name}`;

  async function fetchPanel(newest) {
    if (newest) Object.assign(our, await (await get("assets/manifest.json")).json());
    // One round trip: what the eye needs, then the core as soon as an answer begins. The panel asks again for what failed.
    const [home] = homes;
    const guide = (our.guide = wish?.guide || home?.getAttribute("guide") || data.guide);
    our.first = get(`guides/${guide ? guide + "." : ""}first.${our.language}.json`);
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
        coming = null;
        console.error("Firstline cannot start:", base, error);
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
    stayLast();
    launcher.hidden = homes.size || data.launcher === "none";
    homes.forEach(shell);
    if (view) view.settle();
    // What open() was called with stands, also where the element comes after that.
    else if (homes.size) bring(wish);
  }

  const Help =
    customElements.get("firstline-help") ||
    class Help extends HTMLElement {
      connectedCallback(act = "add") {
        Help.all[act](this);
        queueMicrotask(() => Help.changed());
      }
      disconnectedCallback() {
        this.connectedCallback("delete");
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
  const our = { build: __FIRSTLINE_BUILD__, hash: /^#help(=([\w-]+))?(&|$)/, base, data, host, launcher, side, homes, sheets, shadows, make, shell, dress, call, listen, get, file, spokenFor, speak, told: [] };
  speak(wanted());
  shell(host).append(launcher);

  const api = {
    open(options = {}) {
      bring(options);
    },
    close: () => (view ? view.close() : close()),
    identify(options) {
      our.told.push(options);
      // After signing out, nothing of the last walk is left, whether or not there is a panel.
      if (options?.token === null) delete kept["firstline.last"];
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

  /** One bad call must not stop the others. */
  function play(call) {
    try {
      const [name, ...given] = call;
      api[name](...given);
    } catch (error) {
      console.error(error);
    }
  }

  function followHash() {
    const found = our.hash.exec(location.hash);
    if (found) api.open({ guide: found[2] });
  }

  /** The customer may want it soon. A customer who saves data pays only for an open panel. */
  const soon = () => navigator.connection?.saveData || load().then(() => view.prepare(), nothing);

  listen(launcher, "pointerenter focus pointerdown", soon);
  listen(launcher, "click", () => api.open());
  listen(window, "hashchange popstate", followHash);
  // What an application writes into the address by itself, only newer browsers tell.
  listen(window.navigation || window, "currententrychange", followHash);

  // Frameworks that draw the whole document anew take our host with it. Not for ever: a page that
  // removes it again and again wins.
  let returns = 20;

  /** Beside the body, where neither a new body nor a transform on it reaches us; last, for the keyboard too. */
  function stayLast() {
    const root = document.documentElement;
    if (root.lastElementChild === host || document.activeElement === host || returns-- < 1) return;
    root.append(host);
    watch.observe(root, { childList: true, attributeFilter: ["lang"] });
  }

  const watch = new MutationObserver(() => {
    stayLast();
    const tag = wanted();
    if (tag !== our.language) (view || our).speak(tag);
  });
  watch.observe(document, { childList: true });

  window.Firstline = api;
  // The element outlives destroy(), because a name once defined stays: it then does nothing.
  if (!customElements.get("firstline-help")) customElements.define("firstline-help", Help);
  settle();
  before?.q?.forEach(play);
  followHash();
  // A ticket that waits goes out without anybody opening anything.
  if (/firstline\.outbox\.\w{8}-/.test(Object.keys(kept))) import(base + file("send.js")).then((send) => send.default(our), nothing);
})();
