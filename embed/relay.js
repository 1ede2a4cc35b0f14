/**
 * Requests to the relay by the scripts that are fetched apart: without cookies, and without the address of the page that they
 * come from.
 */
export const toRelay = (base, path, init) => fetch(base + path, { credentials: "omit", referrerPolicy: "no-referrer", ...init });
