/*
 * What is written otherwise in each language: the browser has the tables, in Intl. Tags are valid
 * here, page.js sees to that. Digits are European in every language, as on the boxes, in phone numbers
 * and in what guides say.
 */

const numberingSystem = "latn";

/** A language's tag as it should be; nothing where it is none, as `de_DE`. */
export const tag = (language) => {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
};

/** The units that Intl writes in the words of a language; others are written as they are. */
const UNITS = { ms: "millisecond", "%": "percent", min: "minute" };

/** A number with its unit, which a line break never parts. No grouping: it may be a year. */
export const number = (language, value, unit) => {
  if (!Number.isFinite(value)) return "–";
  const known = UNITS[unit];
  const style = known ? "unit" : "decimal";
  const options = { numberingSystem, style, unit: known, maximumFractionDigits: 2, useGrouping: false };
  const written = new Intl.NumberFormat(language, options).format(value);
  return (known || !unit ? written : `${written} ${unit}`).replace(/ /g, "\xa0");
};

/** A day, given as `2026-12-25`. */
export const date = (language, day) =>
  new Date(day).toLocaleDateString(language, { numberingSystem, dateStyle: "long", timeZone: "UTC" });

/** How long ago, or in how long where it is above nought: whole units, and rather too early. */
export const relative = (language, milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  const size = Math.abs(seconds);
  const [unit, length] =
    size < 60 ? ["second", 1] : size <= 5400 ? ["minute", 60] : size <= 129600 ? ["hour", 3600] : ["day", 86400];
  return new Intl.RelativeTimeFormat(language, { numberingSystem }).format(Math.ceil(seconds / length), unit);
};

/** The plural forms of a language, in the order of CLDR's list. */
export const pluralForms = (language) => {
  const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return ["zero", "one", "two", "few", "many", "other"].filter((form) => known.includes(form));
};

/** Which of them fits a count, by its place. */
export const plural = (language, count) => pluralForms(language).indexOf(new Intl.PluralRules(language).select(count));

/** A text in lower case, its letters split from their accents. */
export const fold = (text) => text.normalize("NFD").toLowerCase();
