// The page of a ticket: its link is copied, or shown where there is no clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import module from "node:module";
import { Element, quiet, visit } from "./page.mjs";

/** The build bundles words into a script; Node takes them for a module if it is told so, from 18.19 on. */
const words = `export const load = async (url, context, next) => url.endsWith(".json")
  ? { format: "module", shortCircuit: true, source: "export default " + (await import("node:fs")).readFileSync(new URL(url), "utf8") }
  : next(url, context);`;
const skip = !module.register;
if (!skip) module.register(`data:text/javascript,${encodeURIComponent(words)}`);

const TOKEN = "t".repeat(43);
globalThis.MutationObserver = class {
  observe() {}
  disconnect() {}
};
globalThis.location = { href: `https://www.isp.example/help#help&ticket=${TOKEN}`, hash: `#help&ticket=${TOKEN}` };
globalThis.history = { replaceState() {} };
const { default: follow } = skip ? {} : await import(`${process.env.EMBED}/follow.js`);

/** What a browser can do here changes from case to case; the page is one. */
const device = {};
const { our } = visit({ navigator: device, base: "https://help.isp.example/" });
our.make = (name, properties, ...children) => Object.assign(new Element(name, properties, ...children), { dataset: {} });
globalThis.fetch = async () => ({ ok: true, status: 200, headers: new Headers(), json: async () => ({ number: "A-1", stage: "received", stored: 1, said: [] }) });
const stage = new Element("div");

test("the link of a ticket is copied, and shown to be marked where it cannot be", { skip }, async () => {
  follow(our, stage);
  await quiet();
  const all = (name) => stage.querySelectorAll(name);
  const press = async (id) => {
    all("button").find((one) => one.id === id).onclick();
    await quiet();
  };
  const links = () => all("input").map(({ value }) => value);
  let copied;
  navigator.clipboard = { writeText: async (text) => void (copied = text) };
  await press("fl-follow-copy");
  assert.equal(copied, `https://www.isp.example/help#help&ticket=${TOKEN}`);
  assert.deepEqual(links(), []);
  delete navigator.clipboard;
  await press("fl-follow-copy");
  assert.deepEqual(links(), [copied]);
  // It is left, and asks no more.
  location.hash = "";
  await press("fl-follow-back");
});
