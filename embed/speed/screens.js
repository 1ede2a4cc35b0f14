/**
 * The screens of the speed test: plain functions from values to nodes, `[tag, attributes, ...children]`. `data-act` says what a
 * press does; `stage.js` does it. What changes while a test runs has a `data-live`.
 */

import { compared, verdict } from "./earlier.js";
import { isFolded } from "./measure.js";
import { bars, plot } from "./plot.js";

/** What a light test takes at most, in MB. */
const LIGHT = 10;

const p = (text, name) => ["p", name ? { class: name } : {}, text];
const quiet = (text) => p(text, "fl-quiet-text");
const button = (rank, act, text) => ["button", { class: "fl-button", part: rank === "primary" ? "button primary" : "button", "data-rank": rank, type: "button", "data-act": act }, text];
const note = (tone, text) => ["div", { class: "fl-note", "data-tone": tone }, ["div", {}, p(text)]];
/** A node, or nothing. */
const only = (is, node) => (is ? [node()] : []);
/** The heading of a part of the screen. */
const heading = (text, id) => ["h2", { class: "fl-part-heading", ...(id && { id }) }, text];

/** Before: what it does, what it costs, and how to spend less. `likely` is in MB: at `most`, and as `usual` where nobody knows the line. */
export function before(words, { light, likely, earlier }) {
  const { say, megabytes } = words;
  return [
    quiet(say("what")),
    p(!light && likely.usual ? say("data-most", { mb: megabytes(likely.usual), most: megabytes(likely.most) }) : say("data", { mb: megabytes(light ? LIGHT : likely.most) }), "fl-data"),
    [
      "label",
      { class: "fl-option" },
      ["input", { type: "checkbox", "data-act": "light", ...(light && { checked: "" }) }],
      ["span", { class: "fl-option-text" }, say("light"), ["small", { class: "fl-detail" }, say("light-hint")]],
    ],
    button("primary", "start", say("start")),
    ...only(earlier.length, () => history(words, earlier)),
  ];
}

/** Running: the figure of now, and how it went so far. */
export function running(words) {
  const { say } = words;
  return [
    ["p", { class: "fl-now" }, ["span", { "data-live": "phase" }, say("phase-idle")], ["strong", { "data-live": "figure", dir: "ltr" }, "…"], ["small", { "data-live": "used" }]],
    ["progress", { class: "fl-progress", max: "100", value: "0", "aria-label": say("title") }],
    plot(words, []),
    button("tonal", "stop", say("stop")),
  ];
}

/** Stopped by the customer. */
export const stopped = (words, used) => [note("plain", words.say("stopped", { mb: words.megabytes(used) })), button("primary", "again", words.say("again"))];

/** Nothing was measured; why, the row above says. */
export const failed = (words, used) => only(used > 0.1, () => quiet(words.say("used", { mb: words.megabytes(used) })));

/** A number with its unit, smaller. */
function figure(label, value, detail, tone) {
  const [number, ...unit] = value.split(/\s/);
  return [
    "div",
    { class: "fl-figure", ...(tone && { "data-tone": tone }) },
    ["dt", {}, label],
    ["dd", {}, ["strong", {}, number, ["span", {}, ` ${unit.join("\u00a0")}`]], ...only(detail, () => ["small", {}, detail])],
  ];
}

const GOOD_FOR = ["streaming", "games", "calls", "work"];
const TONES = ["bad", "warn", "plain", "good", "good"];

/** Why it is no better: the number that limits it, in words. */
function because(words, judged, name) {
  const { say, ms, mbit, percent } = words;
  const limit = judged[`${name}-limit`];
  const write = { latency: ms, jitter: ms, loaded: ms, loss: percent, download: mbit, upload: mbit }[limit];
  return write && say(`limit-${limit}`, { value: write(judged[limit === "loaded" ? "loaded-latency" : limit]) });
}

function goodFor(words, judged) {
  const rows = GOOD_FOR.filter((name) => judged[name] >= 0).map((name) => {
    const level = judged[name];
    const why = level < 3 && because(words, judged, name);
    return [
      "li",
      { "data-tone": TONES[level] },
      ["span", { class: "fl-option-text" }, words.say(name), ...only(why, () => ["small", { class: "fl-detail" }, why])],
      ["span", { class: "fl-level" }, ["span", { class: "fl-dots", "aria-hidden": "true" }, ...[0, 1, 2, 3].map((at) => ["i", at < level ? { "data-full": "" } : {}])], words.say(`level-${level}`)],
    ];
  });
  return rows.length ? [heading(words.say("good-for")), ["ul", { class: "fl-checks", role: "list" }, ...rows]] : [];
}

/** What else was found, most important first. */
function findings(words, judged) {
  const { say, mbit, number } = words;
  const { rpm, single, download, latency, upload, confidence } = judged;
  // What a window of 4 MB allows at this delay: above that it may be no loss.
  const window = 32000 / latency;
  return [
    // The classes of draft-ietf-ippm-responsiveness, as they are shown to people: poor, fair.
    ...only(rpm < 300, () => note("warn", say("rpm-poor", { rpm: number(rpm) }))),
    ...only(rpm >= 300 && rpm < 1000, () => note("plain", say("rpm-fair", { rpm: number(rpm) }))),
    ...only(single < download / 2, () => note("warn", say(download > window ? "one-slow-or-limited" : "one-slow", { single: mbit(single), all: mbit(download) }))),
    ...only(!(upload >= 0), () => note("plain", say("no-upload"))),
    ...only(confidence === "low" && upload >= 0, () => note("plain", isFolded(judged) ? say("folded", judged) : say(judged.light ? "rough-light" : "rough"))),
  ];
}

function history(words, earlier) {
  const { say, day, percent, mbit } = words;
  const change = compared(earlier);
  const last = earlier.slice(-10);
  return [
    "section",
    { class: "fl-earlier" },
    heading(say("earlier")),
    ...only(change, () => p(say(change.key, { percent: percent(change.percent), date: day(change.time) }))),
    ...only(last.length > 1, () => bars(last.map(({ down }) => down))),
    ["details", { class: "fl-more" }, ["summary", {}, say("all-results")], table(words, earlier), button("quiet", "erase", say("erase"))],
    ...only(!change && last.length === 1, () => quiet(say("one-earlier", { date: day(last[0].time), value: mbit(last[0].down) }))),
  ];
}

function table({ say, when, number }, earlier) {
  const cell = (text) => ["td", {}, text ?? "–"];
  const head = (text) => ["th", { scope: "col" }, text];
  return [
    "div",
    { class: "fl-table", tabindex: "0", role: "region", "aria-label": say("all-results") },
    [
      "table",
      {},
      ["thead", {}, ["tr", {}, head(say("when")), head(say("place")), head(say("download")), head(say("upload"))]],
      ["tbody", {}, ...[...earlier].reverse().map((one) => ["tr", {}, ["th", { scope: "row" }, when(one.time)], cell(one.place), cell(number(one.down)), cell(one.up && number(one.up))])],
    ],
    quiet("Mbit/s"),
  ];
}

/** Several places beside each other, and what that means. */
function places(words, earlier, place) {
  const { say, number } = words;
  const found = verdict(earlier);
  return [
    "details",
    { class: "fl-more", ...((found || place) && { open: "" }) },
    ["summary", {}, say("places")],
    [
      "div",
      { class: "fl-earlier" },
      ...only(found, () => p(say(found.key, { best: found.best, worst: found.worst, times: number(found.times) }))),
      ["label", { class: "fl-field" }, ["span", {}, say("where")], ["input", { class: "fl-input", "data-live": "place", maxlength: "40", value: place || "", autocomplete: "off" }]],
      quiet(say("where-hint")),
      ["div", { class: "fl-row-of" }, button("tonal", "place", say("keep")), button("tonal", "remind", say("remind"))],
    ],
  ];
}

/** Done: what was measured, what it is good for, what was earlier. */
export function done(words, { judged, points, earlier, canShare }) {
  const { say, mbit, ms, percent, exactly, megabytes, number } = words;
  const of = (name) => judged[name] >= 0 && say("of-plan", { percent: percent(judged[name]) });
  const tone = (name) => judged[name] >= 0 && (judged[name] < 50 ? "bad" : judged[name] < 80 ? "warn" : "good");
  const loaded = judged["loaded-latency"];
  const detail = (key, value) => only(value, () => ["div", {}, ["dt", {}, say(key)], ["dd", {}, value]]);
  const has = (name, write, key = name) => detail(key, judged[name] >= 0 && write(judged[name]));
  return [
    [
      "dl",
      { class: "fl-figures" },
      figure(say("download"), mbit(judged.download), of("of-plan"), tone("of-plan")),
      figure(say("upload"), judged.upload >= 0 ? mbit(judged.upload) : "–", of("upload-of-plan"), tone("upload-of-plan")),
      figure(say("delay"), judged.latency >= 0 ? ms(judged.latency) : "–", loaded >= 0 && say("loaded", { loaded: ms(loaded) })),
    ],
    ...findings(words, judged),
    ...goodFor(words, judged),
    [
      "details",
      { class: "fl-more" },
      ["summary", {}, say("details")],
      ...only(points.length, () => plot(words, points)),
      [
        "dl",
        { class: "fl-details" },
        ...has("single", mbit),
        ...has("jitter", ms),
        ...has("loaded-down", ms),
        ...has("loaded-up", ms),
        ...has("rpm", number),
        ...detail("sure", say(`sure-${judged.confidence}`)),
        ...has("megabytes", megabytes, "amount"),
        ...detail("when", judged.time && exactly(judged.time)),
        ...detail("server", judged.server),
      ],
    ],
    ["div", { class: "fl-row-of" }, button("tonal", "copy", say("copy")), ...only(canShare, () => button("tonal", "share", say("share"))), button("tonal", "picture", say("picture"))],
    ...only(judged.time, () => places(words, earlier, judged.place)),
    ...only(earlier.length > 1, () => history(words, earlier)),
  ];
}
