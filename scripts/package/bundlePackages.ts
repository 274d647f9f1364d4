import fs from 'node:fs';
import path from 'node:path';

/** An npm package of which something is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  readonly homepage: string;
  /** The text of its licence files, and of its notices. */
  readonly text: string;
}

/** Licences that ask for no more than that their text goes along. Another one is somebody's decision, not the bundler's. */
const PERMISSIVE = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0']);

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly author?: string | { readonly name?: string };
  readonly repository?: string | { readonly url?: string };
}

/** The packages that these files, relative to the root, come from; by name. */
export function collectPackages(root: string, inputs: readonly string[]): BundledPackage[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const found = [...folders].map((folder) => readPackage(path.join(root, folder)));
  const unique = new Map(found.map((each) => [`${each.name}@${each.version}`, each]));
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version.localeCompare(b.version)));
}

/** `node_modules/a/node_modules/@b/c` of a file in it; undefined for our own. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name = '', version = '', license = '' } = manifest;
  const choices = license.replace(/[()]/g, '').split(/ (?:OR|AND) /);
  if (!(license.includes(' AND ') ? choices.every((choice) => PERMISSIVE.has(choice)) : choices.some((choice) => PERMISSIVE.has(choice)))) {
    throw new Error(`${name} ${version} is in the bundle, and its licence "${license}" is not one of ${[...PERMISSIVE].join(', ')}`);
  }
  return { name, version, license, homepage: homepageOf(manifest), text: readTexts(folder) || authorLine(manifest) };
}

function readTexts(folder: string): string {
  const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file) && fs.statSync(path.join(folder, file)).isFile());
  return files.sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** Some packages carry no text: then what they say about themselves stands for it. */
function authorLine({ name, license, author }: Manifest): string {
  const who = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`);
  return `Copyright (c) ${who}\nLicensed under ${license}: https://spdx.org/licenses/${license}.html`;
}

function homepageOf({ homepage, repository }: Manifest): string {
  const url = typeof repository === 'string' ? repository : repository?.url;
  return homepage ?? url?.replace(/^git\+/, '').replace(/\.git$/, '') ?? '';
}
