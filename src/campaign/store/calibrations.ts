import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { calibrationSchema, type Calibration } from '../calibration.ts';
import { cacheRoot, workspaceHash } from './layout.ts';

/** What a calibration holds for: another machine, compiler or benchmark has noise and layout of its own. */
export type CalibrationKey = Pick<Calibration, 'host' | 'machine' | 'compiler' | 'benchmark'>;

export function calibrationFile(workspace: string, { host, machine, compiler, benchmark }: CalibrationKey): string {
  const key = JSON.stringify([workspaceHash(workspace), machine.name, machine.processor, machine.threads, compiler, benchmark]);
  return path.join(cacheRoot(), 'hosts', `${host}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
}

/** Replaces what was known before. Gives the file. */
export function storeCalibration(workspace: string, calibration: Calibration): string {
  const file = calibrationFile(workspace, calibration);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(calibration, null, 2)}\n`);
  fs.renameSync(temporary, file);
  return file;
}

/** undefined where nothing fitting is stored, or it cannot be read: it can be measured again. */
export function loadCalibration(workspace: string, key: CalibrationKey): Calibration | undefined {
  try {
    return calibrationSchema.parse(JSON.parse(fs.readFileSync(calibrationFile(workspace, key), 'utf8')));
  } catch {
    return undefined;
  }
}
