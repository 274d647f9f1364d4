import type { BundledPackage } from './bundlePackages.ts';

const RULE = '-'.repeat(80);

/** THIRD-PARTY-NOTICES.txt: who else's work is in the package, and under which terms. */
export function writeNotices(product: string, packages: readonly BundledPackage[]): string {
  const head = [
    `${product} contains parts of the ${packages.length} packages below. Each is the work of its authors and under its own licence,`,
    'whose text follows its name.',
  ];
  const parts = packages.map(({ name, version, license, homepage, text }) => [RULE, `${name} ${version} (${license})`, ...(homepage === '' ? [] : [homepage]), '', text, ''].join('\n'));
  return [...head, '', ...parts].join('\n');
}
