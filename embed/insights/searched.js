/**
 * The words of a search that found nothing, by the same rule as in the relay
 * (`crates/insights/src/searched.rs`; `tests/searched.json` holds both together). What has a digit or an `@` in it, a number or an
 * address, does not leave the browser, and neither do its parts.
 */

/** A word: letters alone, from three to 24 of them. */
const WORD = /^[\p{Alphabetic}-]{3,24}$/u;
/** The signs that stand at a word. */
const SIGNS = /^[.,!?"'()]+|[.,!?"'()]+$/g;
/** The most words of one search. */
const WORDS = 6;
/** The relay looks at no more bytes than these. */
const BYTES = 200;

/** The words of what was typed that may be told, in small letters, each once. */
export function words(typed) {
  const found = typed.split(/\p{White_Space}+/u).map((word) => word.replace(SIGNS, ""));
  const told = found.filter((word) => WORD.test(word)).map((word) => word.toLowerCase());
  return [...new Set(told)].slice(0, WORDS);
}

/** They as they are sent; empty if there are none. */
export function told(typed) {
  const some = words(typed);
  while (new TextEncoder().encode(some.join(" ")).length > BYTES) some.pop();
  return some.join(" ");
}
