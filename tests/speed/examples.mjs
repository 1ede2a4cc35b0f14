// Named examples of every screen of the speed test, for snapshots, pictures and the checks that hold for all of them.

/** What a test told while it ran, on a line of 48 down and 9.6 up. */
export function points() {
  const all = [];
  for (let at = 0; at < 900; at += 90) all.push({ phase: "idle", at, delay: 18 + ((at / 90) % 3), megabytes: 0 });
  for (let at = 900; at < 5200; at += 100) {
    const mbit = at < 1500 ? (at - 900) / 13 : 47 + Math.sin(at / 200) * 1.4;
    all.push({ phase: "down", at, mbit, delay: at % 300 ? undefined : 60 + ((at / 100) % 7) * 9, megabytes: (at - 900) / 190 });
  }
  for (let at = 5300; at < 9600; at += 100) {
    const mbit = at < 5800 ? (at - 5300) / 52 : 9.5 + Math.sin(at / 150) * 0.3;
    all.push({ phase: "up", at, mbit, delay: at % 400 ? undefined : 95 + ((at / 100) % 5) * 11, megabytes: 22 + (at - 5300) / 900 });
  }
  return all;
}

const GOOD = {
  verdict: "pass",
  download: 48.1,
  upload: 9.6,
  latency: 18.4,
  jitter: 1.2,
  "loaded-latency": 42,
  "loaded-down": 31,
  "loaded-up": 42,
  rpm: 1420,
  single: 46.2,
  "of-plan": 96.2,
  "upload-of-plan": 96,
  streaming: 3,
  "streaming-limit": "download",
  games: 3,
  "games-limit": "latency",
  calls: 3,
  "calls-limit": "latency",
  work: 3,
  "work-limit": "download",
  light: false,
  confidence: "high",
  megabytes: 26.4,
  server: "help.brightwater.example",
  time: Date.UTC(2026, 4, 3, 18, 20),
  plan: "50 Mbit/s",
};
const without = (...names) => Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)));

const earlier = (...results) => results.map(([day, down, up, place]) => ({ time: Date.UTC(2026, 4, day, 18, 20), down, up, place }));
const now = earlier([3, 48.1, 9.6]);

/** Each as `(screens, words) => nodes`. */
export const EXAMPLES = {
  before: (screens, words) => screens.before(words, { light: false, likely: { usual: 40, most: 350 }, earlier: [] }),
  "before on mobile data": (screens, words) => screens.before(words, { light: true, likely: { usual: 40, most: 350 }, earlier: [] }),
  "before with a plan and earlier results": (screens, words) =>
    screens.before(words, { light: false, likely: { most: 62 }, earlier: earlier([1, 50.2, 9.8], [2, 35.1, 9.7]) }),
  running: (screens, words) => screens.running(words),
  stopped: (screens, words) => screens.stopped(words, 12.4),
  "not measured": (screens, words) => screens.failed(words, 3.2),
  "as sold": (screens, words) => screens.done(words, { judged: GOOD, points: points(), earlier: now, canShare: true }),
  "below the plan, and slower than before": (screens, words) =>
    screens.done(words, {
      judged: { ...GOOD, verdict: "fail", download: 21.3, "of-plan": 42.6, streaming: 2, confidence: "medium" },
      points: points(),
      earlier: earlier([1, 48.9, 9.7], [2, 47.2, 9.6], [3, 21.3, 9.6]),
      canShare: false,
    }),
  "it stalls under load": (screens, words) =>
    screens.done(words, {
      judged: { ...without("of-plan", "upload-of-plan", "plan"), verdict: "warn", rpm: 96, "loaded-latency": 624, "loaded-up": 624, games: 0, "games-limit": "loaded", calls: 0, "calls-limit": "loaded", streaming: 1, "streaming-limit": "loaded", work: 0, "work-limit": "loaded" },
      points: points(),
      earlier: now,
      canShare: true,
    }),
  "one connection is slow": (screens, words) =>
    screens.done(words, { judged: { ...GOOD, verdict: "warn", single: 9.3, rpm: 640 }, points: points(), earlier: now, canShare: false }),
  "over one connection, at a long delay, with loss": (screens, words) =>
    screens.done(words, {
      judged: { ...GOOD, verdict: "warn", download: 480, single: 160, latency: 92, "loaded-latency": 3000, "loaded-up": 3000, rpm: 20, loss: 2.4, transport: "h2", confidence: "low", calls: 1, "calls-limit": "loss" },
      points: points(),
      earlier: now,
      canShare: false,
    }),
  "of another visit, of which little is known": (screens, words) =>
    screens.done(words, { judged: without("server", "time", "plan", "light", "megabytes"), points: [], earlier: now, canShare: false }),
  "the upload was not measured": (screens, words) =>
    screens.done(words, {
      judged: { ...without("upload", "upload-of-plan", "loaded-up", "loaded-latency", "streaming", "games", "calls", "work"), confidence: "low" },
      points: points().filter(({ phase }) => phase !== "up"),
      earlier: now,
      canShare: false,
    }),
  "with little data": (screens, words) => screens.done(words, { judged: { ...without("single"), light: true, confidence: "low", megabytes: 8.3 }, points: points(), earlier: now, canShare: false }),
  "several times": (screens, words) =>
    screens.done(words, {
      judged: { ...GOOD, place: "In the morning" },
      points: [],
      earlier: [[1, 19, 16.2, "In the evening"], [2, 20, 15.4, "In the evening"], [3, 8, 48.1, "In the morning"]].map(([day, hour, down, place]) => ({ time: Date.UTC(2026, 4, day, hour), down, place })),
      canShare: true,
    }),
  "two places once": (screens, words) =>
    screens.done(words, { judged: { ...GOOD, place: "Beside the router" }, points: [], earlier: earlier([1, 11.2, 8.8, "Bedroom"], [3, 48.1, 9.6, "Beside the router"]), canShare: true }),
  "several places": (screens, words) =>
    screens.done(words, {
      judged: { ...GOOD, place: "Beside the router" },
      points: points(),
      earlier: earlier([1, 11.2, 8.8, "Bedroom"], [2, 12.4, 9, "Bedroom"], [2, 46.3, 9.6, "Beside the router"], [3, 48.1, 9.6, "Beside the router"]),
      canShare: true,
    }),
};
