/* SurveyJS as its documentation shows it: a page for each step, and the next one chosen by the answer. */

import { Model } from "survey-core";
import "survey-core/survey-core.css";
import { renderSurvey } from "survey-js-ui";

import { steps } from "./steps.js";

const leadsTo = (id) =>
  steps.flatMap(({ id: from, answers }) =>
    answers.flatMap(({ label, to }) => (to === id ? [`{${from}} = ${JSON.stringify(label)}`] : [])),
  );

const pages = steps.map(({ id, title, lines, answers }, at) => ({
  name: id,
  visibleIf: at === 0 ? undefined : leadsTo(id).join(" or "),
  elements: [
    ...lines.map((html, line) => ({ type: "html", name: `${id}-${line}`, html })),
    answers.length
      ? { type: "radiogroup", name: id, title, choices: answers.map(({ label }) => label) }
      : { type: "html", name: id, html: title },
  ],
}));

const survey = new Model({ pages, autoAdvanceEnabled: true, showNavigationButtons: false });
renderSurvey(survey, document.getElementById("help"));
