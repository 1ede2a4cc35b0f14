/**
 * The loader: all of Firstline that an ordinary page pays for. It draws the launcher and the frame
 * that the widget stands in, fetches the widget once somebody wants it, and stands in for it where
 * it cannot run: a customer always gets a way to a person.
 *
 * One classic script without dependencies. It writes no HTML, no inline style and no inline
 * script, so that it runs under a strict content security policy with Trusted Types. How to embed
 * it is in docs/embedding.md, the types of its API are in firstline.d.ts.
 */
(() => {
  "use strict";

  const before = window.Firstline;
  // A second copy of the tag changes nothing.
  if (before && before.live) return;

  const script = document.currentScript || document.querySelector('script[src*="firstline.js"]');
  const data = script.dataset;
  const base = new URL(".", script.src).href;
  const assets = base + "assets/";

  /** What the build made: `{ glue, wasm, css }`, paths from the base. Asked for where not built in. */
  let manifest;
  try {
    manifest = __FIRSTLINE_MANIFEST__;
  } catch {
    // Served as it is, by whoever works on it.
  }

  /** How long loading may take before we say that the line is slow, and before we give up. */
  const SLOW = 8000;
  const GIVE_UP = 60000;
  /** So many traps within so long, and we offer no further start: it would only break again. */
  const TRAPS = 2;
  const TRAPS_WITHIN = 60000;

  // ── Words ──────────────────────────────────────────────────────────────────────────────────

  /** The loader's own words, by language. The widget brings its own. */
  const WORDS = {
    en: {
      launcher: "Help with your connection",
      short: "Help",
      close: "Close",
      loading: "Getting your help ready",
      wait: "On a slow line this takes a few seconds.",
      slow: "Your line is slow right now. We keep loading. You can also call us:",
      failed: "The help could not load",
      why: "It may be your line, or it may be us. You can try again, or call us: we help by phone too.",
      later: "It may be your line, or it may be us. Please try again in a few minutes.",
      stopped: "The help has stopped",
      kept: "That is our fault, not yours. What you entered is kept.",
      retry: "Try again",
      restart: "Start again",
    },
  };

  const wanted = data.language && data.language !== "auto" ? data.language : "";
  const language = wanted || document.documentElement.lang || navigator.language || "en";
  const spoken = [language, language.split("-")[0], "en"].find((tag) => Object.hasOwn(WORDS, tag));
  const words = WORDS[spoken];
  const label = data.label || words.launcher;

  // ── Look ───────────────────────────────────────────────────────────────────────────────────

  const zIndex = parseInt(data.zIndex, 10) || 9999;
  const rightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
  const side = { "bottom-left": "left", "bottom-right": "right" }[data.launcher] || (rightToLeft ? "left" : "right");

  // The same tokens as in widget.css, as far as they are needed here; a test holds them together.
  const LIGHT =
    "--fl-accent:var(--firstline-accent,#0b5cf0);--fl-accent-ink:var(--firstline-accent-ink,#fff);--fl-ink:var(--firstline-ink,#10192b);--fl-ink-2:#465063;--fl-surface:var(--firstline-surface,#fff);--fl-surface-2:#f4f6fa;--fl-line:#dfe4ec;--fl-control:#7d8798;--fl-shadow:0 1px 2px #10192b14,0 16px 40px -12px #10192b40;color-scheme:light";
  const DARK =
    "--fl-accent:var(--firstline-accent-dark,color-mix(in srgb,var(--firstline-accent,#0b5cf0) 50%,#fff));--fl-accent-ink:var(--firstline-accent-dark-ink,#0a1222);--fl-ink:#eef2f8;--fl-ink-2:#b9c2d0;--fl-surface:#131a26;--fl-surface-2:#1b2433;--fl-line:#2c3748;--fl-control:#6f7c91;--fl-shadow:0 0 0 1px #2c3748,0 16px 40px -12px #000;color-scheme:dark";
  /** A phone, either way up: the panel takes the whole screen. */
  const SMALL = "(max-width:480px),(max-height:480px)";

  /**
   * What must be seen before anything else is fetched, and where nothing else can be: host,
   * launcher, panel frame, loading, fallback. `widget.css` adds motion and the like. An important
   * rule for `:host` wins over every rule of the page.
   */
  const LOOK = `
:host{display:block!important;visibility:visible!important;opacity:1!important;transform:none!important;translate:none!important;rotate:none!important;scale:none!important;filter:none!important;backdrop-filter:none!important;clip-path:none!important;mask:none!important;mix-blend-mode:normal!important;perspective:none!important;columns:auto!important;pointer-events:auto!important}
:host(firstline-launcher){all:initial!important;position:absolute!important;top:0!important;left:0!important}
:host([hidden]){display:none!important}
.fl-root{all:initial;display:block;${LIGHT};--fl-font:var(--firstline-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);color:var(--fl-ink);font:400 16px/1.5 var(--fl-font)}
@media(prefers-color-scheme:dark){.fl-root:not([data-theme=light]){${DARK}}}
.fl-root[data-theme=dark]{${DARK}}
.fl-root *{box-sizing:border-box}
.fl-root [hidden]{display:none}
.fl-launcher{position:fixed;z-index:${zIndex};bottom:max(20px,env(safe-area-inset-bottom));${side}:20px;display:flex;align-items:center;gap:10px;min-height:56px;margin:0;padding:0 22px 0 16px;border:1px solid transparent;border-radius:28px;background:var(--firstline-accent,#0b5cf0);color:var(--firstline-accent-ink,#fff);font:600 16px/1.2 var(--fl-font);box-shadow:0 2px 4px #10192b29,0 10px 28px -8px #10192b66;cursor:pointer}
.fl-launcher:focus-visible,.fl-face :focus-visible{outline:3px solid var(--fl-accent);outline-offset:3px}
.fl-face h2:focus,.fl-panel:focus{outline:0}
.fl-short{display:none}
svg{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.fl-panel{position:fixed;z-index:${zIndex};inset:auto;${side}:20px;bottom:20px;width:390px;height:min(720px,calc(100% - 40px));max-width:none;max-height:none;margin:0;padding:0;border:0;border-radius:20px;overflow:hidden;overscroll-behavior:contain;background:var(--fl-surface);color:inherit;box-shadow:var(--fl-shadow)}
.fl-panel::backdrop{display:none}
.fl-panel[open],.fl-in-page,.fl-stage,.fl-mount,.fl-face{display:flex;flex-direction:column}
.fl-in-page{max-width:640px;min-height:560px;margin:0 auto;border:1px solid var(--fl-line);border-radius:20px;overflow:hidden;background:var(--fl-surface)}
.fl-stage,.fl-mount,.fl-face,.fl-mount>*{flex:1;min-height:0}
.fl-mount:empty{display:none}
.fl-face-bar{display:flex;flex:none;align-items:center;gap:8px;min-height:60px;padding:8px 8px 8px 16px;border-bottom:1px solid var(--fl-line);font-size:15px;font-weight:600}
.fl-face-bar svg:first-child{color:var(--fl-accent)}
.fl-face-bar button{display:flex;margin-inline-start:auto;padding:10px;border:0;border-radius:10px;background:none;color:var(--fl-ink-2);cursor:pointer}
.fl-face-main{flex:1;overflow:auto;padding:24px 16px 16px}
.fl-face h2{margin:0 0 8px;font-size:22px;font-weight:680;line-height:1.25;letter-spacing:-.01em}
.fl-face p{margin:0 0 16px;color:var(--fl-ink-2)}
.fl-call{display:flex;gap:12px;margin:0 0 16px;padding:16px;border-radius:14px;background:var(--fl-surface-2);color:var(--fl-accent);text-decoration:none}
.fl-call b{display:block;font-size:20px;font-weight:680;line-height:1.2}
.fl-call small{display:block;margin-top:4px;color:var(--fl-ink-2);font-size:14px}
.fl-row{height:54px;margin:0 0 12px;border-radius:14px;background:var(--fl-surface-2)}
.fl-face-foot{padding:12px 16px 16px;border-top:1px solid var(--fl-line)}
.fl-face-foot button{width:100%;min-height:48px;border:1px solid transparent;border-radius:12px;background:var(--fl-accent);color:var(--fl-accent-ink);font:600 16px/1.2 var(--fl-font);cursor:pointer}
@media ${SMALL}{.fl-panel{inset:0;width:100%;height:100%;border-radius:0}.fl-launcher{min-width:56px;${side}:16px;bottom:max(16px,env(safe-area-inset-bottom))}.fl-long{display:none}.fl-short{display:inline}}
@media print{.fl-launcher,.fl-panel{display:none!important}}
`;

  const constructable = "adoptedStyleSheets" in Document.prototype;
  /** The sheets of every shadow root: ours at once, widget.css when it is here. */
  const sheets = [];
  /** Address of widget.css for browsers that cannot construct a sheet. */
  let linked;
  if (constructable) {
    sheets.push(new CSSStyleSheet());
    sheets[0].replaceSync(LOOK);
  }

  function dress(shadow) {
    if (constructable) shadow.adoptedStyleSheets = sheets;
    else {
      // Needs a policy that allows inline styles; without one these browsers show it undressed.
      shadow.querySelectorAll("style,link").forEach((old) => old.remove());
      shadow.prepend(make("style", { textContent: LOOK }));
      if (linked) shadow.prepend(make("link", { rel: "stylesheet", href: linked }));
    }
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

  const PULSE = "M3 12h4l2-5 4 10 2-5h6";
  const CROSS = "M6 6l12 12M18 6L6 18";
  const PHONE = "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2";

  /** The inner root of a host element's shadow root, made on first asking. */
  function shell(host) {
    const shadow = host.shadowRoot || host.attachShadow({ mode: "open" });
    let root = shadow.querySelector(".fl-root");
    if (!root) {
      root = make("div", { className: "fl-root", lang: spoken, dir: /^(ar|fa|he|ur)\b/.test(spoken) ? "rtl" : "ltr" });
      if (data.theme) root.dataset.theme = data.theme;
      shadow.append(root);
      dress(shadow);
      dressed.add(shadow);
    }
    return root;
  }
  /** Every shadow root of ours. */
  const dressed = new Set();

  /** Where the widget is drawn. Stands in the panel or in the page, and moves whole. */
  const stage = make("div", { className: "fl-stage" });
  /** The frame in the page. */
  const section = make("div", { className: "fl-in-page" });
  const panel = make("dialog", { className: "fl-panel", tabIndex: -1 });
  panel.setAttribute("aria-label", label);
  panel.part = "panel";
  const launcher = make(
    "button",
    { className: "fl-launcher", type: "button" },
    icon(PULSE),
    make("span", { className: "fl-long", textContent: label }),
    make("span", { className: "fl-short", textContent: data.label || words.short }),
  );
  launcher.setAttribute("aria-label", label);
  launcher.setAttribute("aria-haspopup", "dialog");
  launcher.part = "launcher";
  panel.append(stage);
  const host = document.createElement("firstline-launcher");
  shell(host).append(launcher, panel);

  /** What the loader itself says: one heading, what is so, a way to a person, one thing to do. */
  function say(heading, text, doing, act) {
    const title = make("h2", { textContent: heading, tabIndex: -1 });
    const main = make("div", { className: "fl-face-main" }, title, make("p", { textContent: text }));
    const bar = make("div", { className: "fl-face-bar" }, icon(PULSE), label);
    const face = make("div", { className: "fl-face" }, bar, main);
    if (!home) {
      const cross = make("button", { type: "button", onclick: close }, icon(CROSS));
      cross.setAttribute("aria-label", words.close);
      bar.append(cross);
    }
    if (doing) {
      const button = make("button", { type: "button", textContent: doing, onclick: act });
      face.append(make("div", { className: "fl-face-foot" }, button));
    }
    const hadFocus = stage.contains(stage.getRootNode().activeElement);
    stage.replaceChildren(face);
    if (opened || hadFocus) title.focus({ preventScroll: true });
    return main;
  }

  /** The provider's number and hours, as the tag gives them: they must be known with the relay gone. */
  function call() {
    if (!data.phone) return [];
    const lines = make("span", {}, make("b", { textContent: data.phone }));
    if (data.hours) lines.append(make("small", { textContent: data.hours }));
    // "(0)" is what callers from abroad leave out.
    const href = "tel:" + data.phone.replace(/\(0\)|[^+\d]/g, "");
    return [make("a", { className: "fl-call", href }, icon(PHONE), lines)];
  }

  // ── Loading ────────────────────────────────────────────────────────────────────────────────

  /** An error whose reason the page may be told, and whose message tells the embedder what to do. */
  const problem = (reason, message) => Object.assign(new Error(message), { reason });

  /** What the page's content security policy forbade us, as the browser reported it. */
  let forbidden;

  async function get(path, cache = "default") {
    const response = await fetch(base + path, { cache, credentials: "omit" }).catch(() => {
      throw problem("network", `${base + path} cannot be fetched. Is the relay up, and does it send Access-Control-Allow-Origin?`);
    });
    if (!response.ok) throw problem("missing", `${base + path} answered ${response.status}.`);
    return response;
  }

  const type = (response) => response.headers.get("content-type") || "no type";

  /** How often the glue was asked for. A browser keeps a failed module, and an instance, by address. */
  let attempt = 0;

  /** Fetches glue, WebAssembly and style side by side, and starts an instance. */
  async function fetchAll({ glue, wasm, css }) {
    if (!window.WebAssembly) throw problem("no-wasm", "this browser has no WebAssembly.");
    const url = base + glue + (attempt ? "?" + attempt : "");
    attempt += 1;
    const script = import(url).catch(async (error) => {
      const answer = await get(glue);
      if (/javascript/.test(type(answer))) throw error;
      throw problem("type", `${base + glue} came as ${type(answer)}; it must be text/javascript.`);
    });
    const binary = get(wasm).then((answer) => {
      if (!/^application\/wasm/.test(type(answer)))
        console.warn(`Firstline: ${base + wasm} came as ${type(answer)}; as application/wasm it would start sooner.`);
      return answer;
    });
    const style = get(css).then(async (answer) => {
      linked = base + css;
      if (constructable) sheets[1] = await new CSSStyleSheet().replace(await answer.text());
      dressed.forEach(dress);
    });
    const [module, answer] = await Promise.all([script, binary, style]);
    await module.default({ module_or_path: answer });
    return { mount: module.mount, url };
  }

  async function fetchAnew() {
    const newest = async () => (await get("assets/manifest.json", "no-cache")).json();
    if (!manifest) manifest = await newest();
    try {
      return await fetchAll(manifest);
    } catch (error) {
      // The relay may have a newer widget than this copy of the loader, which a browser kept.
      if (error.reason !== "missing") throw error;
      manifest = await newest().catch(() => manifest);
      return fetchAll(manifest);
    }
  }

  let loading;

  /** Loads the widget, once. Another try is made after a failure, when somebody wants it again. */
  function load() {
    if (!loading) {
      forbidden = undefined;
      const late = new Promise((_, reject) => {
        setTimeout(reject, GIVE_UP, problem("timeout", `nothing after ${GIVE_UP / 1000} s.`));
      });
      loading = Promise.race([fetchAnew(), late]);
      loading.catch(complain);
    }
    return loading;
  }

  /** Says on the console what is wrong and what to do, and tells the page the reason. */
  async function complain(error) {
    loading = undefined;
    // The report on what a policy forbade comes after the failure that it caused.
    await new Promise((resolve) => setTimeout(resolve, 100));
    let { reason = "start", message } = error || {};
    if (forbidden || /unsafe-eval|Content Security/i.test(message)) {
      const { effectiveDirective: directive = "script-src", blockedURI = "wasm-eval" } = forbidden || {};
      const add = /eval/.test(blockedURI) || !forbidden ? "'wasm-unsafe-eval'" : new URL(base).origin;
      reason = "policy";
      message = `the page's Content-Security-Policy blocks ${blockedURI}. Add ${add} to ${directive.replace("-elem", "")}.`;
    }
    console.error(`Firstline cannot start (${reason}): ${message}`);
    emit("error", { reason });
  }

  // ── The widget's life ──────────────────────────────────────────────────────────────────────

  /** The instance that is coming or running: `{ url, handle, timer }`. */
  let run;
  /** The guide that is wanted next, and what the page has told of the customer. */
  let guide = data.guide || null;
  let told = {};
  /** When the last instances broke. */
  let traps = [];

  async function start(resume) {
    if (run) return;
    const mine = (run = {});
    const main = say(words.loading, words.wait);
    main.append(...[1, 2, 3].map(() => make("div", { className: "fl-row" })));
    const notice = make("p", {});
    notice.setAttribute("role", "status");
    main.append(notice);
    mine.timer = setTimeout(() => {
      if (!data.phone) return;
      notice.textContent = words.slow;
      notice.after(...call());
      main.querySelectorAll(".fl-row").forEach((row) => row.remove());
    }, SLOW);
    try {
      const { mount, url } = await load();
      if (run !== mine) return;
      mine.url = url;
      const node = make("div", { className: "fl-mount" });
      stage.append(node);
      const inline = !!home;
      const area = data.area || null;
      const { token, facts = {} } = told;
      const says = (name, detail) => run === mine && heard(name, detail);
      mine.handle = mount(node, { base, language, guide, inline, area, facts, token, resume, emit: says, close });
    } catch (error) {
      if (run !== mine) return;
      // What broke while it was drawn the first time has told nobody yet.
      if (mine.url) complain(error);
      stop();
      say(words.failed, data.phone ? words.why : words.later, words.retry, () => start(resume)).append(...call());
    }
  }

  /** Takes the widget away; the session stays in the browser's storage. */
  function stop(broken) {
    const { handle, timer } = run || {};
    run = undefined;
    clearTimeout(timer);
    try {
      if (handle && !broken) handle.destroy();
    } catch {
      loading = undefined;
    }
    stage.replaceChildren();
  }

  /** The widget says that something happened. */
  function heard(name, detail) {
    if (name === "ready") {
      clearTimeout(run.timer);
      stage.querySelector(".fl-face").remove();
    }
    emit(name, detail);
  }

  /**
   * A trap in WebAssembly comes as an error of the window, and what trapped goes on handling
   * clicks in a broken state. So it is taken away, and a fresh instance may go on from storage.
   */
  function trapped({ error, reason = error, filename = "" }) {
    if (!run || !run.url) return;
    const said = `${filename}: ${(reason && reason.stack) || ""}`;
    const trap = window.WebAssembly && reason instanceof WebAssembly.RuntimeError;
    const ours = filename.startsWith(assets) || (trap && (said.includes(assets) || !/http\S+\.wasm/.test(said)));
    // An earlier instance, already taken away, may have had a timer left.
    const glue = run.url.split("?")[0];
    if (!ours || (said.includes(glue) && !said.includes(run.url + ":"))) return;
    console.error("Firstline stopped:", reason);
    stop(true);
    loading = undefined;
    const now = performance.now();
    traps = [...traps, now].filter((at) => now - at < TRAPS_WITHIN);
    const again = traps.length < TRAPS;
    const main = again ? say(words.stopped, words.kept, words.restart, () => start(true)) : say(words.stopped, words.kept);
    main.append(...call());
    emit("error", { reason: "trap" });
  }

  // ── Where it stands ────────────────────────────────────────────────────────────────────────

  /** The <firstline-help> that has the widget; without one it stands in the panel. */
  let home;
  /** While the panel is open: what had the focus before. */
  let opened;
  const small = matchMedia(SMALL);

  function show() {
    // On a phone the panel covers the page, so the page behind it must not take the focus.
    if (small.matches) panel.showModal();
    else panel.show();
    focus();
  }

  function focus() {
    (stage.querySelector("#fl-heading,h2") || panel).focus({ preventScroll: true });
  }

  function open(options) {
    const asked = (options && options.guide) || null;
    if (asked) guide = asked;
    if (home) home.scrollIntoView({ block: "nearest" });
    else if (!opened) {
      const active = document.activeElement;
      opened = active && active !== document.body && active !== host ? active : launcher;
      launcher.hidden = true;
    }
    if (run && run.handle) run.handle.open(asked);
    else start();
    if (home) focus();
    else if (!panel.open) show();
  }

  function close() {
    if (!opened) return;
    const back = opened.isConnected ? opened : launcher;
    const inside = panel.contains(host.shadowRoot.activeElement);
    opened = undefined;
    settleLauncher();
    if (panel.open) panel.close();
    if (inside) back.focus();
  }

  function settleLauncher() {
    launcher.hidden = !!(home || opened || data.launcher === "none");
  }

  /** Looks where the widget belongs now: elements come and go, with whole pages or alone. */
  function settle() {
    const homes = [...Help.all].filter((element) => element.isConnected);
    const next = homes.includes(home) ? home : homes[0];
    if (homes.length > 1) console.warn("Firstline: only the first <firstline-help> of a page is used.");
    if (!host.isConnected) document.documentElement.append(host);
    if (next === home) return;
    const moves = home && next;
    if (!moves) {
      // In the page and in the panel are two settings of the widget. The session is in storage.
      stop();
      close();
    }
    home = next;
    guide = (home && home.getAttribute("guide")) || data.guide || null;
    (home ? section : panel).append(stage);
    settleLauncher();
    sight.disconnect();
    if (!home) return section.remove();
    shell(home).append(section);
    if (!run) {
      say(words.loading, words.wait);
      sight.observe(home);
    }
  }

  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 200));
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    sight.disconnect();
    idle(() => home && start(), { timeout: 2000 });
  });

  /** The element outlives `destroy()`, because a name once defined stays: it then does nothing. */
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
  Help.all = Help.all || new Set();
  Help.changed = settle;

  // ── The page's side ────────────────────────────────────────────────────────────────────────

  const listeners = new Set();

  function emit(name, detail = {}) {
    (home || host).dispatchEvent(new CustomEvent("firstline:" + name, { detail, bubbles: true, composed: true }));
    listeners.forEach((listener) => {
      if (listener.name !== name) return;
      try {
        listener.act(detail);
      } catch (error) {
        console.error(error);
      }
    });
  }

  const api = {
    live: true,
    open,
    close,
    identify(who) {
      told = { token: who.token || told.token, facts: { ...told.facts, ...who.facts } };
      if (run && run.handle) run.handle.identify(told.facts);
    },
    on(name, act) {
      const listener = { name, act };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy() {
      stop();
      gone.abort();
      sight.disconnect();
      watch.disconnect();
      host.remove();
      dressed.forEach((shadow) => shadow.replaceChildren());
      Help.changed = () => {};
      if (window.Firstline === api) delete window.Firstline;
    },
    q: { push: (...calls) => calls.forEach(play) },
  };

  function play([name, ...given]) {
    if (name !== "q" && typeof api[name] === "function") api[name](...given);
  }

  /** Ends all listening at once. */
  const gone = new AbortController();

  function listen(target, names, act) {
    names.split(" ").forEach((name) => target.addEventListener(name, act, { signal: gone.signal, passive: name === "touchstart" }));
  }

  /** The customer may want it soon. Who pays for bytes pays only for what is really opened. */
  const soon = () => (navigator.connection && navigator.connection.saveData) || load().catch(() => {});

  function followHash() {
    const asked = /^#help(?:=([\w-]+))?$/.exec(location.hash);
    if (asked) open({ guide: asked[1] });
  }

  listen(launcher, "pointerenter focus touchstart pointerdown", soon);
  listen(launcher, "click", () => open());
  listen(panel, "keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  // The browser itself closes a modal dialog by a phone's Back gesture.
  listen(panel, "close", () => panel.open || close());
  listen(small, "change", () => {
    if (!opened) return;
    panel.close();
    show();
  });
  listen(window, "error unhandledrejection", trapped);
  listen(window, "hashchange", followHash);
  listen(document, "securitypolicyviolation", (event) => {
    if (event.blockedURI.startsWith(base) || event.blockedURI === "wasm-eval") forbidden = event;
  });

  // Frameworks that draw the whole document anew take our host with it. Not for ever: a page that
  // removes it again and again wins.
  let returns = 0;
  const watch = new MutationObserver(() => {
    if (host.isConnected || (returns += 1) > 20) return;
    document.documentElement.append(host);
    watch.observe(document.documentElement, { childList: true });
  });
  watch.observe(document, { childList: true });
  watch.observe(document.documentElement, { childList: true });

  // Beside the body, where neither a new body nor a transform on it reaches the launcher.
  document.documentElement.append(host);
  settleLauncher();
  window.Firstline = api;
  if (!customElements.get("firstline-help")) customElements.define("firstline-help", Help);
  settle();
  ((before && before.q) || []).forEach(play);
  followHash();
})();
