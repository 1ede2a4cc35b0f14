// The engine of the speed test against servers that are right, slow, or wrong: a figure, or the reason why there is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTS, oneLine, serve } from "./server.mjs";

const { measure } = await import(`${process.env.EMBED}/speed/measure.js`);

/** Measures a server of this kind; anew where this machine stood still meanwhile, unless that is what it is about. */
async function measured(faults, { mayBeDisturbed, ...options } = {}) {
  for (let tries = 3; ; tries--) {
    const server = await serve(faults);
    try {
      const out = await measure({ targets: [server.root], ...options, progress: (point) => options.progress?.(point, server) });
      if (out.reason !== "disturbed" || mayBeDisturbed || !tries) return out;
    } finally {
      server.end();
    }
  }
}

test("a line of 16 Mbit/s is measured both ways, with its delay idle and loaded", async () => {
  const phases = new Set();
  const out = await measured({ rate: 2e6 }, { progress: ({ phase }) => phases.add(phase) });
  assert.equal(out.reason, undefined);
  // A busy machine serves less; it never serves more. How exact it is, the laboratory says.
  assert.ok(out.download > 0 && out.download < 17.6, `download ${out.download}`);
  assert.ok(out.upload > 0 && out.upload < 17.6, `upload ${out.upload}`);
  assert.ok(out.single > 0 && out.single < 4, `single ${out.single}`);
  for (const name of ["latency", "jitter", "loaded-down", "loaded-up", "rpm"]) assert.ok(out[name] >= 0, name);
  assert.ok(["low", "medium", "high"].includes(out.confidence));
  assert.deepEqual([...phases], ["idle", "down", "up"]);
  assert.ok(out.megabytes < 40, JSON.stringify(out));
});

test("over WebSockets what the server counted is the upload", { skip: typeof WebSocket === "undefined" }, async () => {
  const out = await measured({ rate: 2e6, sockets: true });
  assert.equal(out.method, "socket", JSON.stringify(out));
  assert.ok(out.upload > 0 && out.upload < 17.6, `upload ${out.upload}`);
});

test("an upload over a slow line is not overstated by what lies in buffers", { skip: typeof WebSocket === "undefined" }, async () => {
  const out = await measured({ rate: 62500, sockets: true });
  assert.equal(out.method, "socket", JSON.stringify(out));
  assert.ok(out.upload > 0 && out.upload < 0.55, `upload ${out.upload}`);
});

// A connection of the server's carries a fifth of its rate.
for (const [line, rate, most] of [["one connection alone is slow", 1.5e6, 5], ["the line is slow", 2.5e5, 3]]) {
  test(`where ${line}, ${most} connections load it`, async () => {
    const shared = most === 3 ? { download: oneLine(rate) } : {};
    const out = await measured({ rate, ...shared });
    assert.equal(out.reason, undefined, JSON.stringify(out));
    assert.ok(out.single < 4, JSON.stringify(out));
    assert.equal(out.connections, most, JSON.stringify(out));
    if (most === 5) assert.ok(out.download > out.single * 3.5, JSON.stringify(out));
    // Of which time the figures are: after the connections joined, and before the test was over.
    const [from, end] = out["down-at"];
    assert.ok(from > 1000 && end > from && end < out["up-at"][0], JSON.stringify(out));
  });
}

test("a light test carries less than 10 MB, however fast the line is", async () => {
  const out = await measured({ rate: 1e9 }, { light: true });
  assert.ok(out.download > 0 && out.upload > 0, JSON.stringify(out));
  assert.ok(out.megabytes < 10, JSON.stringify(out));
  assert.equal(out.single, undefined);
});

const REASONS = {
  "the length is wrong": "bad-answer",
  "it is cut off": "bad-answer",
  "it can be compressed": "bad-answer",
  "a page stands in its place": "bad-answer",
  "it is refused": "bad-answer",
  "it is busy": "busy",
  "it is busy for this address": "busy",
  "a proxy compresses zeros": "bad-answer",
  "pings are another's": "bad-answer",
  "pings find a page": "bad-answer",
  "a download leads elsewhere": "sign-in-page",
  "a sign-in page redirects": "sign-in-page",
  "a sign-in is required": "sign-in-page",
};

for (const [name, reason] of Object.entries(REASONS)) {
  test(`no figure where ${name}: ${reason}`, async () => {
    const out = await measured(FAULTS[name]);
    assert.equal(out.reason, reason, JSON.stringify(out));
    assert.equal(out.download, undefined);
    assert.equal(out.upload, undefined);
  });
}

for (const name of ["uploads are refused", "uploads are too large", "uploads are counted twice", "the count is no count", "the clock of the count jumps ahead", "the clock of the count jumps back"]) {
  test(`a download alone where ${name}`, async () => {
    const out = await measured(FAULTS[name]);
    assert.equal(out.reason, undefined, JSON.stringify(out));
    assert.equal(out["upload-reason"], "bad-answer", JSON.stringify(out));
    assert.ok(out.download > 0);
    assert.equal(out.upload, undefined);
    assert.equal(out.confidence, "low");
  });
}

test("no figure where the line is lost in the middle of the download", async () => {
  const out = await measured({}, { progress: ({ phase, at }, server) => phase === "down" && at > 1500 && server.lose() });
  assert.equal(out.reason, "no-answer");
  assert.equal(out.download, undefined);
});

test("a download alone where the line is lost in the middle of the upload", async () => {
  let since;
  const out = await measured({}, { progress: ({ phase, at }, server) => phase === "up" && at - (since ||= at) > 500 && server.lose() });
  assert.ok(out.download > 0);
  assert.equal(out.upload, undefined);
  assert.equal(out["upload-reason"], "no-answer");
});

test("nothing is measured where nothing answers", async () => {
  const server = await serve();
  server.end();
  const out = await measure({ targets: [server.root] });
  assert.equal(out.reason, "no-answer");
});

test("whoever stops it gets no figure, and nothing goes on", async () => {
  const stop = new AbortController();
  let after = 0;
  const out = await measured({}, { signal: stop.signal, progress: ({ phase }) => (phase === "down" && stop.abort(), stop.signal.aborted && after++) });
  assert.equal(out.reason, "stopped");
  assert.ok(after < 5, `${after}`);
});

/** Nothing else runs for so long. */
function busy(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Measures on a page that is hidden or not, as `change` makes it. */
async function onPage(hidden, change) {
  globalThis.document = Object.assign(new EventTarget(), { hidden });
  try {
    return await measured({}, { mayBeDisturbed: true, progress: ({ phase }) => phase === "down" && change?.(globalThis.document) });
  } finally {
    delete globalThis.document;
  }
}

test("no figure of a page in the background", async () => {
  assert.equal((await onPage(true)).reason, "disturbed");
  const hide = (page) => {
    page.hidden = true;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const out = await onPage(false, hide);
  assert.equal(out.reason, "disturbed");
  assert.equal(out.download, undefined);
});

test("no figure where the page's policy forbids the target", async () => {
  const { fetch } = globalThis;
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
  try {
    const told = Object.assign(new Event("securitypolicyviolation"), { disposition: "enforce", blockedURI: "http://127.0.0.1:9" });
    // It comes after the failure that it is about.
    setTimeout(() => globalThis.document.dispatchEvent(told), 10);
    assert.equal((await measure({ targets: ["http://127.0.0.1:9/"] })).reason, "blocked-by-page");
  } finally {
    globalThis.fetch = fetch;
    delete globalThis.document;
  }
});

test("no figure of a device that slept", async () => {
  let slept = false;
  const sleepOnce = ({ phase }) => {
    if (phase !== "down" || slept) return;
    slept = true;
    busy(3500);
  };
  const out = await measured({}, { mayBeDisturbed: true, progress: sleepOnce });
  assert.equal(out.reason, "disturbed");
  assert.equal(out.download, undefined);
});

test("a figure of a device that did not keep up is of low confidence", async () => {
  const timer = setInterval(() => busy(400), 500);
  try {
    const out = await measured({});
    assert.equal(out.confidence, "low", JSON.stringify(out));
    assert.ok(out.download < 17.6, JSON.stringify(out));
  } finally {
    clearInterval(timer);
  }
});

test("no figure where the page's service worker answers", async () => {
  const { fetch } = globalThis;
  // What a worker makes up itself is of the type `default`.
  globalThis.fetch = async () => new Response(null, { status: 204, headers: { "server-timing": "app;dur=0" } });
  try {
    assert.equal((await measure({ targets: ["http://127.0.0.1:9/"] })).reason, "answered-by-page");
  } finally {
    globalThis.fetch = fetch;
  }
});
