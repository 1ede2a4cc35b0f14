// What has the focus after something was drawn anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tree } from "./page.mjs";

const { holding, isLost } = await import(`${process.env.EMBED}/focus.js`);

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
  const chosen = make("chosen");
  const change = () => {
    node.replaceChildren(make("a"), chosen);
    chosen.focus();
  };
  holding(node, change, () => assert.fail("it is set already"));
  assert.equal(root.activeElement, chosen);
});

test("what keeps the focus through a change has it once", () => {
  const { root, node, child } = tree("a");
  child("a").focus();
  let times = 0;
  child("a").focus = () => (times += 1);
  holding(node, () => {}, () => assert.fail("it is still there"));
  assert.deepEqual([root.activeElement, times], [child("a"), 0]);
});

test("the focus is lost only where neither we nor the page have it", () => {
  const { root, child } = tree("a");
  const page = (activeElement) => {
    globalThis.document = { activeElement, body };
    return isLost(root);
  };
  const body = {};
  root.host = {};
  assert.deepEqual([page(body), page(null), page(root.host)], [true, true, true]);
  assert.equal(page({ id: "a field of the page" }), false);
  child("a").focus();
  assert.equal(page(root.host), false);
});
