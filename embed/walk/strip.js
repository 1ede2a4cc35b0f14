/** The strips of the walking meter: the delay of each ping as a bar, a lost one as a mark; as nodes of `made`. */

/** With fewer pings than this a room says nothing, four seconds: of as many without a loss up to 19 % may get lost (Wilson), and from
 * 20 % on a Wi-Fi is weak. */
const FEWEST = 16;
/** With as many it says what it can, ten seconds: a Wi-Fi whose times are far apart is no better known later. */
const PLENTY = 40;
/** So far off the median may be in between, ms: half of what makes one room slow beside another. */
const OFF = 25;
/** How many pings a strip shows: the last twenty seconds. */
const SHOWN = 80;
/** From so many milliseconds on a bar is full; pings on a sound Wi-Fi are a tenth of it. */
const FULL = 300;

/** The median, the longest and the lost of a room's pings; a lost one is `null`. */
export function figures(pings) {
  const times = pings.filter((ping) => ping !== null).sort((one, other) => one - other);
  const middle = times.length >> 1;
  return {
    median: times.length ? (times.length % 2 ? times[middle] : (times[middle - 1] + times[middle]) / 2) : undefined,
    worst: times[times.length - 1],
    lost: pings.length ? (100 * (pings.length - times.length)) / pings.length : undefined,
  };
}

/** How far off the median and the share of the lost may be, each half of its interval of 95 % at the wider side: of the median from
 * the order of the times, whatever their distribution is (Conover, Practical Nonparametric Statistics, 3.2), of the share by Wilson
 * (1927). With few times the interval of the median is all of them. */
export function margins(pings) {
  const Z = 1.96;
  const { median = 0, lost = 0 } = figures(pings);
  const times = pings.filter((ping) => ping !== null).sort((one, other) => one - other);
  const half = (Z * Math.sqrt(times.length)) / 2;
  const low = times[Math.max(0, Math.floor(times.length / 2 - half) - 1)] ?? 0;
  const high = times[Math.min(times.length - 1, Math.ceil(times.length / 2 + half))] ?? 0;
  const count = pings.length || 1;
  const share = lost / 100;
  const scale = 1 + Z ** 2 / count;
  const middle = (share + Z ** 2 / (2 * count)) / scale;
  const width = (Z * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2))) / scale;
  return {
    median: Math.max(median - low, high - median),
    lost: 100 * Math.max(share - middle + width, middle + width - share),
  };
}

/** Whether a room was measured long enough to be set against others: by how many pings there are, and how far apart. */
export function isEnough(pings) {
  return pings.length >= PLENTY || (pings.length >= FEWEST && margins(pings).median <= OFF);
}

/** The strip of a room. */
export function strip(pings, label) {
  const last = pings.slice(-SHOWN);
  const bar = (ping, at) => {
    const height = ping === null ? 40 : Math.max(2, Math.min(1, ping / FULL) * 40);
    return ["rect", { x: at * 4, y: 40 - height, width: 3, height, ...(ping === null && { "data-lost": "" }) }];
  };
  return ["svg", { class: "fl-strip", viewBox: `0 0 ${SHOWN * 4} 40`, preserveAspectRatio: "none", role: "img", "aria-label": label }, ...last.map(bar)];
}
