/** Order statistics of small lists. Lists called "sorted" rise; an insertion returns a new list. */

/** Median; the mean of the two middle values when the count is even. NaN for no values. */
export function computeMedian(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

export function medianOfSorted(sorted: ArrayLike<number>): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const middle = n >> 1;
  return n % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

/** Median absolute deviation from the median, without the factor 1.4826. */
export function computeMad(values: readonly number[]): number {
  const median = computeMedian(values);
  return computeMedian(values.map((value) => Math.abs(value - median)));
}

/** MAD to standard deviation for normal data. */
export const madToSpread = 1.4826;

/** The sorted list with one more value in its place. */
export function insertSorted(sorted: readonly number[], value: number): number[] {
  const list = sorted.slice();
  placeSorted(list, value);
  return list;
}

/** Puts a value in its place in a sorted list that the caller owns. */
export function placeSorted(list: number[], value: number): void {
  let i = list.length;
  list.push(value);
  while (i > 0 && at(list, i - 1) > value) {
    list[i] = at(list, i - 1);
    i -= 1;
  }
  list[i] = value;
}

/** An element that is known to be there. */
export function at(list: ArrayLike<number>, index: number): number {
  return list[index] as number;
}
