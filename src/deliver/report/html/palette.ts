/**
 * The page's colours: light, dark, more contrast, forced colours. Glyphs and whiskers have 3:1 against the page at least,
 * text 4.5:1 (look.md, "Accessibility").
 */

const LIGHT =
  '--fg:#3b3b3b;--muted:#5f5f5f;--bg:#ffffff;--kept:#388a34;--bad:#d11300;--wait:#855f00;--run:#0063d3;--none:#767676;--link:#005fb8;--code:#f5f5f5;--add:#587c0c;--del:#ad0707;--hair:#3b3b3b24;--axis:#3b3b3b80;--band:#3b3b3b12;--grid:#3b3b3b17;--bar:#3b3b3b4d;--shade:#0063d326';
const DARK =
  '--fg:#cccccc;--muted:#9d9d9d;--bg:#1f1f1f;--kept:#89d185;--bad:#f14c4c;--wait:#cca700;--run:#59a4f9;--none:#8f8f8f;--link:#4daafc;--code:#2b2b2b;--add:#81b88b;--del:#e2725b;--hair:#cccccc24;--axis:#cccccc80;--band:#cccccc14;--grid:#cccccc17;--bar:#cccccc4d;--shade:#59a4f929';
const MORE_LIGHT =
  '--fg:#000000;--muted:#292929;--bg:#ffffff;--kept:#1b6e17;--bad:#b50e00;--wait:#6a4b00;--run:#004a9e;--none:#595959;--link:#0048a0;--code:#ffffff;--add:#3d5a00;--del:#8f0000;--hair:#0f4a85;--axis:#000000;--band:#0000001f;--grid:#00000040;--bar:#00000099;--shade:#004a9e40';
const MORE_DARK =
  '--fg:#ffffff;--muted:#c8c8c8;--bg:#000000;--kept:#89d185;--bad:#f48771;--wait:#ffd370;--run:#59a4f9;--none:#b0b0b0;--link:#4db8ff;--code:#000000;--add:#a1e3ad;--del:#f48771;--hair:#6fc3df;--axis:#ffffff;--band:#ffffff26;--grid:#ffffff40;--bar:#ffffff99;--shade:#59a4f94d';
const FORCED =
  '--fg:CanvasText;--muted:CanvasText;--bg:Canvas;--kept:CanvasText;--bad:CanvasText;--wait:CanvasText;--run:Highlight;--none:CanvasText;--link:LinkText;--code:Canvas;--add:CanvasText;--del:CanvasText;--hair:CanvasText;--axis:CanvasText;--band:transparent;--grid:transparent;--bar:CanvasText;--shade:transparent';

export const PALETTE = [
  `:root{color-scheme:light dark;${LIGHT}}`,
  `@media (prefers-color-scheme:dark){:root{${DARK}}}`,
  `@media (prefers-contrast:more){:root{${MORE_LIGHT}}}`,
  `@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root{${MORE_DARK}}}`,
  `@media print{:root{color-scheme:light;${LIGHT}}}`,
  `@media (forced-colors:active){:root{${FORCED}}.standing{border-left-width:6px}}`,
].join('\n');
