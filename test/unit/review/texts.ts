import fc from 'fast-check';
import { makeHunk } from '../../../src/review/hunk.ts';
import type { DiffLine, Hunk } from '../../../src/review/hunk.ts';

/** A change made on purpose, so that tests know what the right answer is: kept stretches and replaced ones, in turn. */
export interface MadeChange {
  readonly old: string;
  readonly new: string;
  readonly hunks: readonly Hunk[];
}

interface Segment {
  readonly keep: readonly string[];
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

export interface ChangeShape {
  /** Lines to draw from: few give repetitive texts, where places are hard to tell apart. */
  readonly line: fc.Arbitrary<string>;
  /** Makes each line different from all others. */
  readonly unique?: boolean;
  readonly newline?: '\n' | '\r\n';
  /** Lines of context, at most. */
  readonly context?: number;
}

export const letters = fc.constantFrom('a', 'b', '', '}', '\tx();');
/** Code's own lines: as good as different. */
export const words = fc.string({ minLength: 8, maxLength: 12, unit: fc.constantFrom('a', 'b', 'é', '0', ' ', '\r') });

/** Segments with at least one kept line between changes, so that each change is a hunk of its own. */
export function changeArbitrary({ line, unique = false, newline = '\n', context = 3 }: ChangeShape): fc.Arbitrary<MadeChange> {
  const lines = (minLength: number, maxLength: number) => fc.array(line, { minLength, maxLength });
  const segment = fc
    .record({ keep: lines(0, 9), remove: lines(0, 3), add: lines(0, 3) })
    .filter(({ remove, add }) => remove.length + add.length > 0 && remove.join('\n') !== add.join('\n'));
  return fc
    .record({
      segments: fc.array(segment, { minLength: 1, maxLength: 5 }),
      tail: lines(0, 9),
      oldCut: fc.boolean(),
      newCut: fc.boolean(),
    })
    .map(({ segments, tail, oldCut, newCut }) => buildChange(segments, tail, { unique, newline, context, oldCut, newCut }));
}

interface BuildOptions {
  readonly unique: boolean;
  readonly newline: string;
  readonly context: number;
  /** Whether the last line of the old and of the new text has no end. */
  readonly oldCut: boolean;
  readonly newCut: boolean;
}

function buildChange(segments: readonly Segment[], tail: readonly string[], options: BuildOptions): MadeChange {
  const script: ScriptLine[] = [];
  for (const [i, { keep, remove, add }] of segments.entries()) {
    const kept = i > 0 && keep.length === 0 ? ['between'] : keep;
    script.push(...kept.map((text) => ({ text, old: true, fresh: true })));
    script.push(...remove.map((text) => ({ text, old: true, fresh: false })));
    script.push(...add.map((text) => ({ text, old: false, fresh: true })));
  }
  script.push(...tail.map((text) => ({ text, old: true, fresh: true })));
  const named = options.unique ? script.map((line, i) => ({ ...line, text: `${i} ${line.text}` })) : script;
  return { ...textsOf(named, options), hunks: hunksOf(toLines(named, options), options.context) };
}

interface ScriptLine {
  readonly text: string;
  readonly old: boolean;
  readonly fresh: boolean;
}

function textsOf(script: readonly ScriptLine[], options: BuildOptions): { old: string; new: string } {
  const lines = toLines(script, options);
  const join = (skip: DiffLine['kind']) =>
    lines.flatMap((line) => (line.kind === skip ? [] : [line.newline ? `${line.text}\n` : line.text])).join('');
  return { old: join('added'), new: join('removed') };
}

/** Diff lines, with the ends that the options ask for; an unended empty line is no line, so it gets a letter. */
function toLines(script: readonly ScriptLine[], options: BuildOptions): DiffLine[] {
  const cr = options.newline === '\r\n' ? '\r' : '';
  const lastOld = script.findLastIndex(({ old }) => old);
  const lastNew = script.findLastIndex(({ fresh }) => fresh);
  return script.flatMap(({ text, old, fresh }, i): DiffLine[] => {
    const oldLine: DiffLine = makeLine('removed', text, cr, !(i === lastOld && options.oldCut));
    const newLine: DiffLine = makeLine('added', text, cr, !(i === lastNew && options.newCut));
    if (!old) return [newLine];
    if (!fresh) return [oldLine];
    return oldLine.newline === newLine.newline ? [{ ...oldLine, kind: 'context' }] : [oldLine, newLine];
  });
}

function makeLine(kind: DiffLine['kind'], text: string, cr: string, newline: boolean): DiffLine {
  return newline ? { kind, text: `${text}${cr}`, newline } : { kind, text: text === '' ? 'z' : text, newline };
}

function hunksOf(lines: readonly DiffLine[], context: number): Hunk[] {
  const hunks: Hunk[] = [];
  let i = 0;
  while (i < lines.length) {
    if (lines[i]?.kind === 'context') {
      i += 1;
      continue;
    }
    let end = i;
    while (end < lines.length && lines[end]?.kind !== 'context') end += 1;
    hunks.push(hunkAround(lines, i, end, context, hunks.length + 1));
    i = end;
  }
  return hunks;
}

function hunkAround(lines: readonly DiffLine[], from: number, to: number, context: number, number: number): Hunk {
  const first = from - Math.min(context, gapShare(lines, from - 1, -1));
  const last = to + Math.min(context, gapShare(lines, to, 1));
  const above = lines.slice(0, first);
  const oldIndex = above.filter(({ kind }) => kind !== 'added').length;
  const newIndex = above.filter(({ kind }) => kind !== 'removed').length;
  return makeHunk(number, oldIndex, newIndex, lines.slice(first, last));
}

/** Of the kept lines between two changes each hunk gets its half as context; all of them where no further change follows. */
function gapShare(lines: readonly DiffLine[], from: number, step: 1 | -1): number {
  let length = 0;
  let i = from;
  for (; lines[i]?.kind === 'context'; i += step) length += 1;
  return lines[i] === undefined ? length : Math.floor(length / 2);
}
