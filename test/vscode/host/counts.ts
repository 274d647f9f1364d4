/** The part of mocha's counts that is looked at. */
export interface HostCounts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

export function addCounts(all: readonly HostCounts[]): HostCounts {
  const sum = (key: keyof HostCounts) => all.reduce((total, counts) => total + counts[key], 0);
  return { passes: sum('passes'), failures: sum('failures'), pending: sum('pending') };
}
