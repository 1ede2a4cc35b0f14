/** One visit: says when it begins, measures, and says what came out. */
export async function visit(measure) {
  const options = Object.fromEntries(new URLSearchParams(location.search));
  await fetch("/begin", { method: "POST" });
  const from = performance.now();
  let told;
  try {
    told = await measure(options);
  } catch (error) {
    told = { note: String(error) };
  }
  told.seconds = (performance.now() - from) / 1000;
  await fetch("/end", { method: "POST", body: JSON.stringify(told) });
}
