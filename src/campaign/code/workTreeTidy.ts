import { locate } from './workTreePath.ts';
import { namesBeside, removeLeftovers } from './workTreeStage.ts';

/**
 * Removes what an accept that was killed left beside its targets: for the files of an intent, once it has been settled by
 * their hashes. Nothing is lost: the former content is merged into the new one, or was as committed where the file goes.
 */
export async function tidyWorkTree(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const located = await locate(root, path);
    if (located.ok) await removeLeftovers(namesBeside(path, located.file));
  }
}
