/** The look of the speed test: what the widget's sheet does not have. Tokens are that sheet's. */

export const SHEET = `
#fl-speed{display:flex;flex-direction:column;gap:16px}
#fl-speed:empty{display:none}
#fl-speed p{margin:0}
.fl-data{font-weight:600}
.fl-now{display:grid;grid-template-columns:1fr auto;align-items:baseline;color:var(--fl-ink-2)}
.fl-now strong{grid-row:2;font-size:2.5em;font-weight:680;line-height:1.1;letter-spacing:-.02em;color:var(--fl-ink);font-variant-numeric:tabular-nums;justify-self:start}
.fl-now small{grid-row:2;font-size:.875em;color:var(--fl-ink-3)}
.fl-progress{appearance:none;display:block;width:100%;height:6px;border:0;border-radius:3px;background:var(--fl-line);overflow:hidden}
.fl-progress::-webkit-progress-bar{background:none}
.fl-progress::-webkit-progress-value{background:var(--fl-accent)}
.fl-progress::-moz-progress-bar{background:var(--fl-accent)}
.fl-plot{display:grid;gap:4px}
.fl-legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:.8125em;color:var(--fl-ink-2)}
.fl-legend span{display:flex;align-items:center;gap:6px}
.fl-legend span::before{content:"";width:14px;height:0;border-top:3px solid var(--fl-accent)}
.fl-legend [data-of=up]::before{border-top-style:dotted}
.fl-legend [data-of=delay]::before{border-top-color:var(--fl-warn)}
.fl-frame{position:relative;direction:ltr;padding:12px;border-radius:var(--fl-radius-row);background:var(--fl-surface-2)}
.fl-frame svg{display:block;width:100%;height:146px;overflow:visible}
.fl-scale{position:absolute;z-index:1;left:12px;padding:1px 4px;border-radius:4px;background:var(--fl-surface-2);font-size:.75em;color:var(--fl-ink-3);line-height:1.3;unicode-bidi:plaintext}
.fl-scale:first-child{top:14px}
.fl-scale:last-child{top:118px}
#fl-speed [data-line]{vector-effect:non-scaling-stroke;stroke:var(--fl-accent);stroke-width:2}
#fl-speed [data-line=axis]{stroke:var(--fl-line);stroke-width:1}
#fl-speed [data-line=up]{stroke-dasharray:1 5}
#fl-speed [data-line=delay]{stroke:var(--fl-warn)}
#fl-speed [data-line$=ground]{stroke:none;fill:var(--fl-accent);opacity:.14}
.fl-figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.5em,1fr));gap:8px;margin:0}
.fl-figure{padding:12px;border-radius:var(--fl-radius-row);background:var(--fl-surface-2)}
.fl-figure dt{font-size:.8125em;color:var(--fl-ink-2)}
.fl-figure dd,.fl-details dd{margin:0}
.fl-figure strong{display:block;font-size:1.5em;font-weight:680;line-height:1.3;letter-spacing:-.01em;white-space:nowrap}
.fl-figure strong span{font-size:.58em;font-weight:600;letter-spacing:0;color:var(--fl-ink-2)}
.fl-figure small{display:block;font-size:.8125em;line-height:1.35;color:var(--fl-tone,var(--fl-ink-3))}
.fl-part-heading{margin:0;font-size:1em;font-weight:600}
#fl-speed .fl-checks{margin:-8px 0 0}
.fl-level{display:flex;align-items:center;gap:8px;font-size:.875em;line-height:24px;color:var(--fl-tone)}
.fl-dots{display:flex;gap:3px}
.fl-dots i{width:6px;height:14px;border-radius:2px;background:var(--fl-line)}
.fl-dots i[data-full]{border-color:transparent;background:currentColor}
.fl-row-of{display:flex;flex-wrap:wrap;gap:8px}
.fl-row-of>*{flex:1 1 auto}
.fl-earlier{display:grid;gap:8px}
#fl-speed .fl-field{display:grid;gap:4px;font-weight:600}
#fl-speed .fl-bars{width:auto;height:60px;max-width:100%;justify-self:start;direction:ltr}
.fl-bars rect{fill:var(--fl-control);stroke:none}
.fl-bars rect[data-last]{fill:var(--fl-accent)}
#fl-speed thead th{white-space:nowrap}
.fl-details{display:grid;gap:6px;margin:8px 0 0;font-size:.875em}
.fl-details div{display:flex;justify-content:space-between;gap:16px}
.fl-details dt{color:var(--fl-ink-2)}
.fl-details dd{text-align:end;overflow-wrap:anywhere}
.fl-table{overflow-x:auto}
.fl-table table{width:100%;border-collapse:collapse;font-size:.875em}
.fl-table :is(th,td){padding:6px 8px 6px 0;border-bottom:1px solid var(--fl-line);text-align:start;font-weight:400;overflow-wrap:anywhere}
.fl-table thead th{font-weight:600;color:var(--fl-ink-2)}
@media(forced-colors:active){.fl-dots i[data-full],.fl-bars rect[data-last]{background:Highlight;fill:Highlight;forced-color-adjust:none}.fl-progress{appearance:auto}.fl-progress,.fl-dots i,.fl-figure,.fl-frame{border:1px solid}}
`;
