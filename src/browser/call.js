/*
 * Between the Rust of this folder and the browser. Plumbing is a tenth of the size here that it is in
 * WebAssembly, so it lies in these modules, and plain values cross: strings, numbers, flat arrays.
 *
 * Two rules hold in all of them. Nothing throws: Rust cannot catch it. And what begins something
 * takes `told`, a callback, and gives the function that undoes it; after that, `told` is not called
 * any more, because it is gone.
 */

/** Undoes what was begun. */
export const stop = (undo) => undo();
