#!/usr/bin/env node
// `node scripts/test.mjs [suite…] [-- mocha options or test files]`: each suite in its own process, one after the other.
// The last line is `N passed, N failed, N skipped`, by mocha's own counts.
import { ROOT } from './preconditions.mjs';
import { runSuite } from './runSuite.mjs';
import { chooseSuites } from './suites.mjs';

const USAGE = 'usage: node scripts/test.mjs [suite…] [-- mocha options or test files]';

/** Suites come first; from the first option or file on, everything is mocha's. */
function readArguments(args) {
  const isOther = (argument) => argument.startsWith('-') || argument.endsWith('.ts');
  const at = args.findIndex(isOther);
  const [names, extra] = at === -1 ? [args, []] : [args.slice(0, at), args.slice(at)];
  return { names, extra: extra.filter((argument) => argument !== '--') };
}

function printSummary(results) {
  console.log('');
  for (const { name, seconds, minutes, passed, failed, skipped, complaints } of results) {
    const counts = passed + failed + skipped === 0 ? 'fine' : `${passed} passed, ${failed} failed, ${skipped} skipped`;
    console.log(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s of ${minutes} min  ${counts}`);
    for (const complaint of complaints) console.log(`${''.padEnd(10)} ${complaint}`);
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
}

const { names, extra } = readArguments(process.argv.slice(2));
let suites;
try {
  suites = chooseSuites(names);
  if (extra.length > 0 && !suites.every(({ mocha }) => mocha)) throw new Error('options and files are for suites of mocha: name one, such as `unit`');
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}

const results = [];
for (const suite of suites) {
  console.log(`\n== ${suite.name}`);
  results.push(await runSuite(suite, { root: ROOT, extra }));
  if (process.exitCode === 130) break;
}
printSummary(results);
process.exitCode ||= results.some(({ failed }) => failed > 0) ? 1 : 0;
