import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planAccept } from '../../../src/editor/accept/plan.ts';
import { applyTextEdits, computeTextEdits } from '../../../src/editor/accept/textEdits.ts';
import type { CandidateCode, CandidateFile } from '../../../src/editor/code/candidateCode.ts';
import { foldStandings, placeFile } from '../../../src/editor/inline/standing.ts';
import { parseDiff } from '../../../src/review/diff.ts';

const OLD = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const NEW = 'one\ntwo\nTHREE\nfour\nfive\nsix\nseven\n';
const DIFF = 'diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n@@ -1,6 +1,6 @@\n one\n two\n-three\n+THREE\n four\n five\n six\n';

function file(diff: string, before: string | null, after: string | null): CandidateFile {
  const parsed = parseDiff(diff).files[0];
  assert(parsed);
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text));
  return { oldPath: parsed.oldPath, newPath: parsed.newPath, diff: parsed, before: bytes(before), after: bytes(after), beforeText: before, afterText: after, hunks: parsed.hunks, added: 1, removed: 1 };
}
const code = (...files: CandidateFile[]): CandidateCode => ({ root: '/r', files });
const change = code(file(DIFF, OLD, NEW));
const present = (texts: Readonly<Record<string, string | null | undefined>>) => (path: string) => texts[path];

describe('accepting as an edit', () => {
  it('changes the candidate’s lines and no other', () => {
    const mine = `// mine\n${OLD}// also mine\n`;
    const plan = planAccept([change], present({ 'x.c': mine }));
    assert(plan.kind === 'edits');
    assert.equal(plan.files[0]?.after, mine.replace('three', 'THREE'));
  });

  it('changes nothing where it is in already', () => {
    assert.deepEqual(planAccept([change], present({ 'x.c': NEW })), { kind: 'edits', files: [] });
  });

  it('is a conflict where the same lines were changed', () => {
    const plan = planAccept([change], present({ 'x.c': OLD.replace('three', 'drei') }));
    assert(plan.kind === 'conflict');
    assert.match(plan.conflicts[0]?.why ?? '', /same lines were changed/);
  });

  it('keeps the user’s line ends', () => {
    const plan = planAccept([change], present({ 'x.c': OLD.replaceAll('\n', '\r\n') }));
    assert(plan.kind === 'edits');
    assert.equal(plan.files[0]?.after, NEW.replaceAll('\n', '\r\n'));
  });

  it('puts one candidate on top of another', () => {
    const further = 'diff --git a/x.c b/x.c\nindex 2..3 100644\n--- a/x.c\n+++ b/x.c\n@@ -3,5 +3,5 @@\n THREE\n four\n-five\n+FIVE\n six\n seven\n';
    const after = NEW.replace('five', 'FIVE');
    const plan = planAccept([change, code(file(further, NEW, after))], present({ 'x.c': OLD }));
    assert(plan.kind === 'edits');
    assert.deepEqual(plan.files, [{ path: 'x.c', before: OLD, after }]);
  });

  it('leaves what is no plain text to the engine', () => {
    const renamed = 'diff --git a/x.c b/y.c\nsimilarity index 100%\nrename from x.c\nrename to y.c\n';
    const binary = 'diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n';
    const mode = 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n';
    for (const diff of [renamed, binary, mode]) assert.equal(planAccept([code(file(diff, 'a', 'a'))], present({})).kind, 'engine');
    assert.equal(planAccept([change], present({ 'x.c': undefined })).kind, 'engine');
    assert.equal(planAccept([code(file(DIFF, 'caf\ufffd', 'caf\ufffd'))], present({ 'x.c': OLD })).kind, 'engine');
  });

  it('makes and removes files', () => {
    const added = 'diff --git a/n.c b/n.c\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+new\n';
    const gone = 'diff --git a/o.c b/o.c\ndeleted file mode 100644\nindex 1..0\n--- a/o.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n';
    const plan = planAccept([code(file(added, null, 'new\n'), file(gone, 'old\n', null))], present({ 'n.c': null, 'o.c': 'old\n' }));
    assert(plan.kind === 'edits');
    assert.deepEqual(plan.files, [{ path: 'n.c', before: null, after: 'new\n' }, { path: 'o.c', before: 'old\n', after: null }]);
  });
});

describe('text edits', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '{', '}'), { maxLength: 20 }).chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`, lines.join('\r\n')));

  it('take the one text to the other', () => {
    fc.assert(fc.property(text, text, (old, fresh) => assert.equal(applyTextEdits(old, computeTextEdits(old, fresh)), fresh)));
  });

  it('come in order and do not meet', () => {
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        const edits = computeTextEdits(old, fresh);
        for (const [at, { from, to }] of edits.entries()) assert(from <= to && from >= (edits[at - 1]?.to ?? 0));
      }),
    );
  });

  it('leave equal lines alone', () => {
    assert.deepEqual(computeTextEdits(OLD, NEW), [{ from: 8, to: 14, text: 'THREE\n' }]);
    assert.deepEqual(computeTextEdits(OLD, OLD), []);
  });
});

describe('where a candidate stands', () => {
  const standing = (text: string | null) => placeFile(file(DIFF, OLD, NEW), text).standing;

  it('is read from the text', () => {
    assert.equal(standing(OLD), 'out');
    assert.equal(standing(NEW), 'in');
    assert.equal(standing(`// above\n${NEW}`), 'in');
    assert.equal(standing(OLD.replace('three', 'drei')), 'unclear');
    assert.equal(standing(null), 'unclear');
  });

  it('is partly in where one file has it and another does not', () => {
    assert.equal(foldStandings(['in', 'out']), 'partly');
    assert.equal(foldStandings(['out', 'out']), 'out');
    assert.equal(foldStandings(['out', 'unclear']), 'unclear');
    assert.equal(foldStandings([]), 'unclear');
  });
});
