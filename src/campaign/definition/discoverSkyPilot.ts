import { parse } from 'yaml';
import { z } from 'zod';
import type { Draft } from './draft.ts';
import type { Files } from './files.ts';

const FILE = 'experiment.yaml';

const value = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
/** Of a SkyPilot task (examples/autonomous-code-optimization) what a definition can use. */
const taskSchema = z.object({
  run: z.string(),
  envs: z.object({ BUILD_CMD: value, BENCH_TIMEOUT: value, CHECK_TIMEOUT: value }).optional().catch(undefined),
  env: z.unknown().optional(),
});

const DEFAULT_BUILD = 'make -j$(nproc)';

/** What SkyPilot's task adds to the benchmark and check scripts, which it shares with pi-autoresearch. null: no such task. */
export function discoverSkyPilot(files: Files): Draft | null {
  const task = readTask(files.text(FILE));
  if (task === undefined) return null;
  const seconds = (text: string | undefined, from: string) => (text === undefined || !(Number(text) > 0) ? undefined : { value: `${Number(text)}s`, from });
  const runTimeout = seconds(task.envs?.BENCH_TIMEOUT, `BENCH_TIMEOUT of ${FILE}`);
  const checksTimeout = seconds(task.envs?.CHECK_TIMEOUT, `CHECK_TIMEOUT of ${FILE}`);
  return {
    ...(files.has('setup_deps.sh') ? { setup: { value: 'bash setup_deps.sh', from: 'setup_deps.sh' } } : {}),
    build: task.envs?.BUILD_CMD === undefined ? { value: DEFAULT_BUILD, from: `default of ${FILE}` } : { value: task.envs.BUILD_CMD, from: `BUILD_CMD of ${FILE}` },
    ...(runTimeout === undefined ? {} : { runTimeout }),
    ...(checksTimeout === undefined ? {} : { checksTimeout }),
  };
}

function readTask(text: string | undefined): z.infer<typeof taskSchema> | undefined {
  if (text === undefined) return undefined;
  try {
    const task = taskSchema.safeParse(parse(text));
    return task.success && /autoresearch|BUILD_CMD/.test(text) ? task.data : undefined;
  } catch {
    return undefined;
  }
}
