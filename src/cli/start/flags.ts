import { InvalidArgumentError } from 'commander';
import { metricsOfFormat, type Draft, type DraftMetric, type Found } from '../../campaign/definition/draft.ts';
import { guessUnit } from '../../campaign/definition/guess.ts';
import type { StartOptions } from './options.ts';

/** `tg`, `tg:t/s`, `tg:higher`, `tg:t/s:higher`. */
export function parseMetricFlag(text: string): DraftMetric {
  const [name = '', ...rest] = text.split(':').map((part) => part.trim());
  const last = rest.at(-1);
  const better = last === 'higher' || last === 'lower' ? last : undefined;
  const units = better === undefined ? rest : rest.slice(0, -1);
  if (name === '' || units.length > 1) throw new InvalidArgumentError('write name, name:unit or name:unit:higher.');
  const unit = units[0] ?? guessUnit(name);
  return { name, unit, ...(better === undefined ? {} : { better }) };
}

/** What the command line says of the definition. */
export function draftOf(options: StartOptions): Draft {
  const found = <T>(value: T | undefined): Found<T> | undefined => (value === undefined ? undefined : { value, from: 'command line' });
  const metrics = options.metric?.map((metric) => ({ value: metric, from: 'command line' })) ?? metricsOfFormat(options.format);
  const draft = {
    goal: found(options.goal),
    setup: found(options.setup),
    build: found(options.build),
    run: found(options.benchmark),
    format: found(options.format),
    checks: found(options.checks),
    metrics,
    scope: found(options.scope),
    experiments: found(options.experiments),
    hours: found(options.hours),
    dollars: found(options.dollars),
  };
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
