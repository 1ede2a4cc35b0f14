/** The look of the walking meter: what the widget's sheet and the speed test's do not have. Tokens are the widget's. */

export const SHEET = `
#fl-walk{display:flex;flex-direction:column;gap:12px}
#fl-walk:empty{display:none}
#fl-walk p{margin:0}
.fl-strips{display:grid;gap:12px}
.fl-walked{display:grid;grid-template-columns:auto 1fr;gap:2px 8px;align-items:center;font-size:.875em}
.fl-walked small{grid-column:2;color:var(--fl-ink-2)}
#fl-walk .fl-strip{display:block;width:100%;height:40px;direction:ltr;border-radius:4px;background:var(--fl-surface-2)}
.fl-strip rect{fill:var(--fl-accent);stroke:none}
.fl-strip rect[data-lost]{fill:var(--fl-bad)}
@media(forced-colors:active){.fl-strip rect{fill:CanvasText;forced-color-adjust:none}.fl-strip rect[data-lost]{fill:Highlight}}
`;
