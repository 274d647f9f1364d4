import type { Definition } from '../../campaign/definition/schema.ts';
import type { Live } from '../../protocol/live.ts';
import type { Standing } from '../look/review.ts';

export interface SidebarInput {
  readonly live: Live;
  readonly definition: Definition;
  readonly standing: (experiment: string) => Standing;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly isTrusted: boolean;
  /** What went wrong with the engine last, '' where nothing did. */
  readonly problem: string;
}
