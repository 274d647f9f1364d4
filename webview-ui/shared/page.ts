/** What VS Code puts around every page is taken back: views bring their own padding. */
export function preparePage(padding = '0'): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`body { padding: ${padding}; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Themes change while the page is open. In High Contrast no information may hang on a tint. */
export function followContrast(element: HTMLElement): void {
  const update = (): void => {
    element.toggleAttribute('contrast', document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light'));
    const isReduced = document.body.classList.contains('vscode-reduce-motion');
    element.toggleAttribute('still', isReduced);
  };
  new MutationObserver(update).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  update();
}
