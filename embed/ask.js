/**
 * What customers are asked, in the page where they are: one tap on a step that is unclear; at a good end how it went, and
 * how a feature of the service would be. Everything can be passed over, nothing opens by itself, and nothing is asked
 * twice. Fetched by insights.js.
 */

const ASKED = "firstline.asked";
const THANKED = "firstline.thanked";
/** As many pairs of questions as a customer is ever asked. */
const PAIRS = 2;

const LOOK = `
.fl-ask{margin-top:24px;padding-top:16px;border-top:1px solid var(--fl-line)}
.fl-ask fieldset{margin:0 0 16px;padding:0;border:0;min-width:0}
.fl-ask legend,.fl-ask label{padding:0;margin-bottom:8px;font-weight:600}
.fl-ask p{color:var(--fl-ink-2);margin-bottom:8px}
.fl-ask div{display:flex;flex-wrap:wrap;gap:8px}
.fl-ask button{min-height:44px;min-width:44px;padding:6px 14px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit;cursor:pointer}
.fl-ask button:hover{background:var(--fl-tint)}
.fl-ask button[aria-pressed=true]{background:var(--fl-accent);color:var(--fl-accent-ink);border-color:transparent}
.fl-ask .fl-ask-quiet{border-color:transparent;background:none;color:var(--fl-ink-2);text-decoration:underline}
.fl-ask textarea{display:block;width:100%;min-height:72px;margin-bottom:8px;padding:8px 12px;border:1px solid var(--fl-control);border-radius:var(--fl-radius);background:var(--fl-surface);color:var(--fl-ink);font:inherit}
.fl-ask a{color:var(--fl-accent)}
.fl-unclear{margin-top:16px}
.fl-unclear button{min-height:32px;padding:4px 0;border:0;background:none;color:var(--fl-ink-3);font:inherit;font-size:.875em;text-decoration:underline;cursor:pointer}
.fl-unclear p{color:var(--fl-ink-2);font-size:.875em}
`;

let dressed;

export default function (our, { words, features, thanks }, { add, later, walk, place, kept, keep }) {
  const { make, shadows } = our;

  /** The middle of the screen that is shown. */
  const main = () => [...shadows].map((shadow) => shadow.querySelector(".fl-main")).find(Boolean);

  function dress() {
    if (dressed) return;
    dressed = true;
    if (our.sheets.length) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      our.sheets.push(sheet);
      shadows.forEach(our.dress);
    } else shadows.forEach((shadow) => shadow.append(make("style", {}, LOOK)));
  }

  /** Puts it at the end of the screen, in the place of what stood there of ours. */
  function put(node) {
    const at = main();
    at?.querySelectorAll(".fl-ask,.fl-unclear").forEach((old) => old.remove());
    if (!at || !node) return;
    dress();
    at.append(node);
  }

  const say = (event) => {
    add(event, walk);
    later();
  };

  /** A row of answers to one question. The one that was pressed stays so, and can be changed for another. */
  function row(question, answers, act) {
    const buttons = answers.map(([value, text]) => {
      const button = make("button", { type: "button", textContent: text });
      button.onclick = () => {
        buttons.forEach((other) => other.setAttribute("aria-pressed", other === button));
        act(value);
      };
      button.setAttribute("aria-pressed", "false");
      return button;
    });
    const legend = make("legend", {}, question);
    return make("fieldset", {}, legend, make("div", {}, ...buttons));
  }

  /** One tap: this step was unclear. */
  function step() {
    // A form is asked enough.
    if (!place || main()?.querySelector("textarea")) return put();
    const button = make("button", { type: "button", textContent: words.unclear });
    const node = make("div", { className: "fl-unclear" }, button);
    button.onclick = () => {
      say({ is: "unclear", at: place });
      const noted = make("p", {}, words.unclearNoted);
      noted.setAttribute("role", "status");
      node.replaceChildren(noted);
    };
    put(node);
  }

  /** A feature that this customer was never asked about; none once there were enough. */
  function feature() {
    const asked = kept(ASKED) || [];
    const left = asked.length < PAIRS ? features.filter(({ id }) => !asked.includes(id)) : [];
    return left[Math.floor(Math.random() * left.length)];
  }

  function pair(node) {
    const next = feature();
    if (!next) return;
    const given = {};
    const answers = Object.entries(words.answers);
    const field = make("fieldset");
    const both = () => {
      if (!given.functional || !given.dysfunctional) return;
      const years = our.facts?.["contract-years"];
      say({ is: "kano", feature: next.id, ...given, ...(Number.isInteger(years) && years >= 0 && years < 256 && { years }) });
      const noted = make("p", {}, words.thanks);
      noted.setAttribute("role", "status");
      field.replaceChildren(noted);
    };
    field.append(
      row(next.functional, answers, (value) => ((given.functional = value), both())),
      row(next.dysfunctional, answers, (value) => ((given.dysfunctional = value), both())),
    );
    // Asked is asked, whether it is answered or not.
    keep(ASKED, [...(kept(ASKED) || []), next.id]);
    node.append(make("p", {}, words.featuresWhy), field);
  }

  /** At a good end. */
  function end({ verified }) {
    const node = make("section", { className: "fl-ask" });
    node.setAttribute("aria-label", words.howWasIt);
    const told = {};
    let sent;
    // Both answers are one event: told when the second is there, or a moment after the first.
    const rate = (more) => {
      Object.assign(told, more);
      clearTimeout(sent);
      sent = setTimeout(() => say({ is: "rated", at: place, ...told }), 1500);
      if (!node.querySelector("textarea")) comment();
    };
    const comment = () => {
      const field = make("textarea", { maxLength: 1000, id: "fl-ask-comment" });
      const label = make("label", { htmlFor: "fl-ask-comment" }, words.comment);
      const button = make("button", { type: "button", textContent: words.commentSend });
      const box = make("fieldset", {}, label, make("p", {}, words.commentNote), field, button);
      button.onclick = () => {
        if (!field.value.trim()) return field.focus();
        say({ is: "comment", text: field.value.trim() });
        const noted = make("p", {}, words.thanks);
        noted.setAttribute("role", "status");
        box.replaceChildren(noted);
      };
      ease.after(box);
      pair(node);
      node.append(skip);
    };
    const ease = row(words.easy, [1, 2, 3, 4, 5].map((at) => [at, at === 1 ? words.easyLeast : at === 5 ? words.easyMost : String(at)]), (easy) => rate({ easy }));
    const skip = make("button", { type: "button", className: "fl-ask-quiet", textContent: words.skip, onclick: () => put() });
    node.append(row(words.helped, [[true, words.yes], [false, words.no]], (helped) => rate({ helped })), ease);
    const due = thanks && verified && !(Date.now() - kept(THANKED) < thanks.days * 86400000);
    if (due) {
      keep(THANKED, Date.now());
      node.append(make("p", {}, thanks.text + " ", make("a", { href: thanks.href, target: "_blank", rel: "noopener noreferrer" }, thanks.label)));
    }
    node.append(skip);
    put(node);
  }

  return { step, end };
}
