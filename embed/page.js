/**
 * What else goes on in the page that the panel is in: other people's WebAssembly, what takes the focus, and what was kept of
 * earlier visits.
 */

/**
 * Whether what was thrown is a trap of the instance that runs: the file or the stack names our assets, or our WebAssembly as
 * the browser calls it. An earlier instance, already taken away, may have had a timer left.
 */
export function isOurs(reason, filename, { url, module }, assets) {
  const said = `${filename}: ${reason?.stack || ""}`;
  const trap = reason instanceof WebAssembly.RuntimeError;
  const ours = filename.startsWith(assets) || (trap && (said.includes(assets) || (module && said.includes(module))));
  const [glue] = url.split("?");
  return ours && !(said.includes(glue) && !said.includes(url + ":"));
}

/** Calls `act` with what has lost the focus to the page in no time: no person is that quick. */
export function whenTaken(listen, panel, act) {
  let came;
  listen(panel, "focusin", () => (came = performance.now()));
  listen(panel, "focusout", ({ target, relatedTarget: to }) => {
    if (to && !panel.contains(to) && performance.now() - came < 20) setTimeout(act, 0, target);
  });
}

/** Whether this browser keeps something of ours that is called so: a session, a ticket. */
export function remembers(what) {
  try {
    return what.test(Object.keys(localStorage));
  } catch {
    return false;
  }
}

/** Keeps this for later visits; where the browser keeps nothing, it holds for this one. */
export function keep(name, value) {
  try {
    localStorage[name] = value;
  } catch {
    // As said.
  }
}
