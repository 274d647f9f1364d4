/**
 * Values on a grid: 60, 61, 59 µs (decisions.md 3.5). Rounding turns a difference far below one step into a steady
 * difference of one step, so one step is never a verdict by itself.
 */
import { computeMedian } from './order.ts';

/** A printed decimal has at most this many places that are looked at. */
const mostPlaces = 12;
/** Where more than this share of the values are new ones, the grid is too fine to matter. */
const coarseShare = 0.5;
const fewestDistinct = 3;
/** One step lies clearly below the floor, two steps above it. */
const floorSteps = 1.5;
const tolerance = 1e-6;

/** The last printed place of the values, such as 1 for 60 and 61, 0.01 for 0.25; 0 where they are beyond counting. */
export function findStep(values: readonly number[]): number {
  for (let places = 0; places <= mostPlaces; places += 1) {
    const unit = 10 ** places;
    if (values.every((value) => isWhole(value * unit))) return 1 / unit;
  }
  return 0;
}

export function isOneStep(difference: number, step: number): boolean {
  const size = Math.abs(difference);
  return size > 0 && step > 0 && size <= step * (1 + tolerance);
}

/** The step of a coarse grid; 0 where the values are not seen to lie on one. */
export function findCoarseGrid(values: readonly number[]): number {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length < fewestDistinct || distinct.length > coarseShare * values.length) return 0;
  const place = findStep(values);
  if (place === 0) return 0;
  const base = distinct[0] as number;
  const steps = distinct.map((value) => Math.round((value - base) / place));
  return steps.reduce(findCommonDivisor, 0) * place;
}

/** The floor in log units below which a difference may be rounding alone; 0 where there is no coarse grid. */
export function computeGridFloor(values: readonly number[]): number {
  const grid = findCoarseGrid(values);
  const size = computeMedian(values.map(Math.abs));
  if (grid === 0 || !(size > 0)) return 0;
  return Math.log1p((floorSteps * grid) / size);
}

/** Whole to a few units in the last place of a double. */
function isWhole(value: number): boolean {
  const size = Math.abs(value);
  return (
    size < Number.MAX_SAFE_INTEGER && Math.abs(value - Math.round(value)) <= Math.min(0.01, 8 * Number.EPSILON * size)
  );
}

function findCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : findCommonDivisor(b, a % b);
}
