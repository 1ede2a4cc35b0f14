/* The least that anybody could write by hand: a page in Preact that walks through the guide. */

import { h, render } from "preact";
import { useState } from "preact/hooks";

import { start, step } from "./steps.js";

const Guide = () => {
  const [at, go] = useState(start);
  const { title, lines, answers } = step(at);
  return h("main", null, [
    h("h1", null, title),
    h("ol", null, lines.map((line) => h("li", null, line))),
    answers.map(({ label, to }) => h("button", { onClick: () => go(to) }, label)),
  ]);
};

render(h(Guide), document.getElementById("help"));
