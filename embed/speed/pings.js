/**
 * Pings: the delay, on a connection of their own beside the load, less the time that the server says it spent itself.
 */

import { DEADLINE, PLAIN, Reason, look, now, random, sleep } from "./reason.js";

/** How long the first is waited for; the same as for all targets (`DEADLINE` in firstline-diagnosis). */
const FIRST = 4500;

/** The shortest pause between two pings; ms. */
const SHORTEST = 20;

const spent = (response) => +/(?:^|,)\s*app\s*;[^,]*?\bdur="?([\d.]+)/i.exec(response.headers.get("server-timing") || "")?.[1];

/** A line of pings to one target. */
export class Pings {
  constructor(root) {
    this.root = root;
    /** In order: when it was asked, and what the network took, or at least; ms. */
    this.all = [];
    /** What the browser itself says of each, by its address: it leaves out what waited in the page. */
    this.seen = new Map();
    try {
      this.observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => this.seen.set(entry.name, entry)));
      this.observer.observe({ type: "resource" });
    } catch {
      // Then the page's clock has to do.
    }
  }

  /** One ping; throws why there is no answer. */
  async once(signal, deadline = DEADLINE) {
    const url = `${this.root}probe/ping?${random()}`;
    const late = new AbortController();
    const stop = () => late.abort();
    signal.addEventListener("abort", stop);
    const timer = setTimeout(stop, deadline);
    const at = now();
    try {
      const response = await fetch(url, { ...PLAIN, signal: late.signal });
      const elapsed = now() - at;
      look(response, 204);
      const server = spent(response);
      // Anybody can answer 204; only the relay says what it spent.
      if (!(server >= 0)) throw new Reason("bad-answer");
      const ping = { url, at, elapsed, server: Math.min(server, elapsed) };
      this.all.push(ping);
      return ping;
    } catch (error) {
      throw error.reason ? error : new Reason("no-answer");
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  /** The first, which opens the connection: its delay is not the line's. */
  async open(signal) {
    await this.once(signal, FIRST);
    this.all = [];
  }

  /**
   * Goes on until the signal, one ping after the other, as often as `every()` says in ms; 0 for no more. The last is waited for: it
   * may be the slowest. What is not answered in time counts as having taken that long.
   */
  async run(signal, every, told) {
    while (!signal.aborted && every()) {
      const at = now();
      await this.once(signal).then(({ elapsed }) => told(elapsed), () => {
        if (now() - at >= DEADLINE) this.all.push({ at, elapsed: DEADLINE, server: 0 });
      });
      await sleep(Math.max(every() - (now() - at), SHORTEST));
    }
  }

  /** What the network took of those that were asked between two times. */
  delays(from, to) {
    return this.all.filter(({ at }) => at >= from && at <= to).map(({ url, elapsed, server }) => {
      const { requestStart = 0, responseStart = 0 } = this.seen.get(url) || {};
      const network = requestStart > 0 && responseStart > requestStart ? responseStart - requestStart : elapsed;
      return Math.max(network - server, 0);
    });
  }

  /** What the browser speaks there (`h2`, `http/1.1`); undefined where it does not say. */
  get protocol() {
    return this.all.map(({ url }) => this.seen.get(url)?.nextHopProtocol).find(Boolean);
  }

  end() {
    this.observer?.disconnect();
  }
}
