/**
 * Finds out why the widget cannot start, for the embedder: the panel fetches this when it failed. Where this cannot be
 * fetched either, the panel says what it knows.
 */

/** What the page's own `fetch` adds to a request, as far as it writes that into what it is given. */
function added(base) {
  const options = {};
  fetch(base, options).catch(() => {});
  return [...new Headers(options.headers).keys()].join(", ") || "which, its code says";
}

/** The reason and what to do, from what failed; `our` is what the loader shares. */
export default function ({ base, forbidden }, { reason, message }) {
  const { effectiveDirective = "script-src", blockedURI = "wasm-eval" } = forbidden || {};
  if (forbidden || /unsafe-eval|Content Security/i.test(message)) {
    const add = /eval/.test(blockedURI) ? "'wasm-unsafe-eval'" : new URL(base).origin;
    return {
      reason: "policy",
      message: `the page's Content-Security-Policy blocks ${blockedURI}. Add ${add} to ${effectiveDirective.replace("-elem", "")}.`,
    };
  }
  if (reason === "network" && !/native code/.test(fetch)) {
    message += ` The page has replaced fetch by one that may add headers (${added(base)}): whatever serves these files must allow them.`;
  }
  return { reason, message };
}
