// Runs one suite in a process of its own and counts what it did.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A suite may take twice its share before it counts as failed (and is ended, lest a hanging one hold the rest). */
const PATIENCE = 2;

/**
 * Returns {name, seconds, passed, failed, skipped, complaints}. Suites without mocha (the type checker, the linter) are no
 * tests: they add one failure where they fail, and nothing where they do not.
 */
export async function runSuite(suite, { root, extra = [], minuteMs = 60_000 }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marginalia-counts-'));
  const counts = path.join(folder, 'counts.json');
  const started = performance.now();
  try {
    const limitMs = suite.minutes * PATIENCE * minuteMs;
    const ended = await run(argumentsOf(suite, extra), { cwd: root, env: { ...process.env, MARGINALIA_TEST_COUNTS: counts }, limitMs });
    const seconds = (performance.now() - started) / 1000;
    const result = suite.mocha ? readCounts(counts, ended) : { passed: 0, failed: ended.code === 0 ? 0 : 1, skipped: 0, complaints: complaintsOf(ended) };
    if (ended.tooLong) result.complaints.push(`${suite.name} was ended after ${PATIENCE} times its share of ${suite.minutes} min`);
    if (ended.tooLong && result.failed === 0) result.failed = 1;
    return { name: suite.name, seconds, minutes: suite.minutes, ...result };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Files named by the caller stand in for the suite's own pattern. */
function argumentsOf(suite, extra) {
  if (!suite.mocha) return suite.args;
  const namesFiles = extra.some((argument) => argument.endsWith('.ts'));
  return [...suite.args, ...(namesFiles || !suite.spec ? [] : [suite.spec]), ...extra];
}

function readCounts(file, ended) {
  let stats;
  try {
    stats = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, complaints: ['it ended without a result', ...complaintsOf(ended)] };
  }
  const counts = { passed: stats.passes, failed: stats.failures, skipped: stats.pending, complaints: [] };
  if (stats.passes + stats.failures + stats.pending === 0) return { ...counts, failed: 1, complaints: ['it ran no test'] };
  // A failure that mocha met after its last count, such as a promise that nobody waited for.
  if (stats.failures === 0 && ended.code !== 0) return { ...counts, failed: 1, complaints: complaintsOf(ended) };
  return counts;
}

function complaintsOf({ code, signal }) {
  if (code === 0) return [];
  return [signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`];
}

/** In a process group of its own, so that what a suite leaves behind ends with it. */
function run(args, { cwd, env, limitMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    let tooLong = false;
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It is gone already.
      }
    };
    const timer = setTimeout(() => {
      tooLong = true;
      end('SIGKILL');
    }, limitMs);
    const forward = (signal) => {
      end(signal);
      process.exitCode = 130;
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, forward);
      end('SIGKILL');
      resolve({ code, signal, tooLong });
    });
  });
}
