import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { COMMAND, CONTEXT, VIEW } from '../../../src/editor/ids.ts';
import { GLYPH_NAMES } from '../../../src/protocol/webview.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly main: string;
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly title: string; readonly enablement?: string }[];
    readonly icons: Readonly<Record<string, { readonly default: { readonly fontPath: string; readonly fontCharacter: string } }>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly type?: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string; readonly default: unknown }>> };
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string; readonly media: { readonly svg: string }; readonly completionEvents: readonly string[] }[] }[];
  };
}

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const { contributes } = manifest;

function sources(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true }).map(String).filter((name) => name.endsWith('.ts')).map((name) => read(path.join(folder, name)));
}

describe('package.json and the code', () => {
  it('have the same commands', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(COMMAND).sort());
  });

  it('give every command the category and a title', () => {
    for (const { command, category, title } of contributes.commands) {
      assert.equal(category, 'Marginalia', command);
      assert.match(title, /^%command\./);
    }
  });

  it('have the same views', () => {
    assert.deepEqual(contributes.viewsContainers.activitybar.map(({ id }) => id), [VIEW.container]);
    assert.deepEqual((contributes.views[VIEW.container] ?? []).map(({ id }) => id), [VIEW.campaign, VIEW.experiments]);
  });

  it('use known context keys only', () => {
    const known = new Set<string>(Object.values(CONTEXT));
    const clauses = [
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when ?? '')),
      ...contributes.viewsWelcome.map(({ when }) => when ?? ''),
    ];
    const views = new Set<string>(Object.values(VIEW));
    for (const clause of clauses) {
      for (const [key] of clause.matchAll(/marginalia\.\w+/g)) assert(known.has(key) || views.has(key), `${key} in “${clause}”`);
    }
  });

  it('put only commands into menus that exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    for (const [menu, items] of Object.entries(contributes.menus)) for (const { command } of items) assert(known.has(command), `${command} in ${menu}`);
  });

  it('link only commands that exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const linked = Object.values(texts).flatMap((text) => [...text.matchAll(/command:(marginalia\.\w+)/g)].map((match) => match[1] ?? ''));
    assert(linked.length > 0);
    for (const command of linked.filter((one) => !one.endsWith('.focus') && one !== VIEW.campaign)) assert(known.has(command), command);
  });

  it('have every text, and no other', () => {
    const used = new Set([...read('package.json').matchAll(/%([\w.-]+)%/g)].map((match) => match[1] ?? ''));
    assert.deepEqual([...used].filter((key) => !(key in texts)), []);
    assert.deepEqual(Object.keys(texts).filter((key) => !used.has(key)), []);
  });

  it('declare every setting that is read, and read every setting', () => {
    const declared = Object.keys(contributes.configuration.properties).map((key) => key.replace('marginalia.', ''));
    const told = [...read('src/editor/vscode/settings.ts').matchAll(/section\.get<[^>]+>\('([\w.]+)'/g)].map((match) => match[1] ?? '');
    assert.deepEqual(told.sort(), declared.sort());
  });

  it('let a repository set nothing that costs time, money or disk', () => {
    const { properties } = contributes.configuration;
    for (const name of ['limits.hours', 'limits.dollars', 'disk']) assert.equal(properties[`marginalia.${name}`]?.scope, 'machine', name);
    assert.equal(properties['marginalia.limits.dollars']?.default, 0);
  });

  it('have a glyph in the font for each verdict', () => {
    assert.deepEqual(Object.keys(contributes.icons), GLYPH_NAMES.map((name) => `marginalia-${name}`));
    assert.deepEqual(Object.values(contributes.icons).map((icon) => icon.default.fontCharacter), GLYPH_NAMES.map((_, at) => `\\E00${at.toString(16).toUpperCase()}`));
  });

  it('name files that are there', () => {
    const files = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.icons).map((icon) => icon.default.fontPath),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
      ...GLYPH_NAMES.flatMap((name) => ['light', 'dark'].map((theme) => `media/gutter/${theme}/${name}.svg`)),
    ];
    assert.deepEqual(files.filter((file) => !fs.existsSync(path.join(ROOT, file))), []);
  });

  it('wake the extension only where there is a campaign, or could be one', () => {
    for (const event of manifest.activationEvents) assert.match(event, /^workspaceContains:/);
  });

  it('hold the floor of the editor and its types together', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { readonly devDependencies: Readonly<Record<string, string>> };
    assert.equal(manifest.engines.vscode, `^${devDependencies['@types/vscode']}`);
  });

  it('put no markup into pages', () => {
    for (const text of [...sources('webview-ui'), ...sources('src/editor')]) assert.doesNotMatch(text, /innerHTML|unsafeHTML|insertAdjacentHTML|document\.write|supportHtml/);
  });
});
