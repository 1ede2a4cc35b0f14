// Prints every screen of the speed test as HTML: `{ language: { name: html } }`, for those who look at them in a browser.
import { readFileSync, readdirSync } from "node:fs";
import { EXAMPLES, points } from "./examples.mjs";

process.env.TZ = "UTC";
const SPEED = process.env.SPEED;
const screens = await import(`${SPEED}/screens.js`);
const { speaker } = await import(`${SPEED}/words.js`);
const { course } = await import(`${SPEED}/plot.js`);
const { SHEET } = await import(`${SPEED}/look.js`);

const escaped = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
function html(node) {
  if (!Array.isArray(node)) return escaped(node);
  const [tag, attributes, ...children] = node;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${tag}${written.join("")}>${children.map(html).join("")}${tag === "input" ? "" : `</${tag}>`}`;
}

/** As a running test fills it in. */
function inTheMiddle(words, text) {
  const now = course(points().slice(0, 70));
  const live = { phase: words.say("phase-up"), figure: words.mbit(9.4), used: words.megabytes(24), "speed-scale": words.mbit(now.speedScale), "delay-scale": words.ms(now.delayScale) };
  for (const [name, value] of Object.entries(live)) text = text.replace(new RegExp(`(data-live="${name}"[^>]*>)[^<]*`), `$1${escaped(value)}`);
  for (const [name, d] of Object.entries(now)) text = text.replace(`data-line="${name}" d=""`, `data-line="${name}" d="${d}"`);
  return text.replace('value="0"', 'value="60"');
}

const all = {};
for (const file of readdirSync(SPEED).filter((name) => name.endsWith(".json"))) {
  const language = file.slice(0, -5);
  const words = speaker(JSON.parse(readFileSync(`${SPEED}/${file}`)), language, Date.UTC(2026, 4, 3));
  const draw = ([name, example]) => {
    const text = example(screens, words).map(html).join("");
    return [name, name === "running" ? inTheMiddle(words, text) : text];
  };
  all[language] = Object.fromEntries(Object.entries(EXAMPLES).map(draw));
}
console.log(JSON.stringify({ sheet: SHEET, screens: all }));
