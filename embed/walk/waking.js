/** Keeps the screen on, where the browser lets us. */
export function waking() {
  let held;
  return {
    /** Asks for it. A browser takes it back when the page is left, so it is asked for again and again; it is kept while `isWanted`. */
    async ask(isWanted) {
      const lock = await navigator.wakeLock?.request("screen").catch(() => {});
      // A lock that is held stays if no other is given.
      if (!lock) return;
      held?.release();
      held = isWanted() ? lock : void lock.release();
    },
    /** Lets it sleep. */
    end() {
      held?.release();
      held = undefined;
    },
  };
}
