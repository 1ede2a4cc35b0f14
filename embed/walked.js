/**
 * What came of the steps of a walk, as the widget keeps it.
 */

/** The worst of what checks found. */
const worst = (findings) => {
  const verdicts = findings.map((finding) => finding.verdict);
  return verdicts.includes("fail") ? "fail" : verdicts.every((verdict) => verdict === "pass") ? "pass" : "answered";
};

/** What came of a step, from its answer; which answer it was is nobody's business. */
export function how(visit) {
  const { did, checked } = visit;
  if (checked) return worst(checked);
  if (Array.isArray(did)) return worst(did);
  if (did) return { yes: "yes", better: "yes", no: "no", worse: "no" }[did] || "done";
  return "cannot" in visit ? "cannot" : "stuck" in visit ? "stuck" : "stillBroken" in visit ? "still-broken" : "answered";
}
