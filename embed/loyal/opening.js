/**
 * What is good to know when the help opens: the planned work that is ahead, which the relay says, and what the browser measures
 * then, if the provider wants that.
 *
 * What may be measured stays in this browser (`firstline.opening`), because it is wanted most where the relay does not answer.
 */

import { keep, kept } from "../kept.js";
import { measured } from "./measure.js";

const MEASURE = "firstline.opening";

/** Asks for it; `our` is what the loader shares, `tell` is called whenever more is known. */
export function opening(our, tell) {
  let known = {};
  /** The language in which it is being asked. */
  let asking;

  async function answer(language) {
    const { area = "" } = our.data;
    try {
      const response = await our.get(`api/v1/opening?language=${language}&area=${encodeURIComponent(area)}`);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async function ask() {
    const { language } = our;
    if (asking === language) return;
    // An answer in another language than the current one is not wanted any more.
    asking = undefined;
    if (known.language === language) return;
    asking = language;
    const said = await answer(language);
    // Another language may be spoken by now, and is asked for itself.
    if (asking !== language) return;
    let may = kept(MEASURE);
    if (said) {
      may = said.measure && { language, measure: said.measure };
      keep(MEASURE, may);
      known = { language, ahead: said.ahead };
      tell();
    }
    const found = may && (await measured(our.base, may.measure));
    if (our.language !== language) return;
    asking = undefined;
    known = { ...known, found: found && { ...found, language: may.language } };
    tell();
  }

  return {
    /** Asks in the language that is spoken, unless it was answered in that. */
    ask,
    /** `{ language, ahead, found }`: planned work in that language, and what was measured, with the language of its topic. */
    known: () => known,
  };
}
