import { css } from 'lit';

/** The sidebar's own layout, from 300 px on; below that numbers fall under their names. */
export const layout = css`
  :host { padding: 4px 12px 12px; }
  section + section { margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--mg-hair); }
  .sh { display: flex; align-items: center; gap: 8px; min-height: 20px; margin-bottom: 4px; }
  .sh h2 { flex: 1 1 auto; }
  .more { margin-top: 8px; }

  .now { display: grid; grid-template-columns: 16px 1fr auto; column-gap: 8px; align-items: center; }
  .now .t { font-weight: 600; }
  .now .sub { grid-column: 2 / 4; overflow-wrap: anywhere; }
  .now + .note { margin-top: 8px; }
  .hosts { margin-top: 8px; }
  .host { display: grid; grid-template-columns: minmax(20px, auto) minmax(0, 1fr) 92px; column-gap: 8px; align-items: center; min-height: 22px; }
  .host.plain .what { grid-column: 2 / 4; }
  .host.plain .st { display: none; }
  .host .h { font-size: 11px; color: var(--mg-muted); max-width: 64px; }
  .host .st { display: grid; gap: 2px; font-size: 11px; line-height: 14px; min-width: 0; }
  .host .st .l { display: flex; justify-content: space-between; gap: 4px; }
  .host .st .meter { height: 3px; }
  .host .st .meter.none { visibility: hidden; }
  .host + .host { margin-top: 2px; }
  .acts { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin-top: 8px; }
  .acts.one { grid-template-columns: 1fr; }

  .best { display: grid; grid-template-columns: auto 1fr; column-gap: 8px; align-items: baseline; }
  .best .m { font-size: 12px; color: var(--mg-muted); }
  .best .big { font-size: 18px; line-height: 24px; font-weight: 600; white-space: nowrap; }
  .bullet { display: block; margin: 8px 0 4px; overflow: visible; }
  .bullet text { font-size: 11px; fill: var(--mg-muted); }
  .bullet text.fg { fill: var(--mg-fg); font-weight: 600; }
  .track { stroke: var(--mg-track); shape-rendering: crispEdges; }
  .bar { stroke: currentColor; stroke-width: 3; }
  .zero { stroke: var(--mg-fg); shape-rendering: crispEdges; }
  .mark { stroke: currentColor; stroke-width: 2; }
  .range { fill: currentColor; opacity: 0.35; }
  .s-kept { color: var(--mg-kept); }
  .s-none { color: var(--mg-none); }
  .note-line { margin-top: 4px; overflow-wrap: anywhere; }

  .todo li { display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; column-gap: 8px; padding: 3px 4px; margin: 0 -4px; border-radius: 4px; align-items: start; }
  .todo li:hover { background: var(--vscode-list-hoverBackground); }
  .todo .g { margin-top: 1px; }
  .todo .line { display: block; overflow-wrap: anywhere; }

  .wave + .wave { margin-top: 8px; }
  .wl { display: flex; gap: 6px; font-size: 11px; line-height: 16px; color: var(--mg-muted); margin-bottom: 3px; }
  .wl b { color: var(--mg-fg); }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; }
  .chip {
    position: relative; height: 22px; min-height: 22px; min-width: 24px; padding: 0 4px; gap: 5px; border: 1px solid var(--mg-frame); border-radius: 4px;
    background: none; color: var(--mg-fg); font-size: 11px; line-height: 16px; overflow: hidden;
  }
  .chip:hover { background: var(--vscode-list-hoverBackground); }
  .chip .g, .chip span { position: relative; }
  .chip span { white-space: nowrap; }
  .chip .fill { position: absolute; inset: 0 auto 0 0; background: color-mix(in srgb, var(--mg-run) 30%, transparent); transition: width 150ms; }
  .chip.kept { border-color: var(--mg-kept); font-weight: 600; padding: 0 6px 0 5px; }
  .chip.running { border-color: var(--mg-run); padding: 0 6px 0 5px; }
  .chip.queued { border-style: dashed; }

  .tally li { display: grid; grid-template-columns: 16px 1fr auto; column-gap: 8px; align-items: center; min-height: 20px; }
  .budget { display: grid; grid-template-columns: 76px 1fr auto; gap: 6px 8px; align-items: center; font-size: 12px; line-height: 16px; }
  .budget .n { text-align: right; }
  .foot p + p { margin-top: 4px; }

  .stack > * + * { margin-top: 8px; }
  .wide button { width: 100%; }
  .wide button.link { width: auto; }
  .kv { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; font-size: 12px; line-height: 16px; }
  .kv dt { color: var(--mg-muted); }
  .kv dd { text-align: right; }
`;
