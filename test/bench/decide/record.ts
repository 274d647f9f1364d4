/**
 * Records an A/A trace of this machine: `node test/bench/decide/record.ts FOLDER [readings]`. A memory kernel
 * (sequential and strided reads of 2^21 doubles) and an integer kernel (4 million congruential steps) take turns, two
 * passes a reading (decisions.md 5.6). Writes memory.json and integer.json: readings a second, in time order.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const doubles = 2 ** 21;
const stride = 4099;
const steps = 4_000_000;
const data = Float64Array.from({ length: doubles }, (_, i) => i % 7);
let sink = 0;

function readMemory(): void {
  let sum = 0;
  for (let i = 0; i < doubles; i += 1) sum += data[i] as number;
  for (let i = 0, at = 0; i < doubles; i += 1, at = (at + stride) % doubles) sum += data[at] as number;
  sink += sum;
}

function stepIntegers(): void {
  let state = 1;
  for (let i = 0; i < steps; i += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  sink += state;
}

function time(kernel: () => void): number {
  const start = process.hrtime.bigint();
  kernel();
  kernel();
  return Number((1e9 / Number(process.hrtime.bigint() - start)).toPrecision(6));
}

const [folder = '.', readings = '1900'] = process.argv.slice(2);
const memory: number[] = [];
const integer: number[] = [];
for (let i = 0; i < 20; i += 1) {
  time(readMemory);
  time(stepIntegers);
}
for (let i = 0; i < Number(readings); i += 1) {
  memory.push(time(readMemory));
  integer.push(time(stepIntegers));
}
writeFileSync(join(folder, 'memory.json'), `${JSON.stringify(memory)}\n`);
writeFileSync(join(folder, 'integer.json'), `${JSON.stringify(integer)}\n`);
process.stdout.write(`${readings} readings each${sink === 0 ? '!' : ''}\n`);
