import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';

export interface Entry {
  readonly input: string;
  readonly output: string;
  readonly options: BuildOptions;
}

/** Minified bundles without source maps in `<folder>`. Gives every file, ours and others', that is in them. */
export async function buildProduction(root: string, entries: readonly Entry[], folder: string): Promise<string[]> {
  const inputs = new Set<string>();
  for (const { input, output, options } of entries) {
    const { metafile } = await build({
      ...options,
      absWorkingDir: root,
      entryPoints: [input],
      outfile: path.join(folder, output),
      minify: true,
      // The texts of all licences are in THIRD-PARTY-NOTICES.txt.
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    });
    for (const made of Object.values(metafile.outputs)) for (const [file, { bytesInOutput }] of Object.entries(made.inputs)) if (bytesInOutput > 0) inputs.add(file);
  }
  return [...inputs];
}
