/**
 * The result that is shown and its course, kept as long as the tab is open: a reload and a look elsewhere draw it again. What
 * the core gives back of it are its numbers alone.
 */

const KEY = "firstline.speed-shown";

/** Keeps it; without room it is there until the page is left. */
export function keepShown(storage, judged, points) {
  try {
    storage[KEY] = JSON.stringify({ judged, points });
  } catch {
    // Then its numbers alone are drawn again.
  }
}

/** The one of these numbers, with its course; else the numbers alone, with what is known of an earlier result that has them. */
export function readShown(storage, meaning, earlier) {
  try {
    const { judged, points } = JSON.parse(storage[KEY]);
    if (judged.download === meaning.download && judged.upload === meaning.upload && Array.isArray(points)) return { judged: { ...judged, ...meaning }, points };
  } catch {
    // Another one, or none.
  }
  const same = (one, name) => one === undefined || Math.abs(one - meaning[name]) < 0.1;
  const known = earlier.findLast?.(({ down, up }) => same(down, "download") && same(up, "upload"));
  return { judged: { ...known, ...meaning }, points: [] };
}
