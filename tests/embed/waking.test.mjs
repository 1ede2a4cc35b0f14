// The screen that is kept on.
import assert from "node:assert/strict";
import { test } from "node:test";

const { waking } = await import(`${process.env.EMBED}/walk/waking.js`);

/** A browser that answers so, the first time first: whether it gives a lock. Gives the locks that it gave. */
function browser(...gives) {
  const locks = [];
  const request = async () => {
    if (!gives.shift()) throw new DOMException("refused", "NotAllowedError");
    const lock = { isHeld: true, release: () => (lock.isHeld = false) };
    locks.push(lock);
    return lock;
  };
  Object.defineProperty(globalThis, "navigator", { value: { wakeLock: { request } }, configurable: true });
  return locks;
}
const held = (locks) => locks.map(({ isHeld }) => isHeld);

test("one lock is held, the newest", async () => {
  const locks = browser(true, true);
  const awake = waking();
  await awake.ask(() => true);
  await awake.ask(() => true);
  assert.deepEqual(held(locks), [false, true]);
  awake.end();
  assert.deepEqual(held(locks), [false, false]);
});

test("a refusal leaves what is held", async () => {
  const locks = browser(true, false);
  const awake = waking();
  await awake.ask(() => true);
  await awake.ask(() => true);
  assert.deepEqual(held(locks), [true]);
});

test("a lock that comes when nobody walks any more is given back", async () => {
  const locks = browser(true);
  await waking().ask(() => false);
  assert.deepEqual(held(locks), [false]);
});

test("a browser without locks is no fault", async () => {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const awake = waking();
  await awake.ask(() => true);
  awake.end();
});
