// What the buttons of a result do where a browser cannot do it: a page without TLS has no clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { Node, browser, page } from "../embed/nodes.mjs";

const { stage } = await import(`${process.env.EMBED}/speed/stage.js`);
const texts = JSON.parse(readFileSync(`${process.env.EMBED}/speed/en.json`, "utf8"));
const our = { get: async () => ({ json: async () => texts }), file: (name) => name, spokenFor: (language) => language, language: "en" };

/** Presses a button below a result, in a browser that has this and draws pictures or does not. Gives what came of it. */
async function pressed(act, navigator, draws) {
  const saved = [];
  const pen = { measureText: () => ({ width: 9 }), scale() {}, fillRect() {}, fillText() {} };
  const canvas = { getContext: () => (draws ? pen : null), toBlob: (done) => done(new Blob(["picture"])) };
  const link = { click: function () { saved.push(this.download); } };
  page({ canvas, a: link });
  globalThis.getComputedStyle = () => ({ direction: "ltr" });
  URL.createObjectURL = (blob) => assert.ok(blob instanceof Blob);
  URL.revokeObjectURL = () => {};
  browser(navigator);
  const node = new Node("div");
  const { show } = await stage(node, { targets: ["/"], again: true }, our);
  show({ download: 48, upload: 9.6, confidence: "high" });
  const button = node.querySelector(`[data-act="${act}"]`);
  node.onclick({ target: button });
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { saved, said: button.textContent };
}

test("a result is copied, or saved where there is no clipboard or it refuses", async () => {
  let copied;
  const clipboard = { writeText: async (text) => void (copied = text) };
  assert.deepEqual(await pressed("copy", { clipboard }, true), { saved: [], said: "Copied" });
  assert.match(copied, /48/);
  const refusing = { writeText: async () => Promise.reject(new Error("refused")) };
  for (const navigator of [{}, { clipboard: refusing }]) {
    assert.deepEqual((await pressed("copy", navigator, true)).saved, ["speed.png"]);
    // Where the browser draws none, as a text.
    assert.deepEqual((await pressed("copy", navigator, false)).saved, ["speed.txt"]);
  }
  assert.deepEqual((await pressed("picture", {}, false)).saved, ["speed.txt"]);
});
