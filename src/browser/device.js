/* The device and its browser: what they are, their clocks, store and chance; see call.js. */

/** Every key of ours begins with this; the page's own keys are left alone. */
const PREFIX = "firstline.";

/**
 * The platform: a number in the list of device.rs, or -1 for others. An iPad calls itself a Mac, but
 * no Mac has a touch screen.
 */
export const platform = (hint, agent, touch) => {
  const says = (words) => new RegExp(words).test(agent) || new RegExp(`^(?:${words})$`).test(hint);
  if (says("Android")) return 1;
  if (says("iPhone|iPad|iOS")) return 0;
  if (says("Windows")) return 2;
  if (says("Macintosh") || hint === "macOS") return touch ? 0 : 3;
  return says("Linux|CrOS") || hint === "Chrome OS" ? 4 : -1;
};

/** Measured with the link of the device down: Chromium noticed, Firefox on Linux did not. */
export const noticesLink = (agent) => !agent.includes("Firefox/");

/** `[platform, mobile, noticesLink, userAgent, language, language, …]`. */
export const look = () => {
  const agent = navigator.userAgent || "";
  const hint = (navigator.userAgentData || {}).platform || "";
  const found = platform(hint, agent, navigator.maxTouchPoints > 1);
  const mobile = found === 0 || found === 1 || agent.includes("Mobi");
  return [found, mobile, noticesLink(agent), agent].concat(navigator.languages || []);
};

/** Whether the device thinks that it has a link. */
export const isOnline = () => navigator.onLine;

/** Calls back with whether there is a link, when that changes. */
export const onLink = (told) => {
  const online = () => told(true);
  const offline = () => told(false);
  addEventListener("online", online);
  addEventListener("offline", offline);
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", offline);
  };
};

/** Calls back when the customer comes back to this page. */
export const onReturn = (told) => {
  const seen = () => document.visibilityState === "visible" && told();
  document.addEventListener("visibilitychange", seen);
  return () => document.removeEventListener("visibilitychange", seen);
};

/** The wall clock. */
export const now = () => Date.now();

/** A clock that never jumps. */
export const ticks = () => performance.now();

/** A time as a feed writes it, in milliseconds since 1970; NaN where it is none. */
export const read = (time) => Date.parse(time);

/** Such a time in words for people, or nothing. */
export const inWords = (time, language) => {
  const date = new Date(time);
  const style = { weekday: "long", hour: "numeric", minute: "2-digit" };
  try {
    return date >= 0 ? date.toLocaleString(language, style) : undefined;
  } catch {
    return date.toLocaleString([], style);
  }
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

/** What is kept under this name: a text, null for nothing, false where there is no store. */
export const get = (key) => {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return false;
  }
};

/** Keeps it: 0, or 1 where there is no store, 2 where it did not take it. */
export const set = (key, value) => {
  let failed = 1;
  try {
    const store = localStorage;
    if (!store) return failed;
    failed = 2;
    store.setItem(PREFIX + key, value);
    return 0;
  } catch {
    return failed;
  }
};

/** Forgets it; false where there is no store. */
export const remove = (key) => {
  try {
    localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false;
  }
};

/** A text in lower case, its letters split from their accents. */
export const fold = (text) => text.normalize("NFD").toLowerCase();
