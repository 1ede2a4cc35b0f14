/* `latency`: pings over one warm connection. */

import { ANSWERED, BLOCKED } from "../browser/fetch.js";
import { label } from "../browser/device.js";
import { sleep } from "../browser/timer.js";
import { ask, fresh } from "./target.js";

/** How many pings are measured, after the one that opens the connection. */
const PINGS = 10;
/**
 * How long one ping is waited for, in milliseconds: longer than any line takes that can still be
 * used.
 */
const PING_DEADLINE = 2000;
/**
 * After this many milliseconds no further ping is begun: a slow line gives fewer samples rather
 * than a long wait.
 */
const BUDGET = 6000;
/** Between two pings, in milliseconds, so that they do not all meet the same moment. */
const PAUSE = 40;
/** After this many lost in a row the rest would be lost as well. */
const GIVE_UP = 2;

/** `[blocked, lost, elapsed, server, elapsed, server, …]`. */
export const latency = async ([target], deadline, signal) => {
  // One label for all: another host name would be another connection.
  const url = fresh(target, label());
  const began = performance.now();
  const [opened] = await ask(url, deadline, signal);
  if (opened !== ANSWERED) return opened === BLOCKED ? [1, 0] : [0, 1];
  const pings = [];
  let lost = 0;
  let inARow = 0;
  for (let at = 0; at < PINGS; at += 1) {
    await sleep(PAUSE, signal);
    if (inARow === GIVE_UP || performance.now() - began > BUDGET) break;
    const [kind, elapsed, , server] = await ask(url, PING_DEADLINE, signal);
    if (kind === ANSWERED) {
      inARow = 0;
      pings.push(elapsed, server);
    } else {
      inARow += 1;
      lost += 1;
    }
  }
  return [0, lost, ...pings];
};
