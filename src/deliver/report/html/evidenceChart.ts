import { formatEvidence } from '../../../campaign/numbers.ts';
import type { EvidenceModel, ExperimentModel } from '../model.ts';
import { html, type Markup } from '../markup.ts';
import { across, bottomOf, down, drawing, horizontal, lineOf, screeningArea, shareOf, stretched, tickLabel, type Frame } from './frame.ts';

const HEIGHT = 128;
const LABELS = 16;
/** Evidence beyond these is drawn at the edge. */
const LEAST = 1e-3;
const MOST = 1e9;

/** Evidence on a logarithmic axis, with what it takes to go on and to be kept. */
export function renderEvidence(evidence: EvidenceModel, one: ExperimentModel): Markup {
  const { points, passAt, keepAt } = evidence;
  const logs = points.map(({ wealth }) => Math.log10(Math.min(MOST, Math.max(LEAST, Number.isFinite(wealth) ? wealth : MOST))));
  const screening = points.filter(({ stage }) => stage === 1).length;
  const goals = [Math.log10(passAt), ...(keepAt !== null && screening < points.length ? [Math.log10(keepAt)] : [])];
  const frame: Frame = { height: HEIGHT, count: points.length, range: { low: Math.min(0, ...logs) - 0.15, high: Math.max(...goals, ...logs) + 0.25 } };
  const parted = screening / points.length;
  return drawing(
    frame,
    labelOf(evidence, one),
    [
      screeningArea(frame, screening),
      ...powers(frame).map((power) => html`${horizontal(frame, power, 'grid')}${tickLabel(frame, power, formatPower(power))}`),
      screening === 0 ? null : html`${horizontal(frame, Math.log10(passAt), 'thr', 0, parted)}${caption(frame, Math.log10(passAt), `${passAt} goes on`, 0)}`,
      keepAt === null || screening === points.length ? null : html`${horizontal(frame, Math.log10(keepAt), 'thr', parted, 1)}${caption(frame, Math.log10(keepAt), `${formatEvidence(Math.round(keepAt))} keeps`, parted)}`,
      stretched(frame, [html`<path class="ev" vector-effect="non-scaling-stroke" d="${lineOf(frame, logs)}"/>`]),
      renderEnd(frame, evidence, logs, one),
      ...pairNumbers(frame, points),
    ],
    LABELS,
  );
}

/** Above the line at its begin: evidence comes from below. */
function caption(frame: Frame, value: number, text: string, share: number): Markup {
  return html`<text x="${across(share)}" dx="6" y="${down(frame, value) - 4}">${text}</text>`;
}

function powers({ range }: Frame): number[] {
  const step = Math.max(1, Math.ceil((range.high - range.low) / 5));
  const first = Math.ceil(range.low / step) * step;
  return Array.from({ length: 8 }, (_, index) => first + index * step).filter((power) => power <= range.high);
}

function formatPower(power: number): string {
  return power >= 0 ? (10 ** power).toLocaleString('en-US') : String(Number((10 ** power).toPrecision(1)));
}

function renderEnd(frame: Frame, { points }: EvidenceModel, logs: readonly number[], one: ExperimentModel): Markup {
  const index = points.length - 1;
  const [x, y] = [across(shareOf(frame, index)), down(frame, logs.at(-1) ?? 0)];
  return html`<use class="${one.look.tone}" href="#s-${one.look.glyph}" fill="currentColor" x="${x}" y="${y}"/><text class="fg b e" x="100%" y="${Math.max(12, y + 4)}">${formatEvidence(points.at(-1)?.wealth ?? 0)}</text>`;
}

/** At most about a dozen numbers, the first and the last among them. */
function pairNumbers(frame: Frame, points: EvidenceModel['points']): Markup[] {
  const step = Math.max(1, Math.ceil(points.length / 12));
  return points.flatMap(({ n }, index) => {
    const last = index === points.length - 1;
    const near = !last && points.length - 1 - index < step;
    return last || (index % step === 0 && !near) ? [html`<text class="m" x="${across(shareOf(frame, index))}" y="${bottomOf(frame) + 18}">${n}</text>`] : [];
  });
}

function labelOf({ points, keepAt }: EvidenceModel, one: ExperimentModel): string {
  const goal = keepAt === null ? '' : ` of the ${formatEvidence(Math.round(keepAt))} that keep`;
  return `Evidence for ${one.name} after ${points.length} pairs: ${formatEvidence(points.at(-1)?.wealth ?? 0)}${goal}.`;
}
