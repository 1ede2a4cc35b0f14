/**
 * The words of the speed test, in one language: `speed-<language>.json`, by their keys. Numbers and times are the browser's to
 * say, in Western digits as in the rest of the widget.
 */

import { DEADLINE } from "./reason.js";

export function speaker(texts, language, now = Date.now()) {
  const locale = `${language}-u-nu-latn`;
  const number = (value, options) => new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0, ...options }).format(value);
  // Where the script runs from right to left, a number would go behind its Latin unit.
  const mark = /^(ar|fa|he|ur)/.test(language) ? "\u200e" : "";
  const date = (time, more) => {
    const year = new Date(time).getFullYear() !== new Date(now).getFullYear() && { year: "numeric" };
    return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...year, ...more }).format(time);
  };
  // A space that no line breaks at.
  const unit = (value, name) => `${mark}${number(value)}\u00a0${name}`;
  return {
    language,
    say: (key, values = {}) => texts[key].replace(/{(\w+)}/g, (_, name) => values[name]),
    mbit: (value) => unit(value, "Mbit/s"),
    number,
    megabytes: (value) => unit(value, "MB"),
    // So long a ping was waited for: it took that, or more.
    ms: (value) => (value < DEADLINE ? "" : `${mark}≥`) + number(value, { style: "unit", unit: "millisecond" }),
    percent: (value) => number(value / 100, { style: "percent", maximumFractionDigits: 0 }),
    day: (time) => date(time),
    when: (time) => date(time, { hour: "numeric", minute: "2-digit" }),
    exactly: (time) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(time),
  };
}
