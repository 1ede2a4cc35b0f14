/*
 * One tab at a time: two tabs must not send the same waiting ticket at once. `navigator.locks` where
 * it is (secure contexts), else a lease in `localStorage`. The relay holds the last line: the same key
 * makes one ticket, whoever sends it.
 */

import { label } from "./device.js";
import { sleep } from "./timer.js";

/**
 * How long a lease holds, in milliseconds: longer than a request may take, shorter than a customer
 * waits.
 */
const LEASE = 30000;
/**
 * After writing a lease, how long to wait, in milliseconds, before looking whether another tab wrote
 * over it.
 */
const SETTLE = 60;

/** Whether a lease still holds. One that ends too far ahead was written under another clock. */
export const isHeld = (lease, now) => {
  const until = parseInt(lease, 10);
  return until > now && until <= now + LEASE;
};

const underLease = async (name, work) => {
  const key = "firstline.lease." + name;
  const ours = Date.now() + LEASE + " " + label();
  const isOurs = () => {
    try {
      return localStorage.getItem(key) === ours;
    } catch {
      // Taken away meanwhile, so nothing keeps tabs apart any more.
      return true;
    }
  };
  try {
    const before = localStorage.getItem(key);
    if (before && isHeld(before, Date.now())) return;
    localStorage.setItem(key, ours);
  } catch {
    // Nothing keeps tabs apart here.
    return work();
  }
  await sleep(SETTLE);
  if (!isOurs()) return;
  const done = await work();
  try {
    if (isOurs()) localStorage.removeItem(key);
  } catch {
    // Then it ends by itself.
  }
  return done;
};

/**
 * Does the work while no other tab does work of that name, and gives what it gives; nothing, at
 * once, where another tab is at it. The work must not throw.
 */
export const alone = async (name, work) => {
  let asked = false;
  const given = (lock) => {
    asked = true;
    return lock ? work() : undefined;
  };
  try {
    return await navigator.locks.request("firstline." + name, { ifAvailable: true }, given);
  } catch {
    // A browser may have none or refuse (a sandboxed frame): then the work was not begun.
    return asked ? undefined : underLease(name, work);
  }
};
