/*
 * Watching a line that an instruction makes drop: asks the provider's edge again and again and
 * listens to the browser. When a change is a change, `LineWatch` of firstline-diagnosis decides.
 */

import { sleep } from "../browser/timer.js";
import { isp } from "./isp.js";

/** From one try to the next, in milliseconds. */
const PERIOD = 2000;
/** How long one try may take, in milliseconds. */
const DEADLINE = 3000;

/** Tells `[online]` when the browser notices something, and the replies (see target.js) of each try. */
export const line = (urls, signal, tell) => {
  let round = new AbortController();
  const poll = async (round) => {
    while (!round.signal.aborted) {
      const began = performance.now();
      const replies = await isp(urls, DEADLINE, round.signal);
      if (round.signal.aborted) return;
      tell(replies);
      await sleep(PERIOD - (performance.now() - began), round.signal);
    }
  };
  const noticed = ({ type }) => {
    tell([+(type === "online")]);
    // The browser noticed something: try now, not in two seconds.
    round.abort();
    round = new AbortController();
    poll(round);
  };
  addEventListener("online", noticed, { signal });
  addEventListener("offline", noticed, { signal });
  signal.addEventListener("abort", () => round.abort());
  poll(round);
};
