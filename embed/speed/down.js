/**
 * Download: several connections, counted where they arrive.
 */

import { AGAIN, PLAIN, Reason, goOn, look, now, random, sleep } from "./reason.js";
import { settle } from "./load.js";
import { Count, counted, rate, windows } from "./statistics.js";

/** Connections: browsers keep six to one HTTP/1.1 host, and the pings need one. */
const TO_ONE_HOST = 5;
const TO_MORE = 8;
/** On a line this slow they would only fill the queue for each other; Mbit/s. */
const SLOW = 4;
const FEW = 3;
/**
 * Where few together get so many times what one got alone, it was that connection that was slow, as on a line that loses packets,
 * and not the line: connections are added while they carry more (draft-ietf-ippm-responsiveness, 4.1).
 */
const MORE = 1.5;
/** One request asks for this share of what a test may carry; the relay may give less, and is asked again. */
const PIECE = 0.1;
/** And for this share while one connection is alone, which takes no more: the rest is for all of them. */
const FIRST = 1 / 3;
/** So little is no answer to that. */
const LEAST = 1e6;
/** Random bytes have at least so many different values among the first 1024 (on average 251); what has fewer can be compressed. */
const DIFFERENT = 200;
/** How long one connection is alone: long enough for its window to open; ms, and round trips. */
const ALONE = 1500;
const ALONE_LEAST = 600;
const ALONE_TRIPS = 10;
/** So many bytes are enough for it. */
const ALONE_BYTES = 10e6;
/** Its warm-up; ms. */
const WARM = 300;
/** No single loss takes so long; ms. */
const PAUSE = 500;
/** How long the others need to join in; ms, and round trips. */
const JOIN = 400;
const TRIPS = 6;
/** The longest; ms. */
const MOST = 5000;

/** Connections that download until the signal. */
class Down {
  constructor(id, roots, bytes, signal) {
    Object.assign(this, { id, roots, bytes, signal, count: new Count(), sent: 0, asked: 0, flowing: 0 });
  }

  /** Opens one more. `piece` is what it asks for at a time. */
  async open(at, piece) {
    this.flowing += 1;
    while (!this.signal.aborted && !this.error && this.asked < this.bytes) {
      try {
        await this.fetch(this.roots[at % this.roots.length], Math.ceil(Math.min(piece, this.bytes - this.asked)));
      } catch (error) {
        if (this.signal.aborted) break;
        if (error.reason === "busy" && this.sent) {
          this.refused = true;
          await sleep(AGAIN);
          continue;
        }
        // One connection may break on a bad line; a second is no chance.
        if (error.reason || this.broke) this.error ||= error;
        this.broke = true;
      }
    }
    this.flowing -= 1;
  }

  async fetch(root, bytes) {
    let came = 0;
    this.asked += bytes;
    try {
      const response = await fetch(`${root}probe/download?bytes=${bytes}&id=${this.id}&${random()}`, { ...PLAIN, signal: this.signal });
      look(response, 200);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (!came && value.length >= 1024 && new Set(value.subarray(0, 1024)).size < DIFFERENT) throw new Reason("bad-answer");
        came += value.length;
        this.sent += value.length;
        this.count.add(now(), this.sent);
      }
      const said = +response.headers.get("content-length");
      // Cut off, or a server that gives next to nothing: between such answers nothing comes, and that is no figure of the line.
      if ((said && said !== came) || came < Math.min(bytes, LEAST) || came > bytes * 1.01) throw new Reason("bad-answer");
    } finally {
      this.asked -= bytes - came;
    }
  }

  check() {
    if (this.error) throw this.error;
  }

  get over() {
    return !this.flowing;
  }
}

/**
 * Measures. `id` is the test's, by which a server knows that a piece belongs to a test that it let begin. `trip` is the idle delay. In light mode no connection is alone first, and no more than `bytes` are asked for.
 * Returns what `settle` does, with `single`, the rate of one connection alone, and how many `connections` there were.
 */
export async function download({ id, roots, bytes, light, trip, ready, signal, told }) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener("abort", abort, { signal: stop.signal });
  const load = new Down(id, roots, light ? bytes : bytes * FIRST, stop.signal);
  let connections = roots.length > 1 ? TO_MORE : TO_ONE_HOST;
  const step = async () => {
    await sleep(50);
    goOn(signal);
    load.check();
  };
  const began = now();
  let single;
  try {
    const piece = light ? bytes / connections : bytes * PIECE;
    load.open(0, light ? piece : load.bytes);
    if (!light) {
      const alone = Math.min(ALONE, Math.max(ALONE_LEAST, trip * ALONE_TRIPS));
      let longest = ALONE;
      // A slow line needs time to show its rate; a quick one would spend too much.
      while (now() - began < longest && !load.over) {
        await step();
        const { last } = load.count;
        told?.(rate(load.count, last - 300, last), load.sent);
        if (load.sent > ALONE_BYTES) longest = alone;
      }
      const { last } = load.count;
      // All but its warm-up, because after a loss data comes late and then at once.
      const warm = began + Math.min(Math.max(WARM, trip * TRIPS), (last - began) / 2);
      // Where nothing came for so long, or nothing at all, the line paused, or this device did: that is not the connection's doing. And
      // where all that it may carry came sooner, its rate did not show yet.
      if (last - began > alone * 0.9 && windows(load.count, warm, last, PAUSE, counted).every(Boolean)) single = rate(load.count, warm, last);
    }
    load.bytes = bytes;
    let open = load.flowing;
    const openTo = (number) => {
      while (open < number) load.open(open++, piece);
    };
    // None is open where the line was so quick that the one had carried what it may.
    if (!light && open && !(single >= SLOW)) {
      openTo(FEW);
      const joined = now() + 2 * JOIN;
      while (now() < joined) await step();
      const { last } = load.count;
      if (rate(load.count, last - JOIN, last) < single * MORE) connections = FEW;
    }
    openTo(connections);
    const from = now() + (light ? Math.min(JOIN, trip * TRIPS) : Math.max(JOIN, Math.min(trip * TRIPS, 2000)));
    const figure = await settle(load, { began: now(), from, most: now() + MOST, bytes, ready, signal, told });
    return { ...figure, single, connections, bytes: load.sent };
  } finally {
    abort();
  }
}
