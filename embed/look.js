/**
 * What must be seen before widget.css is here, and where it never comes: the panel's frame, loading, and what stands in for
 * a widget that cannot start. widget.css adds the rest.
 */

// The same tokens as in widget.css, as far as they are needed here; a test holds them together.
const LIGHT = `
--fl-accent: var(--firstline-accent, #0b5cf0);
--fl-accent-ink: var(--firstline-accent-ink, #fff);
--fl-ink: var(--firstline-ink, #10192b);
--fl-ink-2: #465063;
--fl-surface: var(--firstline-surface, #fff);
--fl-surface-2: #f4f6fa;
--fl-mixed: #85adf7;
--fl-line: #dfe4ec;
--fl-shadow: 0 1px 2px #10192b14, 0 16px 40px -12px #10192b40;
color-scheme: light;
`;
const DARK = `
--fl-accent: var(--firstline-accent-dark, var(--fl-mixed));
--fl-accent-ink: var(--firstline-accent-dark-ink, #0a1222);
--fl-ink: #eef2f8;
--fl-ink-2: #b9c2d0;
--fl-surface: #131a26;
--fl-surface-2: #1b2433;
--fl-line: #2c3748;
--fl-shadow: 0 0 0 1px #2c3748, 0 16px 40px -12px #000;
color-scheme: dark;
`;
/** A phone, either way up: the panel takes the whole screen. */
export const SMALL = "(max-width:480px),(max-height:480px)";

/** The sheet: how high it lies over the page, and on which side. */
export const look = (zIndex, side) => `
:host{translate:none!important;rotate:none!important;scale:none!important;backdrop-filter:none!important;clip-path:none!important;mask:none!important;mix-blend-mode:normal!important;perspective:none!important;columns:auto!important;pointer-events:auto!important}
.fl-root *{box-sizing:border-box}
.fl-root svg{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.fl-root{${LIGHT}color:var(--fl-ink);font:400 medium/1.5 var(--fl-font)}
@media(prefers-color-scheme:dark){.fl-root:not([data-theme=light]){${DARK}}}
.fl-root[data-theme=dark]{${DARK}}
.fl-panel{position:fixed;z-index:${zIndex};inset:auto;${side}:20px;bottom:20px;width:390px;height:min(720px,calc(100% - 40px));max-width:none;max-height:none;margin:0;padding:0;border:1px solid transparent;border-radius:20px;overflow:hidden;overscroll-behavior:contain;background:var(--fl-surface);color:inherit;box-shadow:var(--fl-shadow)}
.fl-panel::backdrop{display:none}
.fl-panel[open],.fl-in-page,.fl-stage,.fl-mount,.fl-face{display:flex;flex-direction:column}
.fl-in-page{min-height:560px;border:1px solid var(--fl-line);border-radius:20px;overflow:hidden;background:var(--fl-surface)}
.fl-stage,.fl-mount,.fl-face,.fl-mount>*{flex:1;min-height:0}
.fl-in-page :is(.fl-stage,.fl-mount,.fl-face,.fl-mount>*){flex-basis:auto}
.fl-mount:empty{display:none}
.fl-face :focus-visible{outline:3px solid var(--fl-accent);outline-offset:3px}
.fl-face h2:focus,.fl-panel:focus{outline:0}
.fl-face-bar{display:flex;flex:none;align-items:center;gap:8px;min-height:60px;padding:8px 8px 8px 16px;border-bottom:1px solid var(--fl-line);font-weight:600}
.fl-face-bar>svg{color:var(--fl-accent)}
.fl-face-bar button{display:flex;margin-inline-start:auto;padding:10px;border:0;border-radius:10px;background:none;color:var(--fl-ink-2);cursor:pointer}
.fl-face-main{flex:1;overflow:auto;padding:24px 16px 16px}
.fl-face h2{margin:0 0 8px;font-size:1.375em;font-weight:680;line-height:1.25;letter-spacing:-.01em}
.fl-face p{margin:0 0 16px;color:var(--fl-ink-2)}
.fl-call{display:grid;gap:4px;margin:0 0 16px;padding:16px;border-radius:14px;background:var(--fl-surface-2);color:var(--fl-accent)}
.fl-call a{color:inherit;font-size:1.25em;font-weight:680;line-height:1.2;text-decoration:none}
.fl-call small{color:var(--fl-ink-2);font-size:.875em;white-space:pre-line}
.fl-row{height:54px;margin:0 0 12px;border-radius:14px;background:var(--fl-surface-2)}
.fl-face-foot{padding:12px 16px 16px;border-top:1px solid var(--fl-line)}
.fl-face-foot button{width:100%;min-height:48px;border:1px solid transparent;border-radius:12px;background:var(--fl-accent);color:var(--fl-accent-ink);font:600 1em/1.2 var(--fl-font);cursor:pointer}
@media ${SMALL}{.fl-panel{inset:0;width:100%;height:100%;border:0;border-radius:0}}
`;
