/* The guide of the bench for the products that do not read Firstline's format: the same six steps. */

import guide from "./guides/startup.json";

/** What a question's standard answers are called where the guide gives them no label. */
const STANDARD = { yes: "Yes", no: "No", unsure: "I'm not sure" };

/** The first step's id. */
export const start = guide.start;

/** A step as every product needs it: what it says, and the answers that lead on. */
export const step = (id) => {
  const { kind, title, actions = [], options, to } = guide.steps[id];
  const answers =
    kind === "question"
      ? options.map(({ id, label = STANDARD[id], to }) => ({ label, to }))
      : to
        ? [{ label: "Done", to }]
        : [];
  return { id, title, lines: actions, answers };
};

/** All steps, in the guide's order. */
export const steps = Object.keys(guide.steps).map(step);
