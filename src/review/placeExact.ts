import type { Scene } from './placeText.ts';

/** Ways through the hunks that are followed at once; texts that fit so many tell nothing. */
const MOST_WAYS = 64;

/**
 * Which hunks are in, where the document differs from the old text by nothing else; undefined where it does, or where
 * different hunks would give the same document. All or none of them wins over a mixture.
 */
export function findExact(scene: Scene): readonly boolean[] | undefined {
  const { present, cores } = scene;
  let ways: Way[] = [{ at: 1, choices: [] }];
  let old = 0;
  for (const core of cores) {
    ways = ways.flatMap((way) => {
      const at = skip(scene.old, old, core.oldIndex, present, way.at);
      return at === undefined ? [] : [core.before, core.after].flatMap((lines, i) => extend(way, at, lines, i === 1, present));
    });
    old = core.oldIndex + core.before.length;
    if (ways.length > MOST_WAYS) return undefined;
  }
  const whole = ways.filter((way) => skip(scene.old, old, scene.old.length, present, way.at) === present.length - 1);
  const plain = whole.find(({ choices }) => choices.every((isIn) => isIn === choices[0]));
  return plain?.choices ?? (whole.length === 1 ? whole[0]?.choices : undefined);
}

interface Way {
  /** How far the document has been explained. */
  readonly at: number;
  readonly choices: readonly boolean[];
}

function extend(way: Way, at: number, lines: readonly number[], isIn: boolean, present: readonly number[]): Way[] {
  const next = skip(lines, 0, lines.length, present, at);
  return next === undefined ? [] : [{ at: next, choices: [...way.choices, isIn] }];
}

/** The document's index after the given lines, which must stand at `at`. */
function skip(lines: readonly number[], from: number, to: number, present: readonly number[], at: number): number | undefined {
  for (let i = from; i < to; i++) if (lines[i] !== present[at + i - from]) return undefined;
  return at + to - from;
}
