/** All peers of decisions.md 5.5 by name. They start after a rebuild gap and discard no warm-up (the oracle does). */
import { benchstatBlocks, clean, hyperfine, piMad, pyperf, screen, stored } from './peersBlocks.ts';
import type { Policy } from './peersBlocks.ts';
import { bca, benchstatPairs, nanobench, oracle, pinpoint, tango, walsh } from './peersPaired.ts';

export const policies: Readonly<Record<string, Policy>> = {
  'stored baseline, 5 runs': stored,
  'clean A/B + gate': clean,
  'screen, then clean A/B': screen,
  'pi-autoresearch MAD >= 2': piMad,
  'benchstat, blocks': benchstatBlocks,
  'benchstat, interleaved': benchstatPairs,
  'hyperfine +- sd': hyperfine,
  'pyperf t, blocks': pyperf,
  'Pinpoint, interleaved': pinpoint,
  'nanobench sign interval': nanobench,
  tango,
  'pairs + BCa of mean': bca,
  'pairs + trimmed Walsh': walsh,
  'oracle SPRT': oracle,
};
