/** What identifies a hypothesis over all campaigns of a workspace (decisions.md 3.11). Tree hashes, not commits. */

export interface KeyParts {
  readonly currentTree: string;
  readonly candidateTree: string;
  /** Hash of the protected files, the commands, the environment and the metrics. */
  readonly benchmark: string;
  readonly hostKind: string;
}

/** The text whose sha256 is the key: one canonical JSON form, whatever the order of the parts. */
export function computeKeyText(parts: KeyParts): string {
  return JSON.stringify({
    benchmark: parts.benchmark,
    candidateTree: parts.candidateTree,
    currentTree: parts.currentTree,
    hostKind: parts.hostKind,
  });
}
