import { z } from 'zod';

/**
 * marginalia.yaml, checked. The file's format is the project's own; README.md has it for users. Durations become
 * milliseconds and per cents become fractions here, so that nothing further in sees a unit in a string.
 */

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;
const DURATION_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30m`, `1.5h`, `20s`, or a plain number of seconds; gives milliseconds. */
export const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const match = DURATION.exec(String(value).trim());
  const ms = match ? Number(match[1]) * (DURATION_MS[match[2] ?? 's'] ?? NaN) : NaN;
  if (!(ms > 0)) {
    context.addIssue({ code: 'custom', message: `"${value}" is not a duration: write 30s, 5m or 1h` });
    return z.NEVER;
  }
  return ms;
});

/** `3%` or `0.03`; gives a fraction above 0 and at most 1. */
export const share = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  const fraction = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(fraction > 0 && fraction <= 1)) {
    context.addIssue({ code: 'custom', message: `"${value}" is not a share: write 1% or 0.01` });
    return z.NEVER;
  }
  return fraction;
});

/** Relative to the workspace and inside it. */
const isInside = (value: string) => !/^([/\\~]|[A-Za-z]:)/.test(value) && !value.split(/[/\\]/).includes('..');
const inside = z.string().trim().min(1, 'may not be empty').refine(isInside, 'must lie inside the workspace: no absolute path, no ".."');
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'this is no name of an environment variable');

const command = z.string().trim().min(1, 'a command may not be empty');

/** The metric names that a METRIC line can carry, and a unit free of control characters. */
const metricName = z
  .string()
  .regex(/^[\w.µ@]+$/, 'a metric name has letters, digits, "_", "." and "µ" only')
  .refine((name) => !['__proto__', 'constructor', 'prototype'].includes(name), 'this name is reserved');

export const metricSchema = z.strictObject({
  name: metricName,
  unit: z.string().max(20).default(''),
  better: z.enum(['higher', 'lower']),
  smallestEffect: share.optional(),
  tolerance: share.optional(),
});

const skypilotHost = z.strictObject({
  provider: z.literal('skypilot'),
  name: z.string().regex(/^[a-z][a-z0-9-]*$/).optional(),
  count: z.int().min(1).max(256).default(1),
  resources: z.record(z.string(), z.unknown()).default({}),
});
const localHost = z.strictObject({ provider: z.literal('local'), name: z.string().regex(/^[a-z][a-z0-9-]*$/).optional() });
const hostEntry = z.discriminatedUnion('provider', [localHost, skypilotHost]);

export const PROPOSERS = ['patches', 'fusion', 'forks', 'model'] as const;

export const definitionSchema = z.strictObject({
  goal: z.string().default(''),
  cwd: inside.default('.'),
  setup: command.optional(),
  build: command.optional(),
  benchmark: z.strictObject({ run: command, format: z.enum(['metric', 'llama-bench']).default('metric') }),
  checks: command.optional(),
  metrics: z
    .array(metricSchema)
    .min(1, 'name at least one metric')
    .refine((metrics) => new Set(metrics.map((m) => m.name)).size === metrics.length, 'two metrics have the same name'),
  scope: z.strictObject({ include: z.array(inside).default(['**']), exclude: z.array(inside).default([]) }).prefault({}),
  protect: z.array(inside).default([]),
  inputs: z.array(inside).default([]),
  timeouts: z
    .strictObject({
      setup: duration.prefault('30m'),
      build: duration.prefault('15m'),
      run: duration.prefault('5m'),
      checks: duration.prefault('5m'),
    })
    .prefault({}),
  env: z
    .strictObject({
      pass: z.array(variable).default([]),
      set: z.record(variable, z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
    })
    .prefault({}),
  hosts: z.union([hostEntry, z.array(hostEntry).min(1)]).transform((hosts) => (Array.isArray(hosts) ? hosts : [hosts])).prefault({ provider: 'local' }),
  budget: z
    .strictObject({
      experiments: z.int().min(0).default(30),
      hours: z.number().positive().default(3),
      dollars: z.number().min(0).default(0),
    })
    .prefault({}),
  proposers: z.array(z.enum(PROPOSERS)).optional(),
  patches: z.string().optional(),
});

/** A definition after defaults: durations in ms, shares as fractions. */
export type Definition = z.output<typeof definitionSchema>;
export type MetricDefinition = Definition['metrics'][number];
export type HostDefinition = Definition['hosts'][number];
