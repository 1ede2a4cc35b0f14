// Every screen of the speed test in every language, as committed text; SPEED_BLESS=1 writes it anew.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { EXAMPLES, points } from "./examples.mjs";

const screens = await import(`${process.env.EMBED}/speed/screens.js`);
const { course } = await import(`${process.env.EMBED}/speed/plot.js`);
const { report } = await import(`${process.env.EMBED}/speed/share.js`);
const { speaker } = await import(`${process.env.EMBED}/speed/words.js`);
process.env.TZ = "UTC";

const LANGUAGES = readdirSync(`${process.env.EMBED}/speed`).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
const wordsOf = (language) => speaker(JSON.parse(readFileSync(`${process.env.EMBED}/speed/${language}.json`)), language, Date.UTC(2026, 4, 3));

/** A node as indented text. Drawings are left out but for their number of lines. */
function written(node, indent = "") {
  if (!Array.isArray(node)) return `${indent}${node}\n`;
  const [tag, attributes, ...children] = node;
  const shown = Object.entries(attributes).map(([name, value]) => ` ${name}=${JSON.stringify(String(value).slice(0, 40))}`);
  const below = tag === "svg" ? `${indent}  (${children.length} shapes)\n` : children.map((child) => written(child, indent + "  ")).join("");
  return `${indent}<${tag}${shown.join("")}>\n${below}`;
}

/** All nodes below these, themselves first. */
const all = (nodes) => nodes.flatMap((node) => (Array.isArray(node) ? [node, ...all(node.slice(2))] : []));

for (const language of LANGUAGES) {
  test(`the screens in ${language} are as they were looked at`, () => {
    const words = wordsOf(language);
    const now = Object.entries(EXAMPLES).map(([name, draw]) => `── ${name}\n${draw(screens, words).map((node) => written(node)).join("")}`).join("\n");
    const file = new URL(`./screens.${language}.snap`, import.meta.url);
    // ICU writes some spaces in one way or another, by its version.
    const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");
    if (process.env.SPEED_BLESS) writeFileSync(file, plain(now));
    assert.equal(plain(now), readFileSync(file, "utf8"));
  });

  test(`no screen in ${language} says what is not there`, () => {
    const words = wordsOf(language);
    for (const [name, draw] of Object.entries(EXAMPLES)) {
      const text = JSON.stringify(draw(screens, words));
      assert.doesNotMatch(text, /undefined|NaN|Infinity|null|\{\w+\}/, name);
    }
  });
}

test("whatever can be pressed is a button, or has words of its own", () => {
  const words = wordsOf("en");
  for (const [name, draw] of Object.entries(EXAMPLES)) {
    for (const [tag, attributes] of all(draw(screens, words))) {
      if (attributes["data-act"]) assert.ok(["button", "input"].includes(tag), `${name}: ${tag}`);
      if (tag === "button") assert.equal(attributes.type, "button", name);
      if (tag === "svg") assert.equal(attributes["aria-hidden"], "true", name);
    }
  }
});

test("only words and numbers of ours are drawn, never markup", () => {
  const place = `<img src=x onerror="alert(1)">`;
  const drawn = screens.done(wordsOf("en"), {
    judged: { download: 5, time: 0, server: "x", confidence: "low", place },
    points: [],
    earlier: [1, 2].map((time) => ({ time, down: 5, place })),
    canShare: false,
  });
  const cells = all(drawn).filter(([tag]) => tag === "td");
  assert.ok(cells.some(([, , text]) => text === place), "a place is a text");
});

test("while it runs, a plot shows speed and delay on scales of their own", () => {
  const { speedScale, delayScale, down, up, delay } = course(points());
  assert.equal(speedScale, 50);
  assert.equal(delayScale, 200);
  for (const path of [down, up, delay]) assert.ok(path.startsWith("M") && path.includes("L"));
});

test("a report says when, where to, how, and what was sold", () => {
  const judged = { download: 48.1, upload: 9.6, latency: 18.4, "loaded-latency": 42, "of-plan": 96.2, confidence: "high", server: "help.isp.example", time: Date.UTC(2026, 4, 3, 18, 20), plan: "50 Mbit/s" };
  for (const language of LANGUAGES) {
    const lines = report(wordsOf(language), judged).join("\n");
    for (const said of ["2026", "48", "9", "18", "42", "help.isp.example", "50"]) assert.ok(lines.includes(said), `${language}: ${said}\n${lines}`);
  }
  const [first] = report(wordsOf("en"), { ...judged, upload: undefined });
  assert.match(first, /^Speed test, /);
});

test("a report says what a regulator asks for, and nothing that is not known", () => {
  const judged = { download: 48.1, upload: 9.6, rpm: 640, single: 46.2, megabytes: 26.4, transport: "http/1.1", connections: 5, method: "socket", build: "5f3a", confidence: "high" };
  const text = report(wordsOf("en"), judged).join("\n");
  for (const said of ["640", "46", "26 MB", "Connections: 5, http/1.1, WebSocket", "Version: 5f3a"]) assert.ok(text.replace(/\u00a0/g, " ").includes(said), `${said}\n${text}`);
  assert.doesNotMatch(text, /10 MB/);
  for (const transport of ["h2", "h3"]) {
    const folded = report(wordsOf("en"), { ...judged, transport, light: true, confidence: "low" }).join("\n");
    assert.match(folded, new RegExp(`one connection \\(${transport}\\)`));
    assert.doesNotMatch(folded, /Connections: 5/);
    assert.match(folded, /at most 10 MB/);
  }
  // As a result of an earlier visit is drawn: neither the time of now nor a server that nobody knows.
  for (const language of LANGUAGES) {
    const lines = report(wordsOf(language), { download: 48.1, upload: 9.6, confidence: "high" });
    assert.doesNotMatch(lines.join("\n"), /undefined|NaN|20\d\d/, language);
    assert.ok(lines.length < 6, lines.join("\n"));
  }
});
