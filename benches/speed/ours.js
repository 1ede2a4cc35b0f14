import { visit } from "./visit.js";

visit(async ({ relay, ports, light }) => {
  const { build } = await (await fetch(`${relay}:${ports.split(",")[0]}/assets/manifest.json`)).json();
  const roots = ports.split(",").map((port) => `${relay}:${port}/`);
  const { measure } = await import(`${roots[0]}assets/${build}/speed.js`);
  const result = await measure({ targets: roots, light: light === "yes" });
  return {
    download: result.download,
    upload: result.upload,
    latency: result.latency,
    loadedDown: result["loaded-down"],
    loadedUp: result["loaded-up"],
    note: result.reason || result["upload-reason"],
  };
});
