import path from 'node:path';
import { runProgram } from './cli/program.ts';
import { makePorts } from './cli/world/makePorts.ts';
import { connectEngine } from './protocol/client.ts';

/** The bundle lies beside the engine's; from source both are in dist/. */
const folder = import.meta.dirname;
const engineFile = path.join(path.basename(folder) === 'dist' ? folder : path.join(folder, '..', 'dist'), 'engine.cjs');

async function report(workspace: string, campaign: string) {
  const client = await connectEngine({ workspace, client: 'terminal', engineFile, start: true });
  if (client === null) throw new Error('no engine');
  try {
    return await client.request('report', { campaign });
  } finally {
    client.dispose();
  }
}

void runProgram(process.argv.slice(2), makePorts({ engineFile, report })).then((code) => {
  process.exitCode = code;
  // Nothing is under way any more; what would keep the process alive (an open standard input) is not ours to wait for.
  process.exit();
});
