/** The sound of the walking meter: whoever carries the device need not look at it. A short tone for each answer, lower the
 * longer it took; silence says that nothing answered. */

/** The tone of an answer at once, and of one after a third of a second and more; Hz. */
const HIGH = 880;
const LOW = 220;

export function sound() {
  // Made in the click that switches it on: browsers let nothing sound before.
  const context = new AudioContext();
  return {
    tick(delay) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = HIGH - (HIGH - LOW) * Math.min(1, delay / 300);
      gain.gain.setValueAtTime(0.08, context.currentTime);
      gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.08);
      tone.connect(gain).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.09);
    },
    stop: () => context.close(),
  };
}
