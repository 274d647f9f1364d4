import { matcher, type PathTest } from '../../support/globs.ts';

/**
 * The definition's globs are relative to the workspace. Where that lies below the repository's root, a glob that is meant
 * from the root counts as well; patches, and so all paths here, are relative to the root.
 */
export function workspaceMatcher(globs: readonly string[], prefix: string): PathTest {
  const matches = matcher(globs);
  if (prefix === '') return matches;
  return (file) => matches(file) || (file.startsWith(prefix) && matches(file.slice(prefix.length)));
}

/** Our own folder, wherever it lies. */
export function isMarginaliaPath(file: string): boolean {
  return file.split('/').includes('.marginalia');
}
