/**
 * Does the work that the relay wants for tickets in a burst, for those that wait in this browser. Nobody is asked anything, and
 * nothing is to be seen: the browser's own cryptography does it beside the page, which stays as quick as it was. Without that
 * (`crypto.subtle` is missing on pages without TLS) a ticket waits until the burst is over.
 *
 * The work is ALTCHA's, version 2: the first number is looked for whose key (PBKDF2 of a nonce and the number) begins as wanted.
 */

import { toRelay } from "./relay.js";

const OUTBOX = "firstline.outbox.";

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Looks for the number. */
export async function solve({ parameters: { nonce, salt, cost, keyLength, keyPrefix } }) {
  const start = bytes(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  const counted = new DataView(password.buffer);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter++) {
    counted.setUint32(start.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}

/** Does it for each ticket that waits, once at a time. */
export default async function (our) {
  if (our.works) return;
  our.works = true;
  try {
    for (const name of Object.keys(localStorage)) {
      const key = name.slice(OUTBOX.length);
      if (!name.startsWith(OUTBOX) || !/^[\da-f]{8}-/.test(key)) continue;
      const asked = await our.get("api/v1/proof?key=" + key, "no-store");
      if (asked.status !== 200) continue;
      const challenge = await asked.json();
      const body = JSON.stringify({ key, challenge, solution: await solve(challenge) });
      const headers = { "content-type": "application/json" };
      await toRelay(our.base, "api/v1/proof", { method: "POST", headers, body });
    }
  } finally {
    our.works = false;
  }
}
