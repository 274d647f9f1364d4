import { placeHunks } from '../../src/review/place.ts';
import { splitLines } from '../../src/review/lines.ts';
import { parseDiff } from '../../src/review/diff.ts';

/** Where 50 hunks stand in an edited file of 5,000 lines, beside splitting that file into lines: the least that any way costs. */
const LINES = 5_000;
const HUNKS = 50;
const BOUND_MS = 20;

const old = Array.from({ length: LINES }, (_, n) => (n % 9 === 0 ? '}\n' : `  value[${n % 640}] = scale(value[${n % 640}], ${n});\n`));
const body = Array.from({ length: HUNKS }, (_, i) => {
  const at = i * 99;
  const context = (from: number, to: number) => old.slice(from, to).map((line) => ` ${line}`).join('');
  return `@@ -${at + 1},7 +${at + 1},7 @@\n${context(at, at + 3)}-${old[at + 3]}+changed ${i}\n${context(at + 4, at + 7)}`;
}).join('');
const diff = parseDiff(`diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n${body}`);
const hunks = diff.files[0]?.hunks ?? [];
const edited = old.flatMap((line, n) => (n % 250 === 60 ? ['inserted\n', line] : [line])).join('');

function median(work: () => unknown): number {
  const times = Array.from({ length: 41 }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  return times[20] ?? NaN;
}

const text = old.join('');
const place = median(() => placeHunks(text, hunks, edited));
const split = median(() => [splitLines(text), splitLines(edited)]);
const result = { hunks: hunks.length, lines: LINES, placeMs: place, splitMs: split, ratio: place / split, boundMs: BOUND_MS };
if (process.argv.includes('--json')) console.log(JSON.stringify(result));
else {
  console.log(`${hunks.length} hunks in ${LINES} lines: ${place.toFixed(2)} ms, bound ${BOUND_MS} ms (${(place / BOUND_MS).toFixed(2)} of it)`);
  console.log(`splitting both texts into lines: ${split.toFixed(2)} ms; placing costs ${(place / split).toFixed(1)} times that`);
}
process.exitCode = place <= BOUND_MS ? 0 : 1;
