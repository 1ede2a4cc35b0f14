// Makes the token that tells Firstline who is signed in. It runs on your server, for each page view; the key never leaves it.
import { createPrivateKey, sign } from "node:crypto";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token for this customer, which holds for ten minutes. `key` is an Ed25519 private key. */
export function tokenFor(customer, key) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: customer.number,
    aud: "firstline",
    iat: now,
    exp: now + 600,
    name: customer.name,
    email: customer.email,
    phone_number: customer.phone,
    facts: { "plan-down": customer.planDown },
  };
  const message = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}`;
  return `${message}.${sign(null, Buffer.from(message), key).toString("base64url")}`;
}

// node sign.mjs KEY.pem '{"number":"4711","name":"Maria Zauberlicht"}'
const [file, customer] = process.argv.slice(2);
if (file) {
  const { readFileSync } = await import("node:fs");
  console.log(tokenFor(JSON.parse(customer), createPrivateKey(readFileSync(file))));
}
