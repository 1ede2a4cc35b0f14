/**
 * What the scripts that are fetched apart keep in this browser, and whether anything about the customer may be sent.
 */

/** `off`, where the page or the customer wants nothing to be told from this browser; docs/embedding.md says how. */
const CHOICE = "firstline.insights";

/** Whether nothing is to be told: the tag says so, this browser was told so, or it asks for it by itself. */
export const declines = ({ data }) =>
  data.insights === "off" || isOff() || navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

function isOff() {
  try {
    return localStorage[CHOICE] === "off";
  } catch {
    return false;
  }
}

/** What this browser keeps under a name; nothing where it keeps nothing. */
export function kept(name) {
  try {
    return JSON.parse(localStorage[name] || "null");
  } catch {
    return null;
  }
}

/** Keeps this under a name; nothing erases it. */
export function keep(name, value) {
  try {
    if (value) localStorage[name] = JSON.stringify(value);
    else localStorage.removeItem(name);
  } catch {
    // Then it is not kept.
  }
}
