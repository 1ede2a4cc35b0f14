/*
 * Between the Rust of the widget and the browser. Rust decides and this does: an order goes in, and
 * what came of it is told later, in plain values. Plumbing is a tenth of the size here that it is in
 * WebAssembly.
 *
 * Two rules hold for all orders. Nothing throws: Rust cannot catch it. And nothing is told within the
 * order itself, nor after it was stopped.
 */

import { forget, kept, store } from "./device.js";
import { TIMED_OUT, send } from "./fetch.js";
import { alone } from "./locks.js";
import { copy, emit, focus, close, hold, speak } from "./page.js";
import { every, sleep, until } from "./timer.js";
import { deviceLink } from "../probes/device_link.js";
import { internet } from "../probes/internet.js";
import { isp } from "../probes/isp.js";
import { latency } from "../probes/latency.js";
import { line } from "../probes/line.js";

const lines = (text) => (text ? text.split("\n") : []);

/** What a request gave: its numbers and its text. */
const requested = (outcome) => [outcome.slice(0, 5), outcome[5]];

/** A probe: it gives numbers. `urls` are in lines. */
const probe = (measure) => async ({ one, number, signal }) => [
  await measure(lines(one), number, signal),
];

/**
 * What can be ordered: one line each. The handler has the order's texts `one` and `two`, its `number`,
 * and a `signal` that is aborted when it is stopped; it gives what is told once (numbers and a text), or
 * tells by `tell`, or tells nothing.
 */
const ORDERS = {
  // Requests; the deadline is the number.
  load: async (o) => requested(await send(o.one, o.number, o.signal, { cache: "default" })),
  ask: async (o) => {
    const area = o.two && "?area=" + encodeURIComponent(o.two);
    return requested(await send(o.one + area, o.number, o.signal));
  },
  submit: async (o) => {
    const [url, key] = lines(o.one);
    const headers = { "content-type": "application/json", "idempotency-key": `"${key}"` };
    const post = () => send(url, o.number, o.signal, { method: "POST", headers, body: o.two });
    // Another tab that sends the same gets the same answer; but one is enough.
    const name = "outbox." + key;
    const told = requested((await alone(name, post)) || [TIMED_OUT]);
    // Whether it is still there when this page is not.
    told[0][5] = +(kept(name) !== null);
    return told;
  },
  // Time: milliseconds, or milliseconds since 1970.
  after: async (o) => [await sleep(o.number, o.signal)],
  at: async (o) => [await until(o.number, o.signal)],
  every: (o) => every(o.number, o.signal, o.tell),
  // Probes.
  "device-link": probe(deviceLink),
  isp: probe(isp),
  internet: probe(internet),
  latency: probe(latency),
  line: (o) => line(lines(o.one), o.signal, o.tell),
  // The page.
  copy: (o) => copy(o.shell.root, o.one, o.signal),
  hold: (o) => hold(o.shell, lines(o.one)),
  focus: (o) => focus(o.shell.root, o.one),
  emit: (o) => emit(o.shell.host, o.one, o.two),
  close: (o) => close(o.shell.host),
  speak: (o) => speak(o.shell.host, o.one, !!o.two),
  // What is kept in this browser.
  store: (o) => store(o.one, o.two),
  forget: (o) => forget(o.one),
};

/**
 * Opens a widget's way to the browser. `tell(id, numbers, text)` is called for what came of orders, and
 * with the id 0 when there is reason to try again what failed: the browser noticed a link, or the
 * customer came back to this page.
 */
export const open = (root, host, tell) => {
  const shell = { root, host, tell, running: new Map() };
  const over = new AbortController();
  const { signal } = over;
  const again = () => document.visibilityState === "visible" && tell(0, [], "");
  addEventListener("online", again, { signal });
  document.addEventListener("visibilitychange", again, { signal });
  shell.running.set(0, over);
  // Where the WebAssembly broke, the page ends what it had begun.
  host.stop = () => stop(shell, 0);
  return shell;
};

/** Gives an order. What is told of it carries the id. */
export const order = (shell, what, id, number, one, two) => {
  const abort = new AbortController();
  const { signal } = abort;
  const tell = (numbers, text) => signal.aborted || shell.tell(id, numbers || [], text || "");
  const end = ([numbers, text]) => {
    shell.running.delete(id);
    tell(numbers, text);
  };
  const begun = ORDERS[what]({ shell, number, one, two, signal, tell });
  if (id) shell.running.set(id, abort);
  if (begun) begun.then(end);
};

/** Stops what was ordered under this id; everything, without one. */
export const stop = (shell, id) => {
  for (const [known, abort] of [...shell.running]) {
    if (!id || known === id) {
      shell.running.delete(known);
      abort.abort();
    }
  }
};
