import { InvalidArgumentError, type Command } from 'commander';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';

/** Carries out a command's work with the global options understood, and keeps what it came to. */
export type Act = (work: (context: Context) => Promise<Outcome>) => Promise<void>;

/** Adds one command to the program. */
export type Register = (program: Command, act: Act) => void;

/** Option that may be given several times. */
export function collect<T>(parse: (text: string) => T): (text: string, before: readonly T[] | undefined) => readonly T[] {
  return (text, before) => [...(before ?? []), parse(text)];
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`} is needed.`);
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('a number above 0 is needed.');
}

export function amount(text: string): number {
  return Number(text) === 0 && text.trim() !== '' ? 0 : positiveNumber(text);
}
