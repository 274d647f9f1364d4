import path from 'node:path';
import { z } from 'zod';
import type { Draft, DraftMetric, Found } from './draft.ts';
import type { Files } from './files.ts';
import { foldMicro, guessDirection, guessUnit, guessMetric, metricNamesIn } from './guess.ts';

/** pi-autoresearch (https://github.com/davebcn87/pi-autoresearch): the layout since 1.6.0, and the one before. */
const CURRENT = { log: '.auto/log.jsonl', prompt: '.auto/prompt.md', measure: '.auto/measure.sh', checks: '.auto/checks.sh', config: '.auto/config.json' };
const LEGACY = {
  log: 'autoresearch.jsonl',
  prompt: 'autoresearch.md',
  measure: 'autoresearch.sh',
  checks: 'autoresearch.checks.sh',
  config: 'autoresearch.config.json',
};
const OTHER_CURRENT = ['.auto/ideas.md', '.auto/hooks/before.sh', '.auto/hooks/after.sh'];

export interface PiFound {
  readonly draft: Draft;
  /** What could not be told, for the user. */
  readonly notes: readonly string[];
}

/** null where none of its files is there. One file of the current layout hides all of the older one, as in the tool. */
export function discoverPi(files: Files): PiFound | null {
  const isCurrent = [...Object.values(CURRENT), ...OTHER_CURRENT].some((file) => files.has(file));
  const layout = isCurrent ? CURRENT : LEGACY;
  if (!isCurrent && !Object.values(LEGACY).some((file) => files.has(file))) return null;
  const cwd = workingFolder(files, layout.config);
  const command = (script: string) => `bash ${quote(path.posix.relative(cwd?.value ?? '.', script))}`;
  const session = readSession(files.text(layout.log) ?? '');
  const { metrics, notes } = chooseMetrics(session, files.text(layout.measure) ?? '', layout);
  const goal = goalOf(files.text(layout.prompt)) ?? session.name;
  return {
    draft: {
      ...(goal === undefined ? {} : { goal: { value: goal, from: goal === session.name ? layout.log : layout.prompt } }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(files.has(layout.measure)
        ? {
            run: { value: command(layout.measure), from: layout.measure },
            runTimeout: { value: '10m', from: "pi-autoresearch's limit" },
            protect: { value: [isCurrent ? '.auto/**' : 'autoresearch.*'], from: "pi-autoresearch's files" },
          }
        : {}),
      ...(files.has(layout.checks) ? { checks: { value: command(layout.checks), from: layout.checks } } : {}),
      ...(metrics.length === 0 ? {} : { metrics }),
    },
    notes: files.has(layout.measure) ? notes : [...notes, `${layout.measure} is missing: the benchmark's command is not known`],
  };
}

interface Session {
  readonly name?: string | undefined;
  readonly metric?: string | undefined;
  readonly unit?: string | undefined;
  readonly better?: DraftMetric['better'];
}

const direction = z.enum(['higher', 'lower']).optional().catch(undefined);
const word = z.string().optional().catch(undefined);
/** Lines of the log that say what is measured, in the spellings met in public logs. */
const sessionLine = z.object({
  type: z.string().optional().catch(undefined),
  name: word,
  metricName: word,
  metric_name: word,
  metricUnit: word,
  metric_unit: word,
  unit: word,
  bestDirection: direction,
  direction,
});

/** The last session of the log. A later line keeps what it does not say, its direction excepted. */
function readSession(log: string): Session {
  let session: Session = {};
  for (const line of log.split('\n')) {
    const parsed = parseLine(line);
    if (parsed === undefined) continue;
    const metric = parsed.metricName ?? parsed.metric_name;
    if (parsed.type !== 'config' && metric === undefined) continue;
    session = {
      name: parsed.name ?? session.name,
      metric: metric ?? session.metric,
      unit: parsed.metricUnit ?? parsed.metric_unit ?? parsed.unit ?? session.unit,
      better: parsed.bestDirection ?? parsed.direction,
    };
  }
  return session;
}

function parseLine(line: string): z.infer<typeof sessionLine> | undefined {
  if (!line.includes('metric') && !line.includes('config')) return undefined;
  try {
    return sessionLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // The tool's own readers skip lines that do not parse.
  }
}

/** The log says what the metric is called and which way is better; the script says what is really printed. */
function chooseMetrics(session: Session, script: string, { log, measure }: typeof CURRENT): { metrics: Found<DraftMetric>[]; notes: string[] } {
  const printed = metricNamesIn(script);
  const logged = session.metric;
  if (logged === undefined) {
    return { metrics: printed.slice(0, 1).map((name) => ({ value: guessMetric(name), from: `METRIC line in ${measure}` })), notes: [] };
  }
  const name = printed.length === 0 ? logged : printed.find((one) => foldMicro(one) === foldMicro(logged));
  if (name === undefined) {
    return { metrics: [], notes: [`${log} calls the metric "${logged}", ${measure} prints ${printed.join(', ')}: say which one counts`] };
  }
  const unit = session.unit ?? guessUnit(name);
  const better = session.better;
  if (better !== undefined) return { metrics: [{ value: { name, unit, better }, from: log }], notes: [] };
  const guess = guessDirection(name, unit);
  return {
    metrics: [{ value: { name, unit }, from: log }],
    notes: [`${log} does not say whether a higher or a lower ${name} is better${guess === undefined ? '' : ` (its name suggests ${guess})`}`],
  };
}

function goalOf(prompt: string | undefined): string | undefined {
  return /^#\s*Autoresearch:\s*(.+?)\s*$/m.exec(prompt ?? '')?.[1];
}

const configSchema = z.object({ workingDir: z.string().min(1) });

/** In public repositories it is mostly an absolute path of another machine: only one that exists below the workspace counts. */
function workingFolder(files: Files, config: string): Found<string> | undefined {
  let folder: string;
  try {
    folder = path.posix.normalize(configSchema.parse(JSON.parse(files.text(config) ?? '')).workingDir).replace(/\/$/, '');
  } catch {
    return undefined;
  }
  if (folder === '.' || path.posix.isAbsolute(folder) || folder.startsWith('..') || !files.has(folder)) return undefined;
  return { value: folder, from: `workingDir of ${config}` };
}

/** One word of a shell command. */
export function quote(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
