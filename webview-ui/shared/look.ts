import { css } from 'lit';

/** The visual language: every colour comes from VS Code; spacing 2 4 8 12 16 24; radii 4 and 6; type 11 12 13 18. */
export const look = css`
  :host {
    --mg-fg: var(--vscode-foreground);
    --mg-muted: var(--vscode-descriptionForeground);
    --mg-hair: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 12%, transparent));
    --mg-frame: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 18%, transparent));
    --mg-kept: var(--vscode-charts-green);
    --mg-bad: var(--vscode-charts-red);
    --mg-wait: var(--vscode-testing-iconQueued, var(--vscode-charts-yellow));
    --mg-run: var(--vscode-charts-blue);
    --mg-none: var(--vscode-testing-iconSkipped, var(--vscode-descriptionForeground));
    --mg-track: var(--mg-track-contrast, color-mix(in srgb, var(--vscode-foreground) 14%, transparent));
    display: block;
    color: var(--mg-fg);
    font: var(--vscode-font-weight, 400) 13px/18px var(--vscode-font-family);
    font-variant-numeric: tabular-nums;
  }
  * { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd, dt, figure, pre { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1 { font-size: 18px; line-height: 24px; font-weight: 600; }
  h2 { font-size: 13px; line-height: 18px; font-weight: 600; }
  h2 span { font-weight: 400; }
  b, strong { font-weight: 600; }
  code, pre { font-family: var(--vscode-editor-font-family); font-size: 12px; }
  .small { font-size: 11px; line-height: 16px; }
  .muted { color: var(--mg-muted); }
  .nowrap { white-space: nowrap; }
  .ell { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .grow { flex: 1 1 auto; min-width: 0; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .g { flex: none; display: block; fill: currentColor; }
  .g-kept { color: var(--mg-kept); }
  .g-bad { color: var(--mg-bad); }
  .g-wait { color: var(--mg-wait); }
  .g-run { color: var(--mg-run); }
  .g-none { color: var(--mg-none); }
  .turns { animation: turn 2s linear infinite; transform-origin: 50% 50%; }
  @keyframes turn { to { transform: rotate(360deg); } }

  .d { font-weight: 600; white-space: nowrap; }
  .iv { color: var(--mg-muted); white-space: nowrap; }

  button {
    display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 26px; padding: 2px 12px; border-radius: 4px;
    border: 1px solid var(--vscode-button-border, transparent); background: var(--vscode-button-background); color: var(--vscode-button-foreground);
    font: inherit; cursor: pointer;
  }
  button:hover { background: var(--vscode-button-hoverBackground, var(--vscode-button-background)); }
  button.secondary {
    background: var(--vscode-button-secondaryBackground, transparent); color: var(--vscode-button-secondaryForeground, var(--mg-fg));
    border-color: var(--vscode-button-secondaryBorder, var(--vscode-button-border, var(--mg-frame)));
  }
  button.secondary:hover { background: var(--vscode-button-secondaryHoverBackground, var(--vscode-list-hoverBackground)); }
  button.link { display: inline; min-height: 0; padding: 0; border: 0; border-radius: 2px; background: none; color: var(--vscode-textLink-foreground); text-align: left; }
  button.link:hover { background: none; text-decoration: underline; }
  button:disabled { opacity: 0.6; cursor: default; }
  :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  button:focus-visible { outline-offset: 1px; }

  .meter { height: 4px; border-radius: 2px; background: var(--mg-track); overflow: hidden; }
  .meter > i { display: block; height: 100%; background: var(--vscode-progressBar-background); transition: width 150ms; }
  :host([contrast]) .meter { height: 6px; background: none; border: 1px solid var(--vscode-contrastBorder); }

  .note { padding: 8px; border: 1px solid var(--vscode-inputValidation-infoBorder); border-radius: 4px; background: var(--vscode-inputValidation-infoBackground); overflow-wrap: anywhere; }
  .note.warning { border-color: var(--vscode-inputValidation-warningBorder); background: var(--vscode-inputValidation-warningBackground); }
  .note p + p { margin-top: 4px; }

  :host([still]) .turns { animation: none; }
  @media (prefers-reduced-motion: reduce) {
    .turns { animation: none; }
    .meter > i { transition: none; }
  }
`;
