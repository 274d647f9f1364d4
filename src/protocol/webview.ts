import { z } from 'zod';

/**
 * What crosses between the extension and its webviews. The extension sends whole snapshots, ready to be drawn: numbers
 * are written already, nothing is computed in the page. What a page sends is checked by zod where it enters the
 * extension; the page itself imports types only.
 */

export const GLYPH_NAMES = [
  'kept',
  'discarded',
  'regression',
  'inconclusive',
  'refused',
  'crashed',
  'checks-failed',
  'conflict',
  'infrastructure',
  'running',
  'queued',
] as const;
export type GlyphName = (typeof GLYPH_NAMES)[number];

/** A measured number: `+6.8 %` and `[5.9, 7.7]` apart, since they are drawn apart. `delta` is '' where it is withheld. */
export interface MetricText {
  readonly metric: string;
  readonly delta: string;
  readonly interval: string;
}

export interface Meter {
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** What a button or a link asks for; the extension knows what each means. */
export const ACTIONS = ['start', 'sample', 'attach', 'stop', 'resume', 'report', 'clean', 'problems', 'trust', 'definition'] as const;
export type ActionName = (typeof ACTIONS)[number];

export interface ActionButton {
  readonly action: ActionName;
  readonly label: string;
  readonly look: 'primary' | 'secondary' | 'link';
}

export interface HostRow {
  readonly name: string;
  readonly what: string;
  readonly isIdle: boolean;
  readonly stage: string;
  readonly count: string;
  /** null: no meter, the step has no known length. */
  readonly share: number | null;
}

export interface Note {
  readonly level: 'info' | 'warning';
  readonly lines: readonly string[];
  readonly buttons: readonly ActionButton[];
}

export interface NowSection {
  readonly glyph: GlyphName | 'ended' | 'stopped';
  readonly title: string;
  readonly right: string;
  readonly sub: string;
  readonly note: Note | null;
  readonly hosts: readonly HostRow[];
  readonly buttons: readonly ActionButton[];
}

/** From the start to now on one scale, in the metric's own unit; places are shares of the width. */
export interface Bullet {
  readonly start: { readonly at: number; readonly text: string };
  readonly now: { readonly at: number; readonly low: number; readonly high: number; readonly text: string };
  readonly unit: string;
  readonly isBetter: boolean;
  readonly label: string;
}

export interface BestSection {
  readonly title: string;
  readonly right: string;
  readonly metrics: readonly MetricText[];
  readonly bullet: Bullet | null;
  readonly note: string;
}

export interface WaitingRow {
  readonly experiment: string;
  readonly glyph: GlyphName;
  /** `Review `, then the name, then ` was refused`. */
  readonly before: string;
  readonly after: string;
  readonly metric: MetricText | null;
  readonly detail: string;
  readonly link: string;
}

export interface Chip {
  readonly experiment: string;
  readonly glyph: GlyphName;
  /** '' where the glyph alone stands. */
  readonly text: string;
  readonly look: 'kept' | 'running' | 'queued' | 'plain';
  /** 0 to 1: how far its pairs have come; null where none run. */
  readonly fill: number | null;
  /** Name and word: the chip's label and tooltip. */
  readonly title: string;
}

export interface WaveRow {
  readonly number: number;
  readonly title: string;
  readonly right: string;
  readonly chips: readonly Chip[];
}

export interface TallyRow {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly detail: string;
  readonly count: number;
}

export interface FoundRow {
  readonly label: string;
  readonly value: string;
  readonly isCode: boolean;
}

export type SidebarView =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'empty';
      readonly isTrusted: boolean;
      readonly hasFolder: boolean;
      readonly found: readonly FoundRow[];
      readonly buttons: readonly ActionButton[];
      readonly links: readonly { readonly before: string; readonly button: ActionButton }[];
    }
  | {
      readonly kind: 'campaign';
      readonly campaign: string;
      readonly now: NowSection;
      readonly best: BestSection | null;
      readonly waiting: { readonly rows: readonly WaitingRow[]; readonly count: number };
      readonly waves: { readonly right: string; readonly rows: readonly WaveRow[]; readonly hidden: number };
      /** By verdict, once the campaign is over. */
      readonly tally: { readonly title: string; readonly rows: readonly TallyRow[] } | null;
      readonly budget: { readonly right: string; readonly meters: readonly Meter[] };
      readonly foot: readonly ActionButton[];
      /** The latest verdict in words, for a polite live region. */
      readonly spoken: string;
    };

export type ToSidebar = { readonly type: 'view'; readonly view: SidebarView };

export const fromSidebarSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('action'), action: z.enum(ACTIONS) }),
  z.object({ type: z.literal('open'), experiment: z.string().max(200) }),
]);
export type FromSidebar = z.infer<typeof fromSidebarSchema>;

/** One command of the definition, as the page before the start shows it. */
export interface ReviewCommand {
  readonly label: string;
  readonly command: string;
  /** Where it comes from: a file, a default, the user's answer. */
  readonly from: string;
  /** A file of the workspace that can be opened; '' where there is none. */
  readonly file: string;
  readonly times: string;
}

export interface ReviewFact {
  readonly label: string;
  readonly lines: readonly string[];
}

export interface ReviewView {
  readonly goal: string;
  readonly folder: string;
  readonly commands: readonly ReviewCommand[];
  readonly facts: readonly ReviewFact[];
  readonly warnings: readonly string[];
  readonly definition: string;
  readonly definitionFile: string;
  readonly isSaved: boolean;
  readonly state: 'ready' | 'starting';
  /** What went wrong at the last try. */
  readonly problem: string;
}

export type ToReview = { readonly type: 'view'; readonly view: ReviewView };

export const fromReviewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('start'), save: z.boolean() }),
  z.object({ type: z.literal('edit') }),
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('openFile'), file: z.string().max(1_000) }),
]);
export type FromReview = z.infer<typeof fromReviewSchema>;
