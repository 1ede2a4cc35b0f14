/* The device and its browser: what they are, their clocks, store and chance; see shell.js. */

/** Every key of ours begins with this; the page's own keys are left alone. */
const PREFIX = "firstline.";

/**
 * The platform: `ios`, `android`, `windows`, `mac`, `linux`; nothing for others. An iPad calls itself a
 * Mac, but no Mac has a touch screen.
 */
export const platform = (hint, agent, touch) => {
  const says = (words) => new RegExp(words).test(agent) || new RegExp(`^(?:${words})$`).test(hint);
  if (says("Android")) return "android";
  if (says("iPhone|iPad|iOS")) return "ios";
  if (says("Windows")) return "windows";
  if (says("Macintosh") || hint === "macOS") return touch ? "ios" : "mac";
  if (says("Linux|CrOS") || hint === "Chrome OS") return "linux";
};

/** Measured with the link of the device down: Chromium noticed, Firefox on Linux did not. */
export const noticesLink = (agent) => !agent.includes("Firefox/");

/** The browser's own name for itself. */
export const userAgent = () => navigator.userAgent || "";

/** What the browser tells of the device, as facts for guides. */
export const facts = () => {
  const agent = userAgent();
  const hint = (navigator.userAgentData || {}).platform || "";
  const found = platform(hint, agent, navigator.maxTouchPoints > 1);
  return {
    "device.platform": found,
    "device.mobile": /android|ios/.test(found) || agent.includes("Mobi"),
    "device.language": navigator.language,
  };
};

/** The wall clock. */
export const now = () => Date.now();

/**
 * A time as a feed writes it (RFC 3339), or in milliseconds since 1970, in words for people, in their own
 * time zone; or nothing. Today and tomorrow are called so; weekdays do for as long as they are told apart.
 */
export const inWords = (time, language, now = Date.now()) => {
  const date = new Date(+time || time);
  if (!(date >= 0)) return undefined;
  const style = { hour: "numeric", minute: "2-digit", numberingSystem: "latn" };
  const days = Math.round((new Date(date).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0 || days === 1) {
    const day = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
    return `${day} ${date.toLocaleTimeString(language, style)}`;
  }
  style.weekday = "long";
  if (days < 0 || days > 6) Object.assign(style, { day: "numeric", month: "long" });
  return date.toLocaleString(language, style);
};

/** So many random bytes, or nothing. */
const chance = (count) => {
  try {
    return crypto.getRandomValues(new Uint8Array(count));
  } catch {
    return undefined;
  }
};

const hex = (bytes) => Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");

/** A UUID (version 4, RFC 9562) of 16 random bytes. */
export const uuidOf = (bytes) => {
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** A random UUID, or nothing. */
export const uuid = () => {
  const bytes = chance(16);
  return bytes && uuidOf(bytes);
};

/** A few letters and digits that make an address fresh. The clock is fresh as well. */
export const label = () => {
  const bytes = chance(6);
  return "f" + (bytes ? hex(bytes) : Date.now().toString(16));
};

/** What is kept under this name; `null` for nothing. */
export const kept = (key) => {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    // Absent, or the accessor throws where cookies are blocked.
    return null;
  }
};

/** All that is kept under names that begin so, by the rest of the name. */
export const allKept = (start) => {
  const found = {};
  try {
    for (const key of Object.keys(localStorage)) {
      const [empty, rest] = key.split(PREFIX + start);
      if (!empty && rest) found[rest] = localStorage.getItem(key);
    }
  } catch {
    // Absent, as above.
  }
  return found;
};

/**
 * Keeps a text under this name, in place of what was there. Where nothing can be kept (a private
 * window, a full disk), the widget works until the page is left; of a ticket that is lost then,
 * `submit` tells.
 */
export const store = (key, value) => {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // See above.
  }
};

/** Forgets what is kept under this name. */
export const forget = (key) => {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Then there is nothing.
  }
};
