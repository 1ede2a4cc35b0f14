// How long the work takes that a ticket needs in a burst: measured here, and computed for a slow telephone.
//   node tests/work.mjs
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { solve } from "../embed/work.js";

/** As in crates/relay/src/routes/proof.rs. */
const COST = 500;
const FEWEST = 150;
const MOST = 300;
/** How much slower a slow telephone is than a desk computer, as Lighthouse assumes (throttling, low-tier mobile). */
const SLOWER = 6;

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function challenge(counter) {
  const [nonce, salt] = [randomBytes(16), randomBytes(16)];
  const password = Buffer.concat([nonce, Buffer.alloc(4)]);
  password.writeUInt32BE(counter, 16);
  const key = pbkdf2Sync(password, salt, COST, 32, "sha256");
  return { parameters: { nonce: hex(nonce), salt: hex(salt), cost: COST, keyLength: 32, keyPrefix: hex(key.subarray(0, 16)) } };
}

async function milliseconds(counter) {
  const asked = challenge(counter);
  const began = process.cpuUsage();
  const { counter: found } = await solve(asked);
  if (found !== counter) throw new Error("another number was found");
  // Of the processor, on all threads: what else the machine does meanwhile does not count.
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

await milliseconds(20);
for (const [name, counter] of [["least", FEWEST], ["most", MOST - 1]]) {
  const all = [];
  for (let at = 0; at < 5; at++) all.push(await milliseconds(counter));
  const median = all.sort((a, b) => a - b)[2];
  console.log(`${name}: ${Math.round(median)} ms here, ${Math.round(median * SLOWER)} ms on a processor of a sixth of its speed`);
}
