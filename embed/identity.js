/**
 * Who the customer is, by the token that the page gave: the relay looks at it, and says what the form is filled with. The panel
 * fetches this only where a page gave one. What is stored of it is what docs/identity.md says.
 */

/** What a form asks for and a token can say, while nobody has said it. */
const NOBODY = { name: "", email: "", phone: "", address: "", account: "" };

/** Asks the relay once for each token; whether there is anything new. `our` is what the loader shares. */
export default async function (our) {
  const { token, base } = our;
  if (our.claimed === token) return false;
  our.claimed = token;
  let answer;
  try {
    answer = await fetch(base + "api/v1/identity", {
      method: "POST",
      credentials: "omit",
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
  const { contact, facts, proof } = await answer.json();
  // Another customer may have been signed in before: nothing of them is left.
  const known = Object.entries({ ...NOBODY, ...contact, proof }).map(([name, value]) => ["contact." + name, value]);
  for (const [name, value] of Object.entries(our.claims || {})) if (our.facts?.[name] === value) delete our.facts[name];
  our.claims = facts;
  our.facts = { ...facts, ...our.facts, ...Object.fromEntries(known) };
  return true;
}
