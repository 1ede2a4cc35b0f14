/**
 * The panel: what the loader (firstline.js) fetches on first intent. It draws the frame that the
 * widget stands in, loads and starts the widget, says what it does meanwhile, and stands in for a
 * widget that cannot start or that broke. The widget draws everything inside the frame.
 *
 * The same rules as for the loader: no HTML, inline style or inline script.
 */

/** What the build made: `{ glue, wasm, css, words }`, paths from the base; the words by language. Filled in when served. */
const MANIFEST = __FIRSTLINE_MANIFEST__;

/** How long loading may take before we say that the line is slow, and before we give up; ms. */
const SLOW = 8000;
const GIVE_UP = 60000;
/** So many traps within so long, and we offer no further start: it would only break again. */
const TRAPS = 2;
const TRAPS_WITHIN = 60000;

/** What must be said before the widget's words are here; the rest is among them. */
const WORDS = __FIRSTLINE_WORDS__("load-title");

// The same tokens as in widget.css, as far as they are needed here; a test holds them together.
const LIGHT = `
--fl-accent: var(--firstline-accent, #0b5cf0);
--fl-accent-ink: var(--firstline-accent-ink, #fff);
--fl-ink: var(--firstline-ink, #10192b);
--fl-ink-2: #465063;
--fl-surface: var(--firstline-surface, #fff);
--fl-surface-2: #f4f6fa;
--fl-line: #dfe4ec;
--fl-shadow: 0 1px 2px #10192b14, 0 16px 40px -12px #10192b40;
color-scheme: light;
`;
const DARK = `
--fl-accent: var(--firstline-accent-dark, color-mix(in srgb, var(--firstline-accent, #0b5cf0) 50%, #fff));
--fl-accent-ink: var(--firstline-accent-dark-ink, #0a1222);
--fl-ink: #eef2f8;
--fl-ink-2: #b9c2d0;
--fl-surface: #131a26;
--fl-surface-2: #1b2433;
--fl-line: #2c3748;
--fl-shadow: 0 0 0 1px #2c3748, 0 16px 40px -12px #000;
color-scheme: dark;
`;
/** A phone, either way up: the panel takes the whole screen. */
const SMALL = "(max-width:480px),(max-height:480px)";

/**
 * What must be seen before widget.css is here, and where it never comes: panel frame, loading,
 * fallback. widget.css adds motion.
 */
const look = (zIndex, side) => `
:host{translate:none!important;rotate:none!important;scale:none!important;backdrop-filter:none!important;clip-path:none!important;mask:none!important;mix-blend-mode:normal!important;perspective:none!important;columns:auto!important;pointer-events:auto!important}
.fl-root{${LIGHT}color:var(--fl-ink);font:400 16px/1.5 var(--fl-font)}
@media(prefers-color-scheme:dark){.fl-root:not([data-theme=light]){${DARK}}}
.fl-root[data-theme=dark]{${DARK}}
.fl-panel{position:fixed;z-index:${zIndex};inset:auto;${side}:20px;bottom:20px;width:390px;height:min(720px,calc(100% - 40px));max-width:none;max-height:none;margin:0;padding:0;border:1px solid transparent;border-radius:20px;overflow:hidden;overscroll-behavior:contain;background:var(--fl-surface);color:inherit;box-shadow:var(--fl-shadow)}
.fl-panel::backdrop{display:none}
.fl-panel[open],.fl-in-page,.fl-stage,.fl-mount,.fl-face{display:flex;flex-direction:column}
.fl-in-page{min-height:560px;border:1px solid var(--fl-line);border-radius:20px;overflow:hidden;background:var(--fl-surface)}
.fl-stage,.fl-mount,.fl-face,.fl-mount>*{flex:1;min-height:0}
.fl-in-page :is(.fl-stage,.fl-mount,.fl-face,.fl-mount>*){flex-basis:auto}
.fl-mount:empty{display:none}
.fl-face :focus-visible{outline:3px solid var(--fl-accent);outline-offset:3px}
.fl-face h2:focus,.fl-panel:focus{outline:0}
.fl-face-bar{display:flex;flex:none;align-items:center;gap:8px;min-height:60px;padding:8px 8px 8px 16px;border-bottom:1px solid var(--fl-line);font-weight:600}
.fl-face-bar>svg{color:var(--fl-accent)}
.fl-face-bar button{display:flex;margin-inline-start:auto;padding:10px;border:0;border-radius:10px;background:none;color:var(--fl-ink-2);cursor:pointer}
.fl-face-main{flex:1;overflow:auto;padding:24px 16px 16px}
.fl-face h2{margin:0 0 8px;font-size:22px;font-weight:680;line-height:1.25;letter-spacing:-.01em}
.fl-face p{margin:0 0 16px;color:var(--fl-ink-2)}
.fl-call{display:grid;gap:4px;margin:0 0 16px;padding:16px;border-radius:14px;background:var(--fl-surface-2);color:var(--fl-accent)}
.fl-call a{color:inherit;font-size:20px;font-weight:680;line-height:1.2;text-decoration:none}
.fl-call small{color:var(--fl-ink-2);font-size:14px;white-space:pre-line}
.fl-row{height:54px;margin:0 0 12px;border-radius:14px;background:var(--fl-surface-2)}
.fl-face-foot{padding:12px 16px 16px;border-top:1px solid var(--fl-line)}
.fl-face-foot button{width:100%;min-height:48px;border:1px solid transparent;border-radius:12px;background:var(--fl-accent);color:var(--fl-accent-ink);font:600 16px/1.2 var(--fl-font);cursor:pointer}
@media print{.fl-launcher,.fl-panel{display:none}}
@media ${SMALL}{.fl-panel{inset:0;width:100%;height:100%;border:0;border-radius:0}}
`;

/** An error whose reason the page may be told, and whose message tells the embedder what to do. */
const problem = (reason, message) => Object.assign(new Error(message), { reason });

const type = (response) => response.headers.get("content-type") || "no type";

/** Takes over from the loader: `our` is what that shares. Returns what the loader calls. */
export default function (our) {
  const { base, data, host, launcher, homes, sheets, shadows, make, icon, shell, dress, call, listen } = our;
  const constructable = sheets.length > 0;

  // ── Nodes ──────────────────────────────────────────────────────────────────────────────────

  /** Where the widget is drawn. Stands in the panel or in the page, and moves whole. */
  const stage = make("div", { className: "fl-stage" });
  /** The frame in the page. */
  const section = make("div", { className: "fl-in-page" });
  const panel = make("dialog", { className: "fl-panel", tabIndex: -1 }, stage);
  panel.part = "panel";

  /** Dresses every shadow root with one more sheet. */
  function wear(text, address) {
    if (constructable) {
      sheets.push(new CSSStyleSheet());
      sheets[sheets.length - 1].replaceSync(text);
      shadows.forEach(dress);
    } else if (address) {
      shadows.forEach((shadow) => shadow.append(make("link", { rel: "stylesheet", href: address })));
    } else {
      shadows.forEach((shadow) => shadow.append(make("style", { textContent: text })));
    }
  }

  /** What we say ourselves: one heading, what is so, one thing to do. Returns its middle. */
  function say(heading, text = "", doing, act) {
    const title = make("h2", { textContent: heading, tabIndex: -1 });
    const main = make("div", { className: "fl-face-main" }, title, make("p", { textContent: text }));
    const bar = make("div", { className: "fl-face-bar" }, icon("M3 12h4l2-5 4 10 2-5h6"), our.label);
    const face = make("div", { className: "fl-face" }, bar, main);
    if (!home) {
      const cross = make("button", { type: "button", onclick: close }, icon("M6 6l12 12M18 6L6 18"));
      cross.setAttribute("aria-label", our.words.close);
      bar.append(cross);
    }
    if (doing) {
      const button = make("button", { type: "button", textContent: doing, onclick: act });
      face.append(make("div", { className: "fl-face-foot" }, button));
    }
    const hadFocus = stage.contains(stage.getRootNode().activeElement);
    stage.replaceChildren(face);
    panel.setAttribute("aria-label", our.label);
    if (opened || hadFocus) title.focus({ preventScroll: true });
    return main;
  }

  /** The provider's number and hours; nothing where the tag gives no number. */
  function contact() {
    if (!data.phone) return [];
    return [make("div", { className: "fl-call" }, call(), make("small", { textContent: data.hours || "" }))];
  }

  // ── Loading ────────────────────────────────────────────────────────────────────────────────

  async function get(path, cache) {
    const response = await our.get(path, cache).catch(() => {
      throw problem("network", `${base + path} cannot be fetched. Is the relay up? Does it send Access-Control-Allow-Origin?`);
    });
    if (!response.ok) throw problem("missing", `${base + path} answered ${response.status}`);
    return response;
  }

  /** How often the glue was asked for. A browser keeps a failed module, and an instance, by address. */
  let attempt = 0;
  let sheet;
  /** The files of the words that fit what was fetched, and those of the language that is spoken. */
  let files;
  let words = "[]";

  const getWords = (tag) => get(files[our.spokenFor(tag)]).then((answer) => answer.text());

  /** Those by their places; the first are the panel's own. None until they are here. */
  const own = () => JSON.parse(words);

  /** Fetches glue, WebAssembly, words and style side by side, and starts an instance. */
  async function fetchAll({ glue, wasm, css, words: known }) {
    if (!window.WebAssembly) throw problem("no-wasm", "no WebAssembly.");
    const url = base + glue + (attempt ? "?" + attempt : "");
    attempt += 1;
    const module = import(url).catch(async (error) => {
      const answer = await get(glue);
      if (/javascript/.test(type(answer))) throw error;
      throw problem("type", `${base + glue} came as ${type(answer)}; it must be text/javascript.`);
    });
    // The glue itself says on the console where it came as another type than application/wasm.
    const binary = get(wasm);
    files = known;
    const text = getWords(our.language).then((text) => (words = text));
    const style = sheet || get(css).then((answer) => answer.text());
    const [{ default: init, mount }, answer, rules] = await Promise.all([module, binary, style, text]);
    if (!sheet) wear(rules, base + css);
    sheet = rules;
    await init({ module_or_path: answer });
    return { mount, url };
  }

  async function fetchAnew() {
    try {
      return await fetchAll(MANIFEST);
    } catch (error) {
      // The relay may have a newer widget than this copy of the loader, which a browser kept.
      if (error.reason !== "missing") throw error;
      const newest = await get("assets/manifest.json", "no-cache").then((answer) => answer.json(), () => MANIFEST);
      return fetchAll(newest);
    }
  }

  let loading;

  /** Loads the widget, once. Another try is made after a failure, when somebody wants it again. */
  function load() {
    if (!loading) {
      our.forbidden = undefined;
      const late = new Promise((_, reject) => {
        setTimeout(reject, GIVE_UP, problem("timeout", "nothing in a minute."));
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
    let { reason = "start", message } = error;
    const { effectiveDirective = "script-src", blockedURI = "wasm-eval" } = our.forbidden || {};
    if (our.forbidden || /unsafe-eval|Content Security/i.test(message)) {
      const add = /eval/.test(blockedURI) ? "'wasm-unsafe-eval'" : new URL(base).origin;
      reason = "policy";
      message = `the page's Content-Security-Policy blocks ${blockedURI}. Add ${add} to ${effectiveDirective.replace("-elem", "")}.`;
    }
    console.error(`Firstline cannot start (${reason}): ${message}`);
    emit("error", { reason });
  }

  // ── The widget's life ──────────────────────────────────────────────────────────────────────

  /** The instance that is coming or running: `{ url, page, handle, timer, choice }`. */
  let run;
  /** The guide that is wanted next. */
  let guide = data.guide || null;
  /** When the last instances broke. */
  let traps = [];

  async function start(resume) {
    if (run) return;
    const mine = (run = {});
    const main = say(WORDS[our.spoken].loadTitle);
    const notice = make("p");
    notice.setAttribute("role", "status");
    main.append(notice, ...[1, 2, 3].map(() => make("div", { className: "fl-row" })));
    mine.timer = setTimeout(() => {
      if (!data.phone) return;
      main.querySelectorAll("h2~p:not([role]),.fl-row").forEach((old) => old.remove());
      [, , notice.textContent = ""] = own();
      main.append(...contact());
    }, SLOW);
    try {
      const { mount, url } = await load();
      if (run !== mine) return;
      mine.url = url;
      const node = make("div", { className: "fl-mount" });
      stage.append(node);
      const inline = !!home;
      const area = data.area || null;
      const { language, facts } = our;
      const heard = (name, detail) => run === mine && hear(name, detail);
      const { phone, hours } = data;
      mine.page = { base, language, words, guide, inline, area, phone, hours, facts, resume, emit: heard, close, speak };
      mine.handle = mount(node, mine.page);
    } catch (error) {
      if (run !== mine) return;
      // What broke while it was drawn the first time has told nobody yet.
      if (mine.url) complain(error);
      stop(true);
      const [, , , why] = own();
      say(our.words.loadFailed, why, our.words.retry, () => start(resume)).append(...contact());
    }
  }

  /** Takes the widget away; its session stays in the browser's storage. */
  function stop(broken) {
    const { handle, timer, page } = run || {};
    run = undefined;
    clearTimeout(timer);
    try {
      // What broke cannot stop its own timers and probes.
      if (handle) broken ? page.stop() : handle.destroy();
    } catch {
      loading = undefined;
    }
    stage.replaceChildren();
  }

  /**
   * The customer chose another language: the widget starts anew in it, and goes on from storage where
   * it was on its way. Without a line it stays as it is.
   */
  async function speak(tag, resume) {
    run.choice = tag;
    // The guides in that language must be there too.
    const [text] = await Promise.all([getWords(tag), get(`guides/index.${tag}.json`)]).catch(() => []);
    // Meanwhile another may have been chosen, or the widget taken away.
    if (!text || run?.choice !== tag) return;
    words = text;
    try {
      localStorage["firstline:language"] = tag;
    } catch {
      // Then for this time only.
    }
    our.speak(tag);
    guide = null;
    stop();
    start(resume);
  }

  /** The widget says that something happened. */
  function hear(name, detail) {
    if (name === "ready") {
      clearTimeout(run.timer);
      stage.querySelector(".fl-face").remove();
    }
    if (name === "fact") console.warn(`Firstline leaves a fact of the page out. Expected: ${detail.refused}.`);
    emit(name, detail);
  }

  /**
   * A trap in WebAssembly comes as an error of the window, and what trapped goes on handling
   * clicks in a broken state. So it is taken away, and a fresh instance may go on from storage.
   */
  function trapped({ error, reason = error, filename = "" }) {
    if (!run?.url) return;
    const assets = base + "assets/";
    const said = `${filename}: ${reason?.stack || ""}`;
    const trap = reason instanceof WebAssembly.RuntimeError;
    const ours = filename.startsWith(assets) || (trap && (said.includes(assets) || !/http\S+\.wasm/.test(said)));
    // An earlier instance, already taken away, may have had a timer left.
    const [glue] = run.url.split("?");
    if (!ours || (said.includes(glue) && !said.includes(run.url + ":"))) return;
    console.error("Firstline stopped:", reason);
    stop(true);
    loading = undefined;
    const now = performance.now();
    traps = [...traps, now].filter((at) => now - at < TRAPS_WITHIN);
    const [, , , , stopped, kept, restart] = own();
    say(stopped, kept, traps.length < TRAPS && restart, () => start(true)).append(...contact());
    emit("error", { reason: "trap" });
  }

  function emit(name, detail = {}) {
    (home || host).dispatchEvent(new CustomEvent("firstline:" + name, { detail, bubbles: true, composed: true }));
  }

  // ── Where it stands ────────────────────────────────────────────────────────────────────────

  /** The <firstline-help> that has the widget; without one it stands in the panel. */
  let home;
  /** While the panel is open: what had the focus before. */
  let opened;
  const small = matchMedia(SMALL);

  function show() {
    // On a phone the panel covers the page, so what is behind it must not take the focus.
    if (small.matches) panel.showModal();
    else panel.show();
    focus();
  }

  function focus() {
    (stage.querySelector("#fl-heading,h2") || panel).focus({ preventScroll: true });
  }

  function open(options) {
    const asked = options?.guide || null;
    if (asked) guide = asked;
    if (home) home.scrollIntoView({ block: "nearest" });
    else if (!opened) {
      const active = document.activeElement;
      opened = active && active !== document.body && active !== host ? active : launcher;
      launcher.hidden = true;
    }
    if (run?.handle) run.handle.open(asked);
    else start();
    if (home) focus();
    else if (!panel.open) show();
  }

  function close() {
    if (!opened) return;
    const back = opened.isConnected ? opened : launcher;
    // Whoever has gone on to something else on the page stays there.
    const ours = [null, document.body, host].includes(document.activeElement);
    opened = undefined;
    settleLauncher();
    const { hash, href } = location;
    // The same link opens it again, and a reload does not.
    if (/^#help/.test(hash)) history.replaceState(history.state, "", href.replace(hash, ""));
    if (panel.open) panel.close();
    if (ours) back.focus();
  }

  function settleLauncher() {
    launcher.hidden = !!(home || opened || our.place === "none");
  }

  /** Looks where the widget belongs now. */
  function settle() {
    const next = homes.has(home) ? home : [...homes][0];
    if (next !== home) {
      const moves = home && next;
      if (!moves) {
        // In the page and in the panel are two settings of the widget. Its session is in storage.
        stop();
        close();
      }
      home = next;
      guide = home?.getAttribute("guide") || data.guide || null;
      (home ? section : panel).append(stage);
      sight.disconnect();
      section.remove();
      if (home) shell(home).append(section);
      if (home && !run) {
        say(WORDS[our.spoken].loadTitle);
        sight.observe(home);
      }
    }
    settleLauncher();
  }

  // A widget in the page starts once it is seen and the page has nothing else to do.
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 200));
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    sight.disconnect();
    idle(() => home && start(), { timeout: 2000 });
  });

  listen(panel, "keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  // The browser itself closes a modal dialog: by a phone's Back gesture, and by Escape where
  // nothing in it has the focus.
  listen(panel, "cancel", (event) => {
    event.preventDefault();
    close();
  });
  listen(panel, "close", () => panel.open || close());
  listen(small, "change", () => {
    if (!opened) return;
    panel.close();
    show();
  });
  listen(window, "error", trapped);
  listen(window, "unhandledrejection", trapped);

  wear(look(our.zIndex, our.side));
  shell(host).append(panel);

  return {
    open,
    close,
    settle,
    prepare: () => load().catch(() => {}),
    identify: () => run?.handle?.identify(our.facts),
    destroy() {
      stop();
      // So that what is still awaited starts nothing.
      home = undefined;
      sight.disconnect();
    },
  };
}
