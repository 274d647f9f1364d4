import { randomUUID } from 'node:crypto';
import { cleaning } from '../../campaign/store/clean.ts';
import { connectEngine } from '../../protocol/client.ts';
import { systemFiles } from '../../support/files.ts';
import { VERSION } from '../../support/version.ts';
import type { Ports } from '../ports.ts';
import { readlinePrompt } from './readlinePrompt.ts';
import { reader } from './reader.ts';
import { repository } from './repository.ts';
import { sinkOf } from './sinks.ts';
import { readStream, readText } from './texts.ts';

export interface WorldOptions {
  readonly engineFile: string;
  readonly report: Ports['report'];
  readonly calibrate: Ports['calibrate'];
}

const ENDS = ['SIGTERM', 'SIGHUP'] as const;

/** The real world. */
export function makePorts({ engineFile, report, calibrate }: WorldOptions): Ports {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    prompt: readlinePrompt(process.stdin, process.stderr),
    env: process.env,
    cwd: process.cwd(),
    version: VERSION,
    reader,
    repository,
    files: {
      isFolder: async (folder) => (await systemFiles.stat(folder).catch(() => undefined))?.isFolder === true,
      write: (file, text) => systemFiles.writeAtomic(file, text),
      read: readText,
    },
    readInput: () => readStream(process.stdin),
    connect: (options) => connectEngine({ ...options, client: 'terminal', engineFile }),
    report,
    cleaning,
    calibrate,
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
    onEnd(listener) {
      for (const signal of ENDS) process.on(signal, listener);
      return () => {
        for (const signal of ENDS) process.off(signal, listener);
      };
    },
    newRequestId: () => randomUUID(),
    now: () => Date.now(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  };
}
