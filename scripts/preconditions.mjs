// Imported first by every script: says what is missing before an import fails in a less helpful way.
import fs from 'node:fs';
import path from 'node:path';

const OLDEST = [22, 18];

export const ROOT = path.join(import.meta.dirname, '..');

/** What this Node lacks, or undefined. TypeScript is run as it is, which needs 22.18. */
export function complainAboutNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Node ${version} is too old: ${OLDEST.join('.')} or newer is needed. On Linux x64 \`npm ci\` brings a fitting one: use \`npm test\` and \`npm run …\`, which put it first.`;
}

export function complainAboutPackages(root) {
  return fs.existsSync(path.join(root, 'node_modules', 'esbuild')) ? undefined : 'The packages are not installed: run `npm ci` first.';
}

const complaint = complainAboutNode(process.versions.node) ?? complainAboutPackages(ROOT);
if (complaint) {
  console.error(complaint);
  process.exit(2);
}
