/**
 * Who the customer is, by the token that the page gave: the relay looks at it, and says what the form is filled with. The panel
 * fetches this only where a page gave one. What is stored of it is what docs/identity.md says.
 */

import { toRelay } from "./relay.js";

/** What a form asks for and a token can say, and the proof of it, while nobody is signed in. */
const NOBODY = { name: "", email: "", phone: "", address: "", account: "", proof: "" };

/**
 * Asks the relay once for each token; whether there is anything new. No token: the customer has signed out. `our` is what the
 * loader shares, `tell` tells the widget.
 */
export default async function (our, tell) {
  const { token, base } = our;
  if (our.claimed === token) return false;
  our.claimed = token;
  // Nothing of the customer who was signed in before is left, even if this token is refused.
  if (our.claims) {
    known(our, {}, {});
    tell();
  }
  if (!token) {
    our.forgotten?.();
    return false;
  }
  let answer;
  try {
    answer = await toRelay(base, "api/v1/identity", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
  } finally {
    // What the relay did not look at is asked again the next time.
    if (!answer || answer.status === 429 || answer.status >= 500) our.claimed = undefined;
  }
  if (!answer.ok) {
    const { detail = answer.status } = await answer.json().catch(() => ({}));
    console.warn("Firstline does not know who the customer is:", detail);
    return false;
  }
  // A token that says no facts leaves them out; that somebody was signed in must be known all the same.
  const { contact, facts = {}, proof } = await answer.json();
  // The page may have signed in another customer meanwhile.
  return our.token === token && known(our, { ...contact, proof }, facts);
}

/** Takes the facts about the customer who is signed in, in place of the facts before. */
function known(our, contact, facts) {
  const told = Object.entries({ ...NOBODY, ...contact }).map(([name, value]) => ["contact." + name, value]);
  for (const [name, value] of Object.entries(our.claims || {})) if (our.facts?.[name] === value) delete our.facts[name];
  our.claims = facts;
  our.facts = { ...facts, ...our.facts, ...Object.fromEntries(told) };
  return true;
}
