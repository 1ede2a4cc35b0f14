/**
 * The panel: what the loader (firstline.js) fetches on first intent. It draws the frame that the widget stands in, loads and starts
 * the widget, says what it does meanwhile, and stands in for a widget that cannot start or that broke. The widget draws everything
 * inside the frame. The same rules as for the loader: no HTML, inline style or inline script.
 */

import { ahead, made } from "./ahead.js";
import { apart, beside, follow, identify } from "./beside.js";
import { SMALL, look } from "./look.js";
import { isOurs, keep, remembers, whenTaken } from "./page.js";

/** The style sheet, which the build puts here. */
const SHEET = __FIRSTLINE_SHEET__;

/** How long loading may take before we say that the line is slow, and before we give up; ms. */
const SLOW = 8000;
const GIVE_UP = 60000;
/** So many traps within so long, and we offer no further start: it would only break again. */
const TRAPS = 2;
const TRAPS_WITHIN = 60000;

/** What must be said before the widget's words are here; the rest is among them. */
const WORDS = __FIRSTLINE_WORDS__("load-title");

/** An error whose reason the page may be told, and whose message tells the embedder what to do. */
const problem = (reason, message) => Object.assign(new Error(message), { reason });

const type = (response) => response.headers.get("content-type") || "no type";

/** Takes over from the loader: `our` is what that shares. Returns what the loader calls. */
export default function (our) {
  const { base, data, host, launcher, homes, sheets, shadows, make, shell, dress, call, listen } = our;
  const constructable = sheets.length > 0;

  // ── Nodes ──────────────────────────────────────────────────────────────────────────────────

  /** Where the widget is drawn. Stands in the panel or in the page, and moves whole. */
  const stage = make("div", { className: "fl-stage" });
  /** The frame in the page. */
  const section = make("div", { className: "fl-in-page" });
  const panel = make("dialog", { className: "fl-panel", tabIndex: -1 }, stage);
  panel.part = "panel";

  const icon = (d) => made(["svg", { viewBox: "0 0 24 24", "aria-hidden": true }, ["path", { d }]]);
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

  /** What we say ourselves: one heading, one sentence, one thing to do. Returns its middle. */
  function say(heading, text = "", doing, act) {
    const title = make("h2", { textContent: heading, tabIndex: -1 });
    const main = make("div", { className: "fl-face-main" }, title, make("p", { textContent: text }));
    const bar = make("div", { className: "fl-face-bar" }, icon("M3 12h4l2-5 4 10 2-5h6"), our.label);
    const face = make("div", { className: "fl-face", dir: "auto" }, bar, main);
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
    const early = asked[path];
    delete asked[path];
    const response =
      (await early) ||
      (await our.get(path, cache).catch(() => {
        throw problem("network", `${base + path} cannot be fetched. Is the relay up? Does it send Access-Control-Allow-Origin?`);
      }));
    if (!response.ok) throw problem("missing", `${base + path} answered ${response.status}`);
    // None of our files is a page for people: somebody in between answered, and the browser may have kept that.
    if (!/html/.test(type(response))) return response;
    if (!cache) return get(path, "reload");
    throw problem("type", `${base + path} came as ${type(response)}.`);
  }

  /**
   * What was asked for before it is needed, by path: answers to come, undefined for those that do not. Whoever needs one takes
   * it, the core too, and asks anew where none came.
   */
  const asked = {};
  const ask = (path, answer = our.get(path)) => (asked[path] ||= answer.catch(() => {}));

  const wordsFor = (tag) => our.file(`words-${our.spokenFor(tag)}.json`);
  const indexFor = (tag) => `guides/index.${tag}.json`;
  const firstOf = (guide) => `guides/${guide ? guide + "." : ""}first.${our.language}.json`;

  /** How often the glue was asked for. A browser keeps a failed module, and an instance, by address. */
  let attempt = 0;
  let words = "[]";

  /** The words by their places; the first are the panel's own. Empty until they are here. */
  const own = () => JSON.parse(words);

  /** Fetches glue, WebAssembly and words side by side, and starts an instance. */
  async function fetchAll() {
    if (!window.WebAssembly) throw problem("no-wasm", "no WebAssembly.");
    const glue = our.file("glue.js");
    const url = base + glue + (attempt ? "?" + attempt : "");
    attempt += 1;
    const module = import(url).catch(async (error) => {
      const answer = await get(glue);
      if (/javascript/.test(type(answer))) throw error;
      throw problem("type", `${base + glue} came as ${type(answer)}; it must be text/javascript.`);
    });
    // The glue itself says on the console where it came as another type than application/wasm.
    const binary = get(our.file("core.wasm"));
    const text = get(wordsFor(our.language)).then((answer) => answer.text());
    const [{ default: init, mount }, answer] = await Promise.all([module, binary, text.then((text) => (words = text))]);
    await init({ module_or_path: answer });
    return { mount, url };
  }

  async function fetchAnew() {
    try {
      return await fetchAll();
    } catch (error) {
      // The relay may have a newer widget than this copy of the loader, which a browser kept.
      if (error.reason !== "missing") throw error;
      Object.assign(our, await get("assets/manifest.json").then((answer) => answer.json(), () => ({})));
      return fetchAll();
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
    const known = (await beside(our, "why.js", error)) || error;
    const { reason = "start", message } = known;
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

  /**
   * Starts the widget. It goes on with the stored session at once where `resume` says so, and with what was done before on
   * screens that were drawn ahead.
   */
  async function start(resume, before = []) {
    if (run) return;
    const mine = (run = { before });
    const main = say(WORDS[our.spoken].loadTitle);
    const notice = make("p");
    notice.setAttribute("role", "status");
    main.append(notice, ...[1, 2, 3].map(() => make("div", { className: "fl-row" })));
    mine.timer = setTimeout(() => {
      if (!data.phone) return;
      main.querySelectorAll("h2~p:not([role]),.fl-row").forEach((old) => old.remove());
      [, , notice.textContent = ""] = own();
      main.append(...contact());
      // The screen that was drawn ahead shows the notice too.
      mine.ahead?.add(notice, ...contact());
    }, SLOW);
    drawAhead(mine, resume);
    try {
      const { mount, url } = await load();
      if (run !== mine) return;
      mine.url = url;
      if (mine.ahead) mine.before = mine.ahead.done();
      const node = make("div", { className: "fl-mount", hidden: !!mine.ahead });
      stage.append(node);
      const inline = !!home;
      const area = data.area || null;
      const { language, facts } = our;
      const heard = (name, detail) => run === mine && hear(name, detail);
      const { phone, hours } = data;
      const onStage = (node, given) => apart(our, given.file).then((one) => one.stage(node, given, our));
      mine.page = { base, assets: our.file(""), language, words, guide, inline, area, phone, hours, facts, resume, before: mine.before, asked, emit: heard, close, speak, stage: onStage };
      mine.node = node;
      mine.handle = mount(node, mine.page);
    } catch (error) {
      if (run !== mine) return;
      // What broke while it was drawn the first time has told nobody yet.
      if (mine.url) complain(error);
      if (mine.ahead) mine.before = mine.ahead.done();
      stop(true);
      const [, , , why] = own();
      say(our.words.loadFailed, why, our.words.retry, () => start(resume, mine.before)).append(...contact());
    }
  }

  /**
   * Shows the first screen before the core is here. Not to somebody who was here before, whose screen is another and waits for
   * the core's second part too, and no guide that may depend on what the page knows of the customer.
   */
  async function drawAhead(mine, resume) {
    if (remembers(/firstline\.(session|outbox)/)) return ask(our.file("second.wasm"));
    if (resume || mine.before.length) return;
    const wanted = guide;
    const file = await screens(wanted);
    if (!file || run !== mine || mine.url || guide !== wanted) return;
    const node = make("div", { className: "fl-mount fl-ahead" });
    const hadFocus = stage.contains(stage.getRootNode().activeElement);
    stage.replaceChildren(node);
    mine.ahead = ahead(node, file, screens, leave);
    if (opened || hadFocus) focus();
  }

  /** The first screens of a guide, or the welcome screen; nothing where they are not drawn ahead, or did not come. */
  async function screens(guide) {
    if (guide && our.facts) return;
    try {
      const file = await (await get(firstOf(guide))).json();
      if (file.pack) ask(file.pack);
      return file;
    } catch {
      // The core will draw it.
    }
  }

  /** What the panel does itself on a screen that was drawn ahead; whether it was that. */
  function leave(means) {
    const tag = means["language-chosen"];
    if (tag) speak(tag);
    else if (means === "close-chosen") close();
    return !!tag || means === "close-chosen";
  }

  const looksAfter = () => follow(our, stage, home ? null : close);
  const identified = () => identify(our, () => run?.handle?.identify(our.facts));

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
   * The customer or, by `ofPage`, the page chose another language: the widget starts anew in it, and goes on from storage where
   * it was on its way, which `resume` says. Without a line it stays as it is.
   */
  async function speak(tag, resume, ofPage) {
    run.choice = tag;
    // The guides in that language must be there too.
    const [text] = await Promise.all([get(wordsFor(tag)).then((answer) => answer.text()), get(indexFor(tag))]).catch(() => []);
    // Meanwhile another may have been chosen, or the widget taken away.
    if (!text || run?.choice !== tag) return;
    words = text;
    // What the page speaks is no choice of the customer's.
    if (!ofPage) keep("firstline:language", tag);
    our.speak(tag);
    guide = null;
    stop();
    start(resume);
  }

  /** The widget says that something happened. */
  function hear(name, detail) {
    // How a browser calls our WebAssembly in a stack, which it may name by its address or by a number.
    run.module ||= /[^\s(@]+(?=:wasm-function)/.exec(new Error().stack)?.[0];
    if (name === "ready") {
      clearTimeout(run.timer);
      if (run.ahead) run.ahead.giveWay(run.node);
      else stage.querySelector(".fl-face").remove();
      beside(our, "after.js", stage, home ? null : close);
    }
    if (name === "fact") console.warn(`Firstline leaves a fact of the page out. Expected: ${detail.refused}.`);
    if (detail.reason === "origins") {
      console.error(`Firstline: ${location.origin} is not in the relay's origins.`);
    }
    emit(name, detail);
    if (name === "ticket") looksAfter();
    // The relay may want some work for it.
    if (detail.state === "waiting") beside(our, "work.js");
  }

  /**
   * A trap in WebAssembly comes as an error of the window, and what trapped goes on handling
   * clicks in a broken state. So it is taken away, and a fresh instance may go on from storage.
   */
  function trapped({ error, reason = error, filename = "" }) {
    if (!run?.url || !isOurs(reason, filename, run, base + "assets/")) return;
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

  /** Whether something of the page takes the focus away from the panel. */
  let contested;
  function show() {
    panel.close();
    // A phone's panel covers the page. A modal dialog of the page, or what keeps the focus there, makes ours useless.
    if (small.matches || contested || document.querySelector("dialog[open]")) panel.showModal();
    else panel.show();
    focus();
  }

  function focus() {
    (stage.querySelector("#fl-heading,h2") || panel).focus({ preventScroll: true });
  }

  function open(options) {
    const wanted = options?.guide || null;
    if (wanted) guide = wanted;
    if (home) home.scrollIntoView({ block: "nearest" });
    else if (!opened) {
      const active = document.activeElement;
      opened = active && active !== document.body && active !== host ? active : launcher;
      launcher.hidden = true;
    }
    if (run?.handle) run.handle.open(wanted);
    else if (run?.ahead && wanted) {
      // Another guide is wanted than the one that was drawn.
      stop();
      start();
    } else start();
    looksAfter();
    if (home) focus();
    else if (!panel.open || document.querySelector("dialog[open]")) show();
  }

  function close() {
    if (!opened) return;
    const back = opened.isConnected ? opened : launcher;
    // A customer who has gone on to something else on the page stays there.
    const ours = [null, document.body, host].includes(document.activeElement);
    opened = undefined;
    settleLauncher();
    const { hash, href } = location;
    // The same link opens it again, and a reload does not.
    if (our.hash.test(hash)) history.replaceState(history.state, "", href.replace(hash, ""));
    if (panel.open) panel.close();
    if (ours) back.focus();
  }

  function settleLauncher() {
    launcher.hidden = !!(home || opened || data.launcher === "none");
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
    if (opened) show();
  });
  // Keys that are typed here are no shortcuts of the page.
  listen(stage, "keydown keypress keyup", (event) => event.key === "Escape" || event.stopPropagation());
  whenTaken(listen, panel, (target) => {
    if (!opened || contested) return;
    contested = true;
    show();
    target.focus();
  });
  listen(document, "securitypolicyviolation", (event) => {
    const { blockedURI } = event;
    if (event.disposition === "enforce" && (blockedURI.startsWith(base) || blockedURI === "wasm-eval")) our.forbidden = event;
  });
  listen(window, "error", trapped);
  listen(window, "unhandledrejection", trapped);

  if (!data.phone) console.warn("Firstline: the tag has no data-phone.");
  wear(look(+data.zIndex || 9999, our.side));
  wear(SHEET, base + our.file("widget.css"));
  // What the loader asked for already, and what the core will need besides.
  ask(firstOf(our.guide), our.first);
  ask(our.file("core.wasm"), our.core);
  ask(wordsFor(our.language));
  ask(indexFor(our.language));
  shell(host).append(panel);
  identified();

  return {
    open,
    close,
    settle,
    speak(tag) {
      if (run) return speak(tag, true, true);
      our.speak(tag);
      loading = undefined;
    },
    prepare: () => load().catch(() => {}),
    identify: identified,
    destroy() {
      stop();
      // Answers that still come start nothing.
      home = undefined;
      sight.disconnect();
    },
  };
}
