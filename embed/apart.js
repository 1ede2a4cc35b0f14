/**
 * What the scripts that are fetched apart share: their words in the language that is spoken, and their look. `our` is what the
 * loader shares.
 */

/** The words of the language that is spoken, by its tag; else of the one without a region; else the English ones. */
export const spoken = (our, words) => words[our.language] || words[our.language.split("-")[0]] || words.en;

/** Says of a node in which of the languages its words are: it may not be the one that the screen around it has. */
export const speaking = (node, { language, direction }) => Object.assign(node, { lang: language, dir: direction });

/** A text with its places filled: `{number}`. */
export const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

/** The same as texts and nodes, where values may be nodes. */
export const filled = (text, values) => text.split(/{(\w+)}/).map((part, at) => (at % 2 ? values[part] : part));

/** Dresses what is drawn with this style sheet, once for each copy of the loader. */
export function dress(our, look) {
  our.dressed ||= new Set();
  if (our.dressed.has(look)) return;
  our.dressed.add(look);
  if (our.sheets.length) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    our.sheets.push(sheet);
    our.shadows.forEach(our.dress);
  } else our.shadows.forEach((shadow) => shadow.append(our.make("style", {}, look)));
}
