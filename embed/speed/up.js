/**
 * Upload, counted where it arrives: in the browser's buffers lies what nobody has received (on a slow line a third more than
 * was sent). Over WebSockets, which send back what the server has; where a page or a proxy lets none pass, by POST, with the
 * count on a stream of its own.
 */

import { AGAIN, PLAIN, Reason, isBusy, look, now, sleep } from "./reason.js";
import { settle } from "./load.js";
import { Count, Sum } from "./statistics.js";

/** Connections: fewer on a slow line, where each would only fill the queue for the others. Below so many Mbit/s of the download. */
const CONNECTIONS = 4;
const POSTS = 3;
const FEW = 2;
const SLOW = 12;
/** How long a WebSocket may take to open before POST has its turn; ms. */
const OPEN = 2000;
/** How often the buffers are filled, and for how long they last; ms. */
const FILL = 15;
const LASTS = 250;
/** A frame is what goes out in so many milliseconds: larger ones are late to slow down, smaller ones are heads. */
const FRAME_MS = 50;
const SMALLEST = 2048;
const LARGEST = 65536;
/** What the connections are believed to carry before anything is counted: a share of the download. */
const GUESS = 0.1;
/** What a POST carries at first, and at the least and most; it grows while one takes less than `QUICK` ms. */
const POST = 65536;
const POST_LEAST = 16384;
const POST_MOST = 8 << 20;
const QUICK = 400;
const WARM = 600;
const TRIPS = 8;
const MOST = 6000;
/** A server's clock is no further before ours than it was at first, but for so much: its counts only come later than that; ms. */
const JUMP = 300;

/** Random bytes, more than any compression looks back over. */
function noise() {
  const bytes = new Uint8Array(1 << 20);
  for (let at = 0; at < bytes.length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

/**
 * Puts what the server counted into a count. Its clock is told apart from ours by the count that came quickest. Once it jumps, its
 * counts are of when they came.
 */
export function counter(most) {
  const count = new Count();
  let apart = Infinity;
  let before = { bytes: -1, ms: 0 };
  let jumped = false;
  return {
    count,
    take(line) {
      const { bytes, ms } = JSON.parse(line);
      if (!(bytes >= before.bytes && bytes <= most() && ms >= 0)) throw new Reason("bad-answer");
      const behind = now() - ms;
      // Moved only while it begins: later, a jump of it would be a jump of the rate.
      if (count.times.length < 5) apart = Math.min(apart, behind);
      jumped ||= ms < before.ms || behind < apart - JUMP;
      before = { bytes, ms };
      count.add(jumped ? now() : apart + ms, bytes);
    },
  };
}

/** What `settle` needs of a load whose bytes a server counts. */
const loadOf = (count, method) => ({
  count,
  method,
  check() {
    if (this.error) throw this.error;
  },
  get sent() {
    return count.at(Infinity);
  },
});

/** One WebSocket that is kept full. */
class Socket {
  constructor(id, root, bytes, pace, failed, left) {
    this.sent = 0;
    this.left = left;
    this.noise = bytes;
    /** What it carries, in bytes a ms. */
    this.pace = pace;
    const { count, take } = counter(() => this.sent);
    this.count = count;
    this.opened = new Promise((resolve, reject) => {
      const socket = (this.socket = new WebSocket(root.replace(/^http/, "ws") + `probe/socket?id=${id}`));
      socket.onopen = resolve;
      // After it was open, that is the line's end or a bad server's; before, there are no WebSockets here.
      socket.onclose = socket.onerror = () => {
        reject();
        failed(new Error("closed"));
      };
      socket.onmessage = ({ data }) => {
        try {
          const { last } = count;
          const had = count.at(Infinity);
          take(data);
          const pace = (count.at(Infinity) - had) / (count.last - last);
          // Two counts of the same time tell no pace.
          if (pace > 0 && pace < Infinity) this.pace = pace;
        } catch {
          failed(new Reason("bad-answer"));
        }
      };
    });
  }

  fill() {
    const { socket, noise } = this;
    while (socket.readyState === 1 && socket.bufferedAmount < this.pace * LASTS && this.left() > 0) {
      const frame = Math.ceil(Math.min(Math.max(this.pace * FRAME_MS, SMALLEST), LARGEST, this.left()));
      const at = Math.floor(Math.random() * (noise.length - frame));
      socket.send(noise.subarray(at, at + frame));
      this.sent += frame;
    }
  }

  close() {
    const { socket } = this;
    // Some browsers throw where a page's policy forbids it, and there is none.
    if (!socket) return;
    socket.onclose = socket.onerror = socket.onmessage = null;
    socket.close();
  }
}

/** Opens WebSockets; undefined where none opens. */
async function sockets(id, roots, most, down, signal) {
  const bytes = noise();
  const load = loadOf(new Sum([]), "socket");
  const failed = (error) => (load.error ||= error);
  const left = () => most - all.reduce((sum, { sent }) => sum + sent, 0);
  const length = down < SLOW ? FEW : CONNECTIONS;
  const pace = (down * GUESS * 125) / length;
  const all = Array.from({ length }, (_, at) => new Socket(id, roots[at % roots.length], bytes, pace, failed, left));
  load.close = () => {
    clearInterval(load.timer);
    all.forEach((one) => one.close());
  };
  const opened = Promise.all(all.map((one) => one.opened)).catch(() => {});
  if (!(await Promise.race([opened, sleep(OPEN)])) || signal.aborted) return load.close();
  load.count.counts = all.map((one) => one.count);
  load.timer = setInterval(() => all.forEach((one) => one.fill()), FILL);
  return load;
}

/** Posts, and what the server counts of them. */
function posts(id, roots, most, down, signal) {
  const stop = new AbortController();
  const bytes = noise();
  let begun = 0;
  let largest = POST_MOST;
  const { count, take } = counter(() => begun);
  const load = loadOf(count, "post");
  load.close = () => stop.abort();
  const failed = (error) => stop.signal.aborted || (load.error ||= error);
  async function listen() {
    const response = await fetch(`${roots[0]}probe/upload/${id}`, { ...PLAIN, signal: stop.signal });
    look(response, 200);
    const reader = response.body.getReader();
    const text = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Reason("bad-answer");
      const lines = (rest + text.decode(value, { stream: true })).split("\n");
      rest = lines.pop();
      for (const line of lines) line && take(line);
    }
  }
  async function send() {
    for (let size = POST; !stop.signal.aborted && begun < most; ) {
      size = Math.min(size, most - begun);
      const at = Math.floor(Math.random() * (bytes.length / 2));
      const parts = [];
      for (let left = size; left > 0; left -= bytes.length / 2) parts.push(bytes.subarray(at, at + Math.min(left, bytes.length / 2)));
      begun += size;
      const from = now();
      // Without a type of its own: one would have the browser ask for permission first, each time.
      const response = await fetch(`${roots[0]}probe/upload?id=${id}`, { ...PLAIN, method: "POST", body: new Blob(parts), signal: stop.signal });
      if (response.status === 413 && size > POST_LEAST) {
        largest = size = size / 2;
        continue;
      }
      if (isBusy(response) && load.sent) {
        load.refused = true;
        await sleep(AGAIN);
        continue;
      }
      look(response, response.status === 204 ? 204 : 200);
      if (now() - from < QUICK) size = Math.min(size * 2, largest);
    }
  }
  listen().catch(failed);
  for (let at = down < SLOW ? FEW : POSTS; at > 0; at--) send().catch(failed);
  signal.addEventListener("abort", load.close, { once: true });
  return load;
}

/** Measures; `down` is the download in Mbit/s. Returns what `settle` does, with the `method`, `socket` or `post`. */
export async function upload({ id, roots, bytes, trip, down, ready, signal, told }) {
  const through = async (load) => {
    try {
      const began = now();
      const from = began + Math.max(WARM, Math.min(trip * TRIPS, 2000));
      const figure = await settle(load, { began, from, most: began + MOST, bytes, ready, signal, told });
      return { ...figure, method: load.method, bytes: load.sent };
    } finally {
      load.close();
    }
  };
  const load = await sockets(id, roots, bytes, down, signal);
  try {
    if (load) return await through(load);
  } catch (error) {
    // Some proxies let a WebSocket open and carry nothing.
    if (signal.aborted || load.sent) throw error;
  }
  return through(posts(id, roots, bytes, down, signal));
}
