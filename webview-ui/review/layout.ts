import { css } from 'lit';

export const layout = css`
  :host { max-width: 760px; padding: 24px; }
  main > * + * { margin-top: 16px; }
  header p { margin-top: 4px; }
  section { padding-top: 16px; border-top: 1px solid var(--mg-hair); }
  h2 { margin-bottom: 8px; }
  .commands li { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 0 12px; align-items: baseline; }
  .commands li + li { margin-top: 8px; }
  .commands .label { color: var(--mg-muted); font-size: 12px; }
  .commands code { overflow-wrap: anywhere; white-space: pre-wrap; padding: 2px 6px; margin-left: -6px; border-radius: 4px; background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); }
  .commands .small { grid-column: 2; }
  .facts { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 8px 12px; }
  .facts dt { color: var(--mg-muted); font-size: 12px; }
  .facts dd p + p { color: var(--mg-muted); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
  summary { cursor: pointer; }
  pre { margin-top: 8px; padding: 8px; border-radius: 4px; background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); overflow: auto; }
  footer { position: sticky; bottom: 0; padding: 12px 0; background: var(--vscode-editor-background); border-top: 1px solid var(--mg-hair); }
  footer label { display: flex; align-items: baseline; gap: 8px; margin-bottom: 12px; }
  input { accent-color: var(--vscode-button-background); }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  @media (max-width: 480px) {
    .commands li, .facts { grid-template-columns: 1fr; }
    .commands .small { grid-column: 1; }
  }
`;
