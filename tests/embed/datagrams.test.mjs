// Datagrams that come back, that do not, and sessions and pages that do not last.
import assert from "node:assert/strict";
import { test } from "node:test";

const { stage } = await import(`${process.env.EMBED}/datagrams.js`);

/** A session that sends each datagram back, as `change` makes it. Gives what came of sixty of them. */
async function fly(change, { count = 60, pause = 10, wait = 300, own = 0 } = {}) {
  const page = Object.assign(new EventTarget(), { hidden: false });
  globalThis.document = page;
  globalThis.window = globalThis;
  let session;
  globalThis.WebTransport = class {
    constructor() {
      session = this;
      this.ready = Promise.resolve();
      this.closed = new Promise((resolve, reject) => Object.assign(this, { end: resolve, break: reject }));
      this.sent = 0;
      const waiting = [];
      let wake = () => {};
      this.datagrams = {
        writable: {
          getWriter: () => ({
            write: async (packet) => {
              this.sent += 1;
              change(this, page);
              if (this.refuses) throw new Error("the session is closed");
              if (this.answers !== false) waiting.push(packet);
              wake();
            },
          }),
        },
        readable: {
          getReader: () => ({
            read: async () => {
              while (!waiting.length && !this.isDone) await new Promise((resolve) => (wake = resolve));
              return this.isDone ? { done: true } : { value: waiting.shift(), done: false };
            },
          }),
        },
      };
      this.wake = () => wake();
    }

    close() {
      this.isClosed = true;
    }
  };
  try {
    return { out: await stage(undefined, { url: "https://echo.example/", own, count, pause, wait }), session };
  } finally {
    delete globalThis.WebTransport;
    delete globalThis.document;
    delete globalThis.window;
  }
}

/** The same; anew where this machine was busy meanwhile. */
async function flight(change = () => {}) {
  for (let tries = 5; ; tries--) {
    const flown = await fly(change);
    if (flown.out.state !== "disturbed" || !tries) return flown;
  }
}

/** Does it once, when so many were sent. */
const when = (number, act) => (session, page) => session.sent === number && act(session, page);

test("what comes back is counted, and what does not", async () => {
  const { out, session } = await flight();
  assert.deepEqual(out, { state: "sent", sent: 60, back: 60 });
  assert.ok(session.isClosed);
  const some = await flight((session) => (session.answers = session.sent % 10 !== 0));
  assert.equal(some.out.state, "sent");
  assert.equal(some.out.back, 54);
});

for (const [name, act] of [
  ["is closed", (session) => session.end({})],
  ["breaks", (session) => session.break(new Error("lost"))],
  ["takes no more", (session) => (session.refuses = true)],
  ["has nothing more to read", (session) => ((session.isDone = true), session.wake())],
]) {
  test(`a session that ${name} in the middle says nothing of what got lost`, async () => {
    const { out, session } = await flight(when(25, act));
    assert.deepEqual(out, { state: "broken" });
    assert.ok(session.sent < 40, `${session.sent} sent`);
  });
}

test("a session that breaks while the last are waited for is broken, too", async () => {
  const { out } = await flight((session) => {
    if (session.sent > 50) session.answers = false;
    if (session.sent === 60) setTimeout(() => session.end({}), 50);
  });
  assert.deepEqual(out, { state: "broken" });
});

test("a page in the background, and a device that slept or was busy, have measured themselves", async () => {
  const hide = (session, page) => {
    page.hidden = true;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const hidden = await fly(when(25, hide));
  assert.deepEqual(hidden.out, { state: "disturbed" });
  assert.ok(hidden.session.sent < 40, `${hidden.session.sent} sent`);
  const briefly = (session, page) => {
    hide(session, page);
    page.hidden = false;
  };
  assert.deepEqual((await fly(when(25, briefly))).out, { state: "disturbed" });
  const busy = () => {
    const until = performance.now() + 1000;
    while (performance.now() < until);
  };
  assert.deepEqual((await fly(when(25, busy))).out, { state: "disturbed" });
});

test("a relay that does not say where its echo is holds nothing up", async () => {
  const { fetch } = globalThis;
  globalThis.fetch = () => new Promise(() => {});
  try {
    assert.deepEqual((await fly(() => {}, { own: 1 })).out, { state: "broken" });
  } finally {
    globalThis.fetch = fetch;
  }
});

test("it is over in time though nothing comes back", async () => {
  const { out } = await flight((session) => (session.answers = false));
  assert.deepEqual(out, { state: "sent", sent: 60, back: 0 });
});
