/**
 * Plots, as nodes: `[tag, attributes, ...children]`, the form of screens that are drawn ahead. Time runs from left to right in
 * every language.
 */

const WIDTH = 320;
/** The speed above, the delay in a strip of its own below: two scales in one frame mislead. */
const SPEED = 96;
const GAP = 14;
const DELAY = 34;
/** A test takes no longer than this as a rule; ms. */
const SPAN = 15000;

/** The next number above of 1, 2, 5, 10, 20 …, so that the scale seldom changes. */
export function nice(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return power * [1, 2, 5, 10].find((step) => step * power >= value * 0.999);
}

const most = (points, least) => nice(Math.max(least, ...points.map(({ y }) => y)));

function line(points, span, top, height, scale) {
  const at = ({ x, y }) => `${((x / span) * WIDTH).toFixed(1)} ${(top + height - (Math.min(y / scale, 1) * height)).toFixed(1)}`;
  return points.length ? `M${points.map(at).join("L")}` : "";
}

/** What changes while a test runs: paths and scales. `points` are what `measure` told. */
export function course(points) {
  const span = Math.max(SPAN, ...points.map(({ at }) => at));
  const of = (name, phase) => points.filter((point) => point[name] >= 0 && (!phase || point.phase === phase)).map((point) => ({ x: point.at, y: point[name] }));
  const delays = of("delay");
  const [speedScale, delayScale] = [most(of("mbit"), 1), most(delays, 20)];
  const drawn = (phase) => line(of("mbit", phase), span, 0, SPEED, speedScale);
  const ground = (phase) => {
    const all = of("mbit", phase);
    return line(all.length ? [{ ...all[0], y: 0 }, ...all, { ...all[all.length - 1], y: 0 }] : [], span, 0, SPEED, speedScale);
  };
  return {
    speedScale,
    delayScale,
    down: drawn("down"),
    up: drawn("up"),
    "down-ground": ground("down"),
    "up-ground": ground("up"),
    delay: line(delays, span, SPEED + GAP, DELAY, delayScale),
  };
}

/** The plot of one test. Its scales are words beside it, because letters in a drawing do not grow with the reader's. */
export function plot(words, points) {
  const drawn = course(points);
  const path = (name) => ["path", { "data-line": name, d: drawn[name] }];
  const scale = (name, text) => ["span", { class: "fl-scale", "data-live": name }, text];
  return [
    "div",
    { class: "fl-plot" },
    ["p", { class: "fl-legend" }, ["span", { "data-of": "down" }, words.say("download")], ["span", { "data-of": "up" }, words.say("upload")], ["span", { "data-of": "delay" }, words.say("delay")]],
    [
      "div",
      { class: "fl-frame" },
      scale("speed-scale", words.mbit(drawn.speedScale)),
      [
        "svg",
        { viewBox: `0 0 ${WIDTH} ${SPEED + GAP + DELAY + 2}`, preserveAspectRatio: "none", "aria-hidden": "true" },
        ...[0, SPEED, SPEED + GAP + DELAY].map((y) => ["path", { "data-line": "axis", d: `M0 ${y + 0.5}H${WIDTH}` }]),
        ...["down-ground", "up-ground", "down", "up", "delay"].map(path),
      ],
      scale("delay-scale", words.ms(drawn.delayScale)),
    ],
  ];
}

/** Earlier results as bars, the newest last; `values` in Mbit/s. */
export function bars(values) {
  const scale = most(values.map((y) => ({ y })), 1);
  const step = Math.min(WIDTH / values.length, 40);
  return [
    "svg",
    { class: "fl-bars", viewBox: `0 0 ${(step * values.length).toFixed(0)} 60`, "aria-hidden": "true" },
    ...values.map((value, at) => {
      const height = Math.max((value / scale) * 58, 1);
      return ["rect", { x: (at * step + step * 0.15).toFixed(1), y: (59 - height).toFixed(1), width: (step * 0.7).toFixed(1), height: height.toFixed(1), rx: 2, ...(at === values.length - 1 && { "data-last": "" }) }];
    }),
  ];
}
