#!/usr/bin/env node
// The terminal program from a clone: `npm run -s marginalia -- status`. Builds what is missing or stale, then becomes it.
import { ROOT } from './preconditions.mjs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { buildIfStale, TERMINAL } from '../esbuild.mjs';

await buildIfStale({ only: TERMINAL });

// npm changes to the package's folder; the caller means its own. Only where npm really started this very script.
const { INIT_CWD, npm_lifecycle_event: script } = process.env;
if (INIT_CWD && script === 'marginalia' && process.cwd() === ROOT) process.chdir(INIT_CWD);

// In this process, not in a child: Ctrl-C then reaches the program once.
createRequire(import.meta.url)(path.join(ROOT, 'dist', 'cli.cjs'));
