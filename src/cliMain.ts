import os from 'node:os';
import path from 'node:path';
import type { CalibrationRequest } from './campaign/calibration.ts';
import { engineIsAlive } from './campaign/store/engineLock.ts';
import { runProgram } from './cli/program.ts';
import { makePorts } from './cli/world/makePorts.ts';
import { repository } from './cli/world/repository.ts';
import { deliverReport } from './deliver/report/writeReport.ts';
import { VERSION } from './support/version.ts';

/** The bundle lies beside the engine's; from source both are in dist/. */
const folder = import.meta.dirname;
const engineFile = path.join(path.basename(folder) === 'dist' ? folder : path.join(folder, '..', 'dist'), 'engine.cjs');

async function report(workspace: string, campaign: string) {
  return deliverReport({
    workspace,
    campaign,
    now: Date.now(),
    live: await engineIsAlive(workspace),
    diff: (from, to) => repository.diff(workspace, from.commit, to.commit),
    facts: [
      { label: 'Marginalia', value: VERSION },
      { label: 'processor', value: `${os.cpus()[0]?.model ?? 'unknown'}, ${os.availableParallelism()} logical` },
      { label: 'system', value: `${os.type()} ${os.release()} ${os.arch()}` },
    ],
  });
}

/** Loaded when it is wanted: no other command needs what builds and measures. */
async function calibrate(request: CalibrationRequest) {
  const { composeCalibration } = await import('./root.ts');
  return composeCalibration(VERSION)(request);
}

void runProgram(process.argv.slice(2), makePorts({ engineFile, report, calibrate })).then((code) => {
  process.exitCode = code;
  // Nothing is under way any more; what would keep the process alive (an open standard input) is not ours to wait for.
  process.exit();
});
