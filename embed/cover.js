/**
 * Covers what is drawn in the panel's stage with pages of our own. Whoever draws there empties it first and knows nothing of
 * them, so that each is put back; the one that was shown last is on top, and what is below comes back when it goes.
 */
export function cover(stage, page) {
  const covers = (stage.covers ||= []);
  const arrange = () => {
    const top = covers.at(-1);
    if (top && top.parentNode !== stage) stage.append(top);
    for (const one of stage.children) one.hidden = !!top && one !== top;
  };
  const watch = new MutationObserver(arrange);
  return {
    show() {
      covers.push(page);
      watch.observe(stage, { childList: true });
      arrange();
    },
    hide() {
      watch.disconnect();
      covers.splice(covers.indexOf(page), 1);
      page.replaceChildren();
      page.remove();
      arrange();
    },
  };
}
