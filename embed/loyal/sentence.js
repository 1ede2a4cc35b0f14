/**
 * Facts in a sentence that a customer typed. They are those that a provider's page could tell, by the words of the customer's
 * language; nothing else is read out of it, and it is sent nowhere.
 */

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a word stands there: from its beginning, except in languages that are written without blanks. */
const stands = (sentence, word) => (/[\p{Script=Han}]/u.test(word) ? sentence.includes(word) : new RegExp(`(^|[^\\p{L}\\p{N}])${word}`, "u").test(sentence));

/** `technologies` has, by the value of the fact, its label and the words for it. */
export function facts(typed, technologies) {
  const sentence = plain(typed);
  const found = [];
  for (const [value, [label, ...words]] of Object.entries(technologies)) {
    if (words.some((word) => stands(sentence, plain(word)))) found.push({ name: "technology", value, label });
  }
  // Two at once say nothing.
  return found.length === 1 ? found : [];
}
