/** A string literal for CSS and XPath; titles with both kinds of quotes do not occur. */
export function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** Editors draw spaces as U+00A0. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
