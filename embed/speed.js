/**
 * The speed test, a script of its own. The widget's panel asks for `stage`; benchmarks and other pages may
 * use `measure` by itself:
 *
 *     import { measure } from "https://help.isp.example/assets/<build>/speed.js";
 *     const result = await measure({ targets: ["https://help.isp.example/"] });
 *
 * In: `targets`, roots of relays or listeners with `/probe/…` below them. Pings go to the first; the load goes to the others,
 * or to the first where it is alone. `light`: at most 10 MB. `caps`: at most so many bytes each way, `{ down, up }`; else 250 and
 * 100 MB. `signal`: an AbortSignal that stops it. `progress`: called about twenty times a second with
 * `{ phase: "idle" | "down" | "up", at: ms, mbit?, delay?: ms, megabytes }`.
 *
 * Out, always, plain JSON: `{ light, megabytes, seconds }` and what was measured. Mbit/s of goodput: `download`, `upload`,
 * `single` (one connection alone, down). Milliseconds: `latency`, `jitter`, `loaded-down`, `loaded-up`. `rpm`: round trips a
 * minute under load. `down-at`, `up-at`: of which time the figures of a load are, from and to, in milliseconds since the beginning.
 * `confidence`: `low`, `medium`, `high`. `method`: `socket` or `post`. `connections`: how many downloaded at once; `transport`: what was
 * spoken, as browsers call it (`http/1.1`, `h2`), where the browser says so. What is absent was not measured:
 * `reason` says why where nothing was, `upload-reason` where only the upload was not. The names are those of `NotMeasured` in
 * firstline-diagnosis, and `stopped`.
 */

export { measure } from "./speed/measure.js";
export { stage } from "./speed/stage.js";
