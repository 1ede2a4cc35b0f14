/*
 * One tab at a time; see call.js. `navigator.locks` where it is (secure contexts), else a lease in
 * `localStorage`.
 */

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

/**
 * Takes the lock of that name and tells whether it has it, at once where another tab does. What it
 * gives undoes both: it gives the lock back, or does not take it any more. `label` is this tab's own.
 */
export const take = (name, label, told) => {
  let live = true;
  let release = () => {};
  const answer = (taken) => {
    if (live) told(taken);
    else release();
  };

  const lease = () => {
    const key = "firstline.lease." + name;
    try {
      const before = localStorage.getItem(key);
      if (before && isHeld(before, Date.now())) return answer(false);
      const ours = Date.now() + LEASE + " " + label;
      localStorage.setItem(key, ours);
      release = () => {
        try {
          if (localStorage.getItem(key) === ours) localStorage.removeItem(key);
        } catch {
          // Then it ends by itself.
        }
      };
      setTimeout(() => {
        let taken = true;
        try {
          taken = localStorage.getItem(key) === ours;
        } catch {
          // Taken away meanwhile, so nothing keeps tabs apart any more.
        }
        answer(taken);
      }, SETTLE);
    } catch {
      // Nothing keeps tabs apart here.
      answer(true);
    }
  };

  // A browser may refuse (a sandboxed frame): then the callback never runs, and the request fails.
  let asked = false;
  const ask = async () => {
    await navigator.locks.request("firstline." + name, { ifAvailable: true }, (lock) => {
      asked = true;
      if (!lock) return answer(false);
      return new Promise((done) => {
        release = done;
        answer(true);
      });
    });
  };
  // In a task of its own: `told` must not be called within this call.
  Promise.resolve().then(ask).catch(() => asked || lease());
  return () => {
    live = false;
    release();
  };
};
