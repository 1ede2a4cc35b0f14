// The engine of the speed test against servers that are right, slow, or wrong: a figure, or the reason why there is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORS, FAULTS, oneLine, serve } from "./server.mjs";

const { measure } = await import(`${process.env.EMBED}/speed/measure.js`);
const { likely } = await import(`${process.env.EMBED}/speed/stage.js`);

/** Measures a server of this kind; anew where this machine stood still or was busy meanwhile, unless that is what it is about. */
async function measured(faults, { mayBeDisturbed, mustBeSure, ...options } = {}) {
  for (let tries = 3; ; tries--) {
    const server = await serve(faults);
    try {
      const out = await measure({ targets: [server.root], ...options, progress: (point) => options.progress?.(point, server) });
      const isDisturbed = out.reason === "disturbed" || (mustBeSure && out.confidence === "low");
      if (!isDisturbed || mayBeDisturbed || !tries) return out;
    } finally {
      server.end();
    }
  }
}

/** What the server carries, within a tenth: how exact it is on a line, the laboratory says; tests of courses say the rest. */
function near(found, expected, out) {
  assert.ok(Math.abs(found / expected - 1) < 0.1, `${found}, not ${expected}: ${JSON.stringify(out)}`);
}

test("a line of 16 Mbit/s is measured both ways, with its delay idle and loaded", async () => {
  const phases = new Set();
  const out = await measured({ rate: 2e6 }, { mustBeSure: true, progress: ({ phase }) => phases.add(phase) });
  assert.equal(out.reason, undefined);
  near(out.download, 16, out);
  near(out.upload, 16, out);
  near(out.single, 3.2, out);
  for (const name of ["latency", "jitter", "loaded-down", "loaded-up", "rpm"]) assert.ok(out[name] >= 0, name);
  assert.ok(["low", "medium", "high"].includes(out.confidence));
  assert.deepEqual([...phases], ["idle", "down", "up"]);
  assert.ok(out.megabytes < 40, JSON.stringify(out));
});

test("over WebSockets what the server counted is the upload", { skip: typeof WebSocket === "undefined" }, async () => {
  const out = await measured({ rate: 2e6, sockets: true }, { mustBeSure: true });
  assert.equal(out.method, "socket", JSON.stringify(out));
  near(out.upload, 16, out);
});

test("an upload over a slow line is not overstated by what lies in buffers", { skip: typeof WebSocket === "undefined" }, async () => {
  const out = await measured({ rate: 62500, sockets: true }, { mustBeSure: true });
  assert.equal(out.method, "socket", JSON.stringify(out));
  // A socket takes a quarter of the server's rate, and on so slow a line there are two.
  near(out.upload, 0.25, out);
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
  "downloads are silent": "no-answer",
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

test("the first byte may come late, after one connection had its time alone", async () => {
  const out = await measured({ rate: 2e6, ...FAULTS["the first byte comes late"] }, { mustBeSure: true });
  assert.equal(out.reason, undefined, JSON.stringify(out));
  near(out.download, 16, out);
  // Nothing is known of one alone.
  assert.equal(out.single, undefined, JSON.stringify(out));
  assert.equal(out.connections, 5, JSON.stringify(out));
});

test("no figure of a line that falls silent when the download begins", async () => {
  let isSilent = false;
  const ping = (_, response) => isSilent || response.writeHead(204, { ...CORS, "server-timing": "app;dur=0.2" }).end();
  const out = await measured({ ping, download: () => (isSilent = true) });
  assert.equal(out.reason, "no-answer", JSON.stringify(out));
  assert.equal(out.download, undefined);
});

// 32 MB are said before the first, and the line is as quick as that, quicker, or so quick that all is over at once.
for (const [rate, mbit, sure] of [[2e6, 16, ["medium", "high"]], [1.2e7, 96, ["low", "medium", "high"]], [1e9, undefined, ["low"]]]) {
  test(`what was said before is not exceeded on a line of ${rate / 125e3} Mbit/s`, async () => {
    for (const sockets of [true, false]) {
      const { caps, most } = likely({ down: 16, up: 16 }, []);
      assert.equal(most, 32);
      const out = await measured({ rate, sockets, download: oneLine(rate) }, { caps, mustBeSure: rate === 2e6 });
      assert.equal(out.reason, undefined, JSON.stringify(out));
      assert.ok(out.megabytes <= most, JSON.stringify(out));
      assert.ok(sure.includes(out.confidence), JSON.stringify(out));
      if (mbit && out.confidence !== "low") near(out.download, mbit, out);
      assert.ok(out.upload > 0, JSON.stringify(out));
    }
  });
}

// As WebKit does where a page's policy allows the target, but not as `wss:`; and a browser without any.
for (const [name, refusing] of [
  ["are refused as they are made", class { constructor() { throw new DOMException("The operation is insecure.", "SecurityError"); } }],
  ["are refused later", class { close() {} constructor() { setTimeout(() => this.onclose?.()); } }],
  ["are not there", undefined],
]) {
  test(`the upload goes by POST where WebSockets ${name}`, async () => {
    const { WebSocket } = globalThis;
    globalThis.WebSocket = refusing;
    try {
      const out = await measured({ rate: 2e6 }, { light: true });
      assert.equal(out.method, "post", JSON.stringify(out));
      assert.ok(out.upload > 8 && out.upload < 20, JSON.stringify(out));
    } finally {
      globalThis.WebSocket = WebSocket;
    }
  });
}

for (const name of ["uploads are refused", "uploads are too large", "uploads are counted twice", "the count is no count"]) {
  test(`a download alone where ${name}`, async () => {
    const out = await measured(FAULTS[name]);
    assert.equal(out.reason, undefined, JSON.stringify(out));
    assert.equal(out["upload-reason"], "bad-answer", JSON.stringify(out));
    assert.ok(out.download > 0);
    assert.equal(out.upload, undefined);
    // The way that was measured may be the one that delays less.
    assert.equal(out.rpm, undefined);
    assert.equal(out.confidence, "low");
  });
}

test("pings that nothing answers while something is sent are a delay of at least as long as they were waited for", async () => {
  let sends = false;
  const ping = (_, response) => {
    const answer = () => response.writeHead(204, { ...CORS, "server-timing": "app;dur=0.2" }).end();
    sends ? setTimeout(answer, 3500) : answer();
  };
  const out = await measured({ rate: 2e6, ping }, { progress: ({ phase }) => (sends = phase === "up") });
  assert.ok(out["loaded-up"] >= 3000, JSON.stringify(out));
  assert.ok(out.rpm > 0 && out.rpm <= 20, JSON.stringify(out));
});

test("a server that takes no further piece leaves what was measured, with a low confidence", async () => {
  let began;
  const download = (request, response, answers) => {
    began ??= performance.now();
    const passed = performance.now() - began;
    if (passed > 2500) return FAULTS["it is busy"].download(request, response);
    request.url = request.url.replace(/bytes=\d+/, "bytes=1000000");
    answers.whole(request, response);
  };
  const out = await measured({ rate: 1e7, download });
  assert.equal(out.reason, undefined, JSON.stringify(out));
  assert.ok(out.download > 0, JSON.stringify(out));
  assert.equal(out.confidence, "low");
});

test("all transfers of a test have its id, and another test has another", async () => {
  const ids = [];
  for (let tests = 0; tests < 2; tests++) {
    const own = new Set();
    const seen = (request, response, answers) => {
      const { pathname, searchParams } = new URL(request.url, "http://x");
      own.add(pathname.split("/probe/upload/")[1] || searchParams.get("id"));
      answers[pathname.startsWith("/probe/upload/") ? "counting" : pathname === "/probe/upload" ? "taking" : "whole"](request, response);
    };
    await measured({ download: seen, upload: seen, count: seen }, { light: true, mayBeDisturbed: true });
    assert.equal(own.size, 1, `${[...own]}`);
    ids.push(...own);
  }
  assert.match(ids.join(" "), /^[a-z0-9]+ [a-z0-9]+$/);
  assert.notEqual(ids[0], ids[1]);
});

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

/** Why there is no figure of a target that the page's policy, or nobody, answers for. */
async function whyWith(violation) {
  const { fetch } = globalThis;
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  globalThis.document = Object.assign(new EventTarget(), { hidden: false });
  try {
    const told = Object.assign(new Event("securitypolicyviolation"), { disposition: "enforce", blockedURI: "http://127.0.0.1:9", ...violation });
    // It comes after the failure that it is about.
    setTimeout(() => globalThis.document.dispatchEvent(told), 10);
    return (await measure({ targets: ["http://127.0.0.1:9/"] })).reason;
  } finally {
    globalThis.fetch = fetch;
    delete globalThis.document;
  }
}

test("no figure where the page's policy forbids the target", async () => {
  for (const effectiveDirective of ["connect-src", "default-src"]) assert.equal(await whyWith({ effectiveDirective }), "blocked-by-page");
  // A picture of the same host that a page may not show says nothing of what it may ask.
  assert.equal(await whyWith({ effectiveDirective: "img-src" }), "no-answer");
  assert.equal(await whyWith({ effectiveDirective: "connect-src", disposition: "report" }), "no-answer");
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
