/**
 * What the scripts that are fetched apart keep in this browser, and whether anything about the customer may be sent.
 */

/** Whether nothing is to be told: the tag says so, or the browser asks for it. */
export const declines = ({ data }) =>
  data.insights === "off" || navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

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
