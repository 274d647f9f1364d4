import assert from 'node:assert/strict';
import path from 'node:path';
import { Linter } from 'eslint';
import { describe, it } from 'mocha';
import tseslint from 'typescript-eslint';
import { layers } from '../../scripts/eslint-layers.mjs';

const SRC = path.resolve(import.meta.dirname, '../../src');

/** What the rule says of one import in a file that does not exist. */
function complaints(file: string, code: string): string[] {
  const linter = new Linter({ configType: 'flat', cwd: path.dirname(SRC) });
  const messages = linter.verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser as Linter.Parser },
        plugins: { marginalia: layers as never },
        rules: { 'marginalia/layers': 'error' },
      },
    ],
    { filename: path.join(SRC, file) },
  );
  return messages.map(({ message }) => message);
}

const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
  ['a stage imports another', 'measure/planted.ts', "import { x } from '../propose/patches.ts';", /measure may not import propose/],
  ['a stage imports the engine', 'propose/planted.ts', "import { x } from '../campaign/engine/run.ts';", /propose may not import campaign\/engine/],
  ['the engine imports a stage', 'campaign/engine/planted.ts', "import { x } from '../../measure/localHost.ts';", /campaign\/engine may not import measure/],
  ['the spine imports a stage', 'campaign/planted.ts', "import { x } from '../deliver/report/input.ts';", /campaign may not import deliver/],
  ['the spine imports its engine', 'campaign/planted.ts', "import { x } from './engine/run.ts';", /campaign may not import campaign\/engine/],
  ['a face imports another', 'cli/planted.ts', "import { x } from '../editor/tree.ts';", /cli may not import editor/],
  ['a face imports a stage', 'editor/planted.ts', "import { x } from '../measure/localHost.ts';", /editor may not import measure/],
  ['support knows a campaign', 'support/planted.ts', "import { x } from '../campaign/state.ts';", /support may not import campaign/],
  ['decide knows anything', 'decide/planted.ts', "import type { x } from '../campaign/words.ts';", /decide may not import campaign/],
  ['decide imports Node', 'decide/planted.ts', "import fs from 'node:fs';", /pure: it imports no Node module/],
  ['review imports Node', 'review/planted.ts', "import path from 'node:path';", /pure: it imports no Node module/],
  ['the state imports Node', 'campaign/state.ts', "import { readFileSync } from 'fs';", /pure: it imports no Node module/],
  ['the state imports what is not pure', 'campaign/state.ts', "import { x } from './store/read.ts';", /pure files only/],
  ['a rule of the language server imports Node', 'languageServer/rules/planted.ts', "import fs from 'node:fs';", /pure/],
  ['another room imports vscode', 'campaign/planted.ts', "import * as vscode from 'vscode';", /only src\/editor/],
  ['by a dynamic import', 'measure/planted.ts', "const x = await import('../review/diff.ts');", /measure may not import review/],
  ['by a re-export', 'measure/planted.ts', "export { x } from '../review/diff.ts';", /measure may not import review/],
  ['a file in no room', 'elsewhere/planted.ts', "import { x } from '../support/clock.ts';", /is in no room/],
  ['source imports from outside', 'cli/planted.ts', "import { x } from '../../scripts/test.mjs';", /outside src/],
];

const ALLOWED: readonly (readonly [string, string])[] = [
  ['measure/planted.ts', "import type { Host } from '../campaign/stages.ts';"],
  ['campaign/engine/planted.ts', "import { fold } from '../state.ts';"],
  ['editor/planted.ts', "import * as vscode from 'vscode'; import { connectEngine } from '../protocol/client.ts';"],
  ['root.ts', "import { LocalHost } from './measure/localHost.ts'; import { x } from './propose/patches.ts';"],
  ['campaign/state.ts', "import type { Estimate } from '../decide/types.ts'; import { z } from 'zod';"],
  ['decide/planted.ts', "import { x } from './types.ts';"],
];

describe('the import rules', () => {
  for (const [what, file, code, message] of REFUSED) {
    it(`refuse that ${what}`, () => {
      const found = complaints(file, code);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', message);
    });
  }

  for (const [file, code] of ALLOWED) {
    it(`let ${file} import what its room may`, () => assert.deepEqual(complaints(file, code), []));
  }
});
