/**
 * Photos that a customer adds to a ticket. A script of its own, because few need it: it is fetched where a walk ends, or where
 * photos wait.
 *
 * A photo is drawn anew, smaller, so that nothing goes along but the picture: not where, when and by what it was taken. It waits
 * in this browser (IndexedDB) until the ticket has a number and the relay has the photo, three days at the most, and each try has
 * the same key, so that it arrives once. Whoever removes it, or whose browser keeps nothing, has it nowhere.
 */

import { dress, fill, speaking, spoken } from "./apart.js";
import { holding } from "./focus.js";
import { kept } from "./kept.js";
import ar from "./photos/ar.json";
import de from "./photos/de.json";
import en from "./photos/en.json";
import zh from "./photos/zh.json";
import { toRelay } from "./relay.js";
import { uuid } from "./uuid.js";

const WORDS = { ar, de, en, zh };
/** As in `firstline_wire::photo`. */
const MOST = 4;
const MOST_BYTES = 600000;
const LONGEST_SIDE = 1600;
const KEPT_FOR = 72 * 3600 * 1000;
const AGAIN = 15000;
const MARK = "firstline.photos";

const LOOK = `
.fl-photos{position:relative;display:flex;flex-direction:column;gap:8px}
.fl-photos ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(120px,1fr));gap:8px}
.fl-photos li{display:flex;flex-direction:column;gap:4px}
.fl-photos canvas{width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:var(--fl-radius);background:var(--fl-surface-2)}
.fl-photos input{position:absolute;width:1px;height:1px;opacity:0}
.fl-photos label:focus-within{outline:3px solid var(--fl-accent);outline-offset:2px}
`;

/** A request of IndexedDB as a promise. */
const done = (request) =>
  new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));

/** Photos by their key: which walk they belong to, when they were added, and their bytes. */
function shelf() {
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(MARK, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const act = (mode, work) => opened.then((db) => done(work(db.transaction("photos", mode).objectStore("photos"))));
  return {
    all: () => act("readonly", (photos) => photos.getAll()),
    put: (photo) => act("readwrite", (photos) => photos.put(photo)),
    drop: (key) => act("readwrite", (photos) => photos.delete(key)),
  };
}

/** The picture alone, and small enough. */
export async function redrawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * shrink));
  canvas.height = Math.max(1, Math.round(picture.height * shrink));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (let quality = 0.8; quality > 0.1; quality -= 0.15) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (blob?.type === "image/jpeg" && blob.size <= MOST_BYTES) return blob;
  }
  throw new Error("too large");
}

/** Begins to look for the form; `our` is what the loader shares. */
export default function (our, stage) {
  our.photos ||= make(our, stage);
  our.photos();
}

function make(our, stage) {
  const el = (tag, properties = {}, ...children) => our.make(tag, properties, ...children);
  const words = () => spoken(our, WORDS);
  const store = shelf();
  const node = el("section", { className: "fl-photos" });
  node.setAttribute("aria-labelledby", "fl-photos");
  const status = el("p", { className: "fl-quiet-text" });
  status.setAttribute("role", "status");
  /** Those of the form that is shown; the walk that it belongs to. */
  let mine = [];
  /** Those that the browser could not keep, by their keys. */
  const unkept = new Map();
  let began, sending, timer;
  let drawn = 0;

  const walk = () => kept("firstline.session")?.trail?.began;

  async function add(file) {
    if (!file) return;
    if (mine.length >= MOST) return tell("full", { most: MOST });
    try {
      const photo = { key: uuid(), began, at: Date.now(), blob: await redrawn(file) };
      mine.push(photo);
      tell("waits");
      await Promise.all([draw(), keepIt(photo)]);
    } catch {
      tell("bad");
    }
  }

  /** Says how it stands, wherever that is shown. */
  function tell(name, values) {
    const say = words();
    speaking(status, say).textContent = fill(say[name], values);
  }

  /** Where nothing can be kept it goes out from this page alone. */
  async function keepIt(photo) {
    try {
      await store.put(photo);
      localStorage[MARK] = "1";
    } catch {
      unkept.set(photo.key, photo);
    }
  }

  async function remove(photo) {
    mine = mine.filter((one) => one !== photo);
    unkept.delete(photo.key);
    status.textContent = "";
    await draw();
    await store.drop(photo.key).catch(() => {});
  }

  /** Drawn, not loaded by an address: a strict page allows none of `blob:`. */
  async function thumb(photo) {
    const canvas = el("canvas", { width: 240, height: 180, role: "img" });
    const picture = await createImageBitmap(photo.blob);
    const grow = Math.max(240 / picture.width, 180 / picture.height);
    const [width, height] = [picture.width * grow, picture.height * grow];
    canvas.getContext("2d").drawImage(picture, (240 - width) / 2, (180 - height) / 2, width, height);
    return canvas;
  }

  async function draw() {
    const say = words();
    const own = ++drawn;
    const items = await Promise.all(
      mine.map(async (photo, at) => {
        const canvas = await thumb(photo).catch(() => el("span"));
        canvas.ariaLabel = fill(say.photo, { n: at + 1 });
        const button = el("button", { type: "button", className: "fl-button", textContent: fill(say.remove, { n: at + 1 }), onclick: () => remove(photo) });
        button.dataset.rank = "inline";
        return el("li", {}, canvas, button);
      }),
    );
    // Pictures take their time: a later one may have been drawn meanwhile.
    if (own !== drawn) return;
    const input = el("input", { type: "file", id: "fl-photos-add", accept: "image/*", onchange: () => add(input.files[0]) });
    const label = el("label", { className: "fl-button" }, say.add, input);
    label.dataset.rank = "tonal";
    const hint = el("p", { className: "fl-quiet-text", textContent: fill(say.hint, { most: MOST }) });
    const heading = el("h2", { id: "fl-photos", textContent: say.title });
    const parts = [heading, hint, el("ul", { role: "list" }, ...items), ...(mine.length < MOST ? [label] : []), status];
    const next = () => node.querySelector("input") || node.querySelector("li:last-child button");
    holding(speaking(node, say), () => node.replaceChildren(...parts), next);
  }

  /** Puts it below the form, wherever that is drawn. */
  async function look() {
    const form = stage.querySelector(".fl-main .fl-form .fl-send");
    const main = form?.closest(".fl-main");
    if (!main || node.parentNode === main) return;
    dress(our, LOOK);
    main.append(node);
    if (began !== walk()) {
      began = walk();
      mine = [];
      status.textContent = "";
      // The page may have been loaded anew: what waits is shown, and can be removed.
      const all = await store.all().catch(() => []);
      mine = all.filter((photo) => photo.began === began);
    }
    draw();
  }

  // ── On their way ───────────────────────────────────────────────────────────────────────────

  /** What became of the tickets of this browser, as the core notes it for other pages. */
  const told = () => Object.keys(localStorage).filter((name) => name.startsWith("firstline.outbox.told.")).map(kept);

  /** The token of the ticket that this walk became; only the newest ticket's is kept. */
  function token(of) {
    const followed = kept("firstline.ticket");
    const its = told().some((one) => one?.began === of && one.number === followed?.number);
    return its || (of === stored && followed) ? followed?.token : undefined;
  }

  /** Whether the customer deleted the ticket before it went out: then its photos go too. */
  const isDeleted = (of) => told().some((one) => one?.began === of && !one.number);

  /** The walk whose ticket was stored last while this page was open. */
  let stored;

  async function drop(key) {
    if (!unkept.delete(key)) await store.drop(key);
  }

  async function post(photo, bearer) {
    const answer = await toRelay(our.base, `api/v1/ticket/photos?language=${encodeURIComponent(our.language)}`, {
      method: "POST",
      headers: { "content-type": "image/jpeg", "idempotency-key": `"${photo.key}"`, authorization: "Bearer " + bearer },
      body: photo.blob,
    });
    // What the relay itself refuses, it would refuse again.
    const isFinal = [400, 401, 409, 413, 415, 422].includes(answer.status) && /problem/.test(answer.headers.get("content-type"));
    if (!answer.ok && !isFinal) throw answer;
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    let left = 0;
    try {
      const all = [...(await store.all().catch(() => [])), ...unkept.values()];
      const due = [];
      for (const photo of all) {
        const bearer = token(photo.began);
        if (Date.now() - photo.at > KEPT_FOR || isDeleted(photo.began)) await drop(photo.key);
        else if (bearer) due.push([photo, bearer]);
        else left++;
      }
      for (const [at, [photo, bearer]] of due.entries()) {
        tell("sending", { n: at, all: due.length });
        try {
          await post(photo, bearer);
          await drop(photo.key);
        } catch {
          left++;
          timer = setTimeout(send, AGAIN);
        }
      }
      if (due.length && !left) tell("done");
      if (due.length) stage.querySelector(".fl-page[data-ends] .fl-main")?.append(status);
      if (!left) localStorage.removeItem(MARK);
    } catch {
      // No storage: then there are none.
    }
    sending = false;
  }

  new MutationObserver(look).observe(stage, { subtree: true, childList: true });
  our.listen(document, "firstline:ticket", ({ detail }) => {
    if (detail.state !== "stored") return;
    stored = began;
    send();
  });
  our.listen(window, "online", send);
  send();
  return look;
}
