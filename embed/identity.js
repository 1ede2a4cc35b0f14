/**
 * Who the customer is, by the token that the page gave: the relay looks at it, and says what the form is filled with. The panel
 * fetches this only where a page gave one. Nothing of it is stored in the browser; it is gone with the page.
 */

/** Asks the relay once for each token; whether there is anything new. `our` is what the loader shares. */
export default async function (our) {
  const { token, base } = our;
  if (our.claimed === token) return false;
  our.claimed = token;
  const answer = await fetch(base + "api/v1/identity", {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) {
    const { detail = answer.status } = await answer.json().catch(() => ({}));
    console.warn("Firstline does not know who the customer is:", detail);
    return false;
  }
  const { contact, facts, proof } = await answer.json();
  const known = Object.entries({ ...contact, proof }).map(([name, value]) => ["contact." + name, value]);
  our.facts = { ...facts, ...our.facts, ...Object.fromEntries(known) };
  return true;
}
