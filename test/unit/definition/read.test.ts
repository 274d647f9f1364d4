import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Failure } from '../../../src/campaign/failure.ts';
import { findDefinition, parseDefinition } from '../../../src/campaign/definition/read.ts';

const SOUND = 'benchmark: { run: ./bench }\nmetrics:\n  - { name: tg, better: higher }\n';

function complaintOf(text: string): { message: string; hint: string } {
  try {
    parseDefinition(text, 'marginalia.yaml');
  } catch (error) {
    assert(error instanceof Failure, String(error));
    assert.equal(error.code, 'definition');
    return { message: error.message, hint: error.hint };
  }
  assert.fail(`no complaint about ${JSON.stringify(text)}`);
}

describe('parseDefinition', () => {
  it('fills in the defaults of the smallest definition', () => {
    const definition = parseDefinition(SOUND, 'marginalia.yaml');
    assert.deepEqual(definition.metrics, [{ name: 'tg', unit: '', better: 'higher' }]);
    assert.deepEqual(definition.budget, { experiments: 30, hours: 3, dollars: 0 });
    assert.deepEqual(definition.timeouts, { setup: 1_800_000, build: 900_000, run: 300_000, checks: 300_000 });
    assert.deepEqual(definition.hosts, [{ provider: 'local' }]);
    assert.equal(definition.benchmark.format, 'metric');
  });

  it('reads durations, shares, a byte order mark and Windows line ends', () => {
    const text = '\uFEFFbenchmark: { run: x }\r\nmetrics:\r\n  - { name: a, better: lower, smallestEffect: 3%, tolerance: 0.02 }\r\ntimeouts: { run: 90, build: 1.5h }\r\n';
    const definition = parseDefinition(text, 'm');
    assert.equal(definition.metrics[0]?.smallestEffect, 0.03);
    assert.equal(definition.metrics[0]?.tolerance, 0.02);
    assert.equal(definition.timeouts.run, 90_000);
    assert.equal(definition.timeouts.build, 5_400_000);
  });

  const complaints: readonly (readonly [title: string, text: string, message: RegExp, hint?: RegExp])[] = [
    ['an empty file', '', /^marginalia\.yaml:1: the definition is empty$/],
    ['a file of comments', '# only\n# comments\n', /:1: the definition is empty/],
    ['bad YAML', 'goal: a\nbenchmark: [\n', /^marginalia\.yaml:[23]: /, /YAML/],
    ['a tab', `${SOUND}scope:\n\tinclude: []\n`, /^marginalia\.yaml:5: .*[Tt]ab/],
    ['an unknown key', `${SOUND}bechmark: x\n`, /^marginalia\.yaml:4: unknown key "bechmark"$/, /Did you mean "benchmark"\?/],
    ['an unknown key that resembles none', `${SOUND}colour: x\n`, /:4: unknown key "colour"$/, /The keys here are goal, /],
    ['an unknown key in a block', `${SOUND}scope:\n  include: []\n  exlude: []\n`, /:6: unknown key "exlude" below scope/, /"exclude"/],
    ['an unknown key in a list', SOUND.replace('better:', 'smalestEffect: 1%, better:'), /:3: unknown key "smalestEffect" below metrics\[0\]/, /"smallestEffect"/],
    ['an unknown key of a host', `${SOUND}hosts:\n  - provider: skypilot\n    cuont: 3\n`, /:6: unknown key "cuont" below hosts\[0\]/, /"count"/],
    ['a key that stands twice', `${SOUND}goal: a\ngoal: b\n`, /:5: the key "goal" stands twice/],
    ['a missing benchmark', 'metrics:\n  - { name: a, better: lower }\n', /:1: benchmark is missing/, /METRIC/],
    ['a missing direction', 'benchmark: { run: x }\nmetrics:\n  - { name: a }\n', /:3: metrics\[0\]\.better is missing/],
    ['a wrong type', 'benchmark: make bench\nmetrics: [{ name: a, better: lower }]\n', /:1: benchmark must be a block of keys, not text/],
    ['a wrong word', SOUND.replace('higher', 'up'), /:3: metrics\[0\]\.better must be higher or lower, not "up"/],
    ['no metric', 'benchmark: { run: x }\nmetrics: []\n', /:2: metrics: name at least one metric/],
    ['two metrics of one name', `${SOUND}  - { name: tg, better: lower }\n`, /:2: metrics: two metrics have the same name/],
    ['a bad duration', `${SOUND}timeouts: { run: soon }\n`, /:4: timeouts\.run: "soon" is not a duration/],
    ['a bad share', SOUND.replace('better', 'tolerance: 300%, better'), /:3: metrics\[0\]\.tolerance: "300%" is not a share/],
    ['an unknown provider', `${SOUND}hosts: { provider: cloud }\n`, /:4: hosts\.provider must be local or skypilot, not "cloud"/],
    ['a folder outside', `${SOUND}cwd: ../elsewhere\n`, /:4: cwd: must lie inside the workspace/],
    ['an absolute pattern', `${SOUND}inputs: [/etc/passwd]\n`, /:4: inputs\[0\]: must lie inside/],
    ['a bad variable name', `${SOUND}env:\n  set:\n    A-B: 1\n`, /:6: env\.set\.A-B: this is no name/],
    ['a second document', `${SOUND}---\ngoal: a\n`, /:4: a second document begins here/],
    ['a tag', `${SOUND}goal: !!js/function x\n`, /:4: /],
    ['an alias without an anchor', `${SOUND}goal: *none\n`, /:4: this alias has no anchor/],
    ['a reserved name', `${SOUND}__proto__: { goal: x }\n`, /:4: unknown key "__proto__"/],
    ['a list', '- goal\n', /:1: the definition must be a block of keys, not a list/],
    ['a negative budget', `${SOUND}budget:\n  dollars: -1\n`, /:5: budget\.dollars: must be at least 0/],
    ['a file of another kind', 'x'.repeat(300_000), /too long for a definition/],
  ];
  for (const [title, text, message, hint] of complaints) {
    it(`names the line of ${title}`, () => {
      const complaint = complaintOf(text);
      assert.match(complaint.message, message);
      if (hint) assert.match(complaint.hint, hint);
    });
  }

  it('names the first complaint and lists the others', () => {
    const { message, hint } = complaintOf(`${SOUND}cwd: /tmp\nbudget: { hours: 0 }\nfoo: 1\n`);
    assert.match(message, /^marginalia\.yaml:4: /);
    assert.match(hint, /marginalia\.yaml:5: budget\.hours/);
    assert.match(hint, /marginalia\.yaml:6: unknown key "foo"/);
  });

  it('does not resolve a bomb of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(', ')}]`);
    assert.match(complaintOf(`a0: &a0 [x, x]\n${levels.join('\n')}\n`).message, /alias/i);
  });

  it('answers any text with a definition or a complaint that names the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map((tail) => SOUND + tail)), (text) => {
        try {
          assert(parseDefinition(text, 'm.yaml').metrics.length > 0);
        } catch (error) {
          assert(error instanceof Failure, String(error));
          assert.match(error.message, /^m\.yaml(:\d+:| )/);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('findDefinition', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mg-définition '));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('finds none, the short name, and prefers the long one', () => {
    assert.equal(findDefinition(folder), null);
    fs.writeFileSync(path.join(folder, 'marginalia.yml'), 'goal: short');
    assert.deepEqual(findDefinition(folder), { file: 'marginalia.yml', text: 'goal: short' });
    fs.writeFileSync(path.join(folder, 'marginalia.yaml'), 'goal: long');
    assert.deepEqual(findDefinition(folder), { file: 'marginalia.yaml', text: 'goal: long' });
  });

  it('says so when the name is a folder', () => {
    fs.mkdirSync(path.join(folder, 'marginalia.yaml'));
    assert.throws(() => findDefinition(folder), /marginalia\.yaml cannot be read: EISDIR/);
  });
});
