import type { GlyphName } from './glyphs.ts';

/**
 * What a report says, before it is Markdown or HTML. Texts are clean (text.ts) but not escaped; numbers in texts are
 * written for the screen. Plotted numbers stand beside them: candidate / current - 1 as printed, or the metric's own
 * unit where `scale` says so.
 */

export type Tone = 'kept' | 'bad' | 'wait' | 'run' | 'none';

/** Shape, colour and word of a verdict or of a state without one. */
export interface Look {
  readonly glyph: GlyphName;
  readonly tone: Tone;
  readonly word: string;
}

export interface MetricModel {
  readonly name: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly primary: boolean;
  readonly smallestEffect: number;
  readonly tolerance: number;
}

/** An estimate as it is printed, and as it is drawn. */
export interface Measured {
  readonly metric: MetricModel;
  /** '' where there is no number. */
  readonly delta: string;
  /** The interval, or what stands in its place. */
  readonly interval: string;
  readonly spoken: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: 'ratio' | 'difference';
  /** 'claimed', 'not worse', a reason for withholding; '' where there is nothing to add. */
  readonly note: string;
}

export interface PairPoint {
  readonly n: number;
  readonly stage: 1 | 2;
  readonly host: string;
  /** Which side the coin put first in most of the pair's micro-pairs. */
  readonly order: 'current' | 'candidate' | 'even';
  /** null where the pair does not count for the metric. */
  readonly value: number | null;
  readonly stalled: boolean;
  readonly current: number | null;
  readonly candidate: number | null;
  /** Estimate and interval over the pairs of this stage so far. */
  readonly running: { readonly value: number; readonly low: number | null; readonly high: number | null } | null;
}

export interface MetricSeries {
  readonly metric: MetricModel;
  readonly scale: 'ratio' | 'difference';
  readonly points: readonly PairPoint[];
  /** Earlier pairs that are not shown. */
  readonly left: number;
  /** Medians of the runs in the stage reported: `44.1 → 49.7 t/s`; '' where unknown. */
  readonly levels: string;
}

export interface EvidenceModel {
  readonly points: readonly { readonly n: number; readonly stage: 1 | 2; readonly wealth: number }[];
  /** Evidence that goes on to confirming, and that keeps; null where the level was never drawn. */
  readonly passAt: number;
  readonly keepAt: number | null;
}

export interface SourceModel {
  readonly text: string;
  /** Set for web addresses only. */
  readonly address: string | null;
}

export interface ExperimentModel {
  readonly anchor: string;
  /** It has a section of its own; beyond some hundred a candidate is a row only. */
  readonly detailed: boolean;
  readonly name: string;
  readonly title: string;
  readonly look: Look;
  /** The look's word, with the metric that became worse. */
  readonly verdict: string;
  readonly review: string;
  readonly reviewReason: string;
  readonly reason: string;
  readonly kept: boolean;
  readonly pairs: number;
  readonly wave: number;
  readonly period: string;
  /** 'base + 2 kept: a, b (3f9c2d1)', and without names and commit; '' before there is code. */
  readonly measuredOn: string;
  readonly measuredOnShort: string;
  readonly hosts: string;
  readonly measured: readonly Measured[];
  readonly series: readonly MetricSeries[];
  readonly evidence: EvidenceModel | null;
  readonly stalls: string;
  readonly hypothesis: readonly string[];
  readonly description: readonly string[];
  readonly facts: readonly Fact[];
  readonly sources: readonly SourceModel[];
  readonly change: { readonly size: string; readonly added: number; readonly removed: number; readonly files: readonly string[] };
  readonly refusals: readonly { readonly rule: string; readonly path: string; readonly why: string }[];
  readonly diff: { readonly lines: readonly string[]; readonly left: number } | null;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Commands, commits, paths. */
  readonly code?: boolean;
}

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly beside: string;
  readonly detail: string;
}

export interface FunnelStep {
  readonly word: string;
  readonly count: number;
  /** What became of those that did not reach the next step; '' where all did. */
  readonly rest: string;
  readonly good: boolean;
}

export interface NoiseRow {
  readonly host: string;
  readonly metric: MetricModel;
  readonly exact: boolean;
  readonly spread: number;
  readonly smallestResolvable: number;
  readonly tolerance: number;
  readonly stallShare: number;
  readonly level: string;
  readonly pairs: number;
  /** Differences of the A/A pairs as fractions, where they were recorded. */
  readonly points: readonly number[];
}

export interface TotalRow {
  readonly measured: Measured;
  /** `44.1 → 49.7 t/s`; '' where the runs are not at hand. */
  readonly levels: string;
  readonly pairs: number;
  /** 'better', 'worse', or that no difference was shown. */
  readonly shows: string;
}

export interface ReportModel {
  readonly id: string;
  readonly workspace: string;
  readonly revision: string;
  readonly period: string;
  readonly goal: string;
  readonly simulated: boolean;
  readonly title: string;
  readonly lead: readonly string[];
  /** Set where the campaign did not come to its regular end. */
  readonly standing: { readonly tone: Tone; readonly text: string } | null;
  readonly figures: readonly Figure[];
  readonly metrics: readonly MetricModel[];
  readonly kept: readonly ExperimentModel[];
  /** Measured ones by effect, best first; then those without a number. */
  readonly experiments: readonly ExperimentModel[];
  readonly funnel: readonly FunnelStep[];
  readonly noise: { readonly sentences: readonly string[]; readonly rows: readonly NoiseRow[] };
  readonly total: { readonly rows: readonly TotalRow[]; readonly series: readonly MetricSeries[]; readonly sentences: readonly string[] };
  readonly unmeasured: { readonly candidates: readonly ExperimentModel[]; readonly sentences: readonly string[] };
  readonly method: { readonly sentences: readonly string[]; readonly facts: readonly Fact[] };
  readonly notices: readonly { readonly time: string; readonly tone: Tone; readonly text: string }[];
}
