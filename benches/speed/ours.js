import { visit } from "./visit.js";

visit(async ({ relay, ports, light }) => {
  const { build } = await (await fetch(`${relay}:${ports.split(",")[0]}/assets/manifest.json`)).json();
  const roots = ports.split(",").map((port) => `${relay}:${port}/`);
  const { measure } = await import(`${roots[0]}assets/${build}/speed.js`);
  // Its course, beside the truth: what is told wrongly can be looked at afterwards.
  const began = Date.now();
  const course = [];
  const progress = ({ phase, at, mbit, delay }) => course.push([at, phase, mbit, delay]);
  const result = await measure({ targets: roots, light: light === "yes", progress });
  return {
    download: result.download,
    upload: result.upload,
    latency: result.latency,
    loadedDown: result["loaded-down"],
    loadedUp: result["loaded-up"],
    // When it measured under load, as the clock of the machine counts.
    downAt: result["down-at"]?.map((at) => began + at),
    upAt: result["up-at"]?.map((at) => began + at),
    course: { began, result, points: course },
    note: result.reason || result["upload-reason"],
  };
});
