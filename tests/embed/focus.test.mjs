// What has the focus after something was drawn anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tree } from "./page.mjs";

const { holding } = await import(`${process.env.EMBED}/focus.js`);

test("what is drawn anew under the same id has the focus again", () => {
  const { root, node, make, child } = tree("a", "b");
  child("b").focus();
  holding(node, () => node.replaceChildren(make("a"), make("b")), () => child("a"));
  assert.equal(root.activeElement, child("b"));
});

test("what was only moved has it again, also without an id", () => {
  const { root, node, make } = tree();
  const moved = make("");
  node.replaceChildren(moved);
  moved.focus();
  holding(node, () => node.replaceChildren(make("x"), moved), () => assert.fail("nothing is gone"));
  assert.equal(root.activeElement, moved);
});

test("where it is gone, what comes next has the focus", () => {
  const { root, node, make, child } = tree("a");
  child("a").focus();
  holding(node, () => node.replaceChildren(make("thanks")), () => child("thanks"));
  assert.equal(root.activeElement, child("thanks"));
});

test("a focus that is elsewhere stays there", () => {
  const { root, node, make } = tree("a");
  const elsewhere = make("elsewhere");
  elsewhere.focus();
  holding(node, () => node.replaceChildren(make("b")), () => assert.fail("nobody was here"));
  assert.equal(root.activeElement, elsewhere);
});

test("a change that sets the focus itself is left alone", () => {
  const { root, node, make, child } = tree("a", "b");
  child("a").focus();
  holding(node, () => child("a").isConnected, () => assert.fail("it is still there"));
  assert.equal(root.activeElement, child("a"));
});
