import { html, type Markup } from '../markup.ts';
import type { Range } from '../scale.ts';

/**
 * Charts that keep their type size at any width: x is per cent of the drawing, y is pixels. Only areas and lines are
 * stretched, in a drawing of their own of a thousand units.
 */

const LEFT = 0.1;
const RIGHT = 0.11;
const UNITS = 1_000;
const TOP = 20;
const BOTTOM = 8;

export interface Frame {
  readonly height: number;
  readonly count: number;
  readonly range: Range;
}

/** Middle of the n-th of `count` places, 0-based, as a share of the plot. */
export function shareOf(frame: Frame, index: number): number {
  return (index + 0.5) / Math.max(1, frame.count);
}

/** A share of the plot as a position in the whole drawing. */
export function across(share: number): string {
  return `${((LEFT + share * (1 - LEFT - RIGHT)) * 100).toFixed(2)}%`;
}

export function down(frame: Frame, value: number): number {
  const share = (value - frame.range.low) / (frame.range.high - frame.range.low);
  return TOP + (1 - Math.min(1, Math.max(0, share))) * (frame.height - TOP - BOTTOM);
}

export function bottomOf(frame: Frame): number {
  return frame.height - BOTTOM;
}

/** Lines and areas, drawn in UNITS by height and stretched to the plot. */
export function stretched(frame: Frame, content: readonly Markup[]): Markup {
  return html`<svg x="${across(0)}" y="0" width="${((1 - LEFT - RIGHT) * 100).toFixed(2)}%" height="${frame.height}" viewBox="0 0 ${UNITS} ${frame.height}" preserveAspectRatio="none" aria-hidden="true">${content}</svg>`;
}

export function point(frame: Frame, index: number, value: number): string {
  return `${(shareOf(frame, index) * UNITS).toFixed(1)} ${down(frame, value).toFixed(1)}`;
}

/** A polyline per stretch of neighbours; a gap begins a new one. */
export function lineOf(frame: Frame, values: readonly (number | null)[]): string {
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const joined = index > 0 && values[index - 1] !== null;
    path += `${joined ? 'L' : 'M'}${point(frame, index, value)}`;
  });
  return path;
}

export function horizontal(frame: Frame, value: number, name: string, from = 0, to = 1): Markup {
  const y = Math.round(down(frame, value)) + 0.5;
  return html`<line class="${name}" x1="${across(from)}" x2="${across(to)}" y1="${y}" y2="${y}"/>`;
}

/** Label left of the plot. */
export function tickLabel(frame: Frame, value: number, label: string): Markup {
  return html`<text class="e" x="${`${(LEFT * 100 - 1.4).toFixed(2)}%`}" y="${down(frame, value) + 4}">${label}</text>`;
}

/** Screening is shaded: its pairs decide, and are not reported once there are others. */
export function screeningArea(frame: Frame, screening: number): Markup | null {
  if (screening <= 0 || screening >= frame.count) return null;
  const share = screening / frame.count;
  const width = share * (1 - LEFT - RIGHT) * 100;
  return html`<rect class="band" x="${across(0)}" y="4" width="${width.toFixed(2)}%" height="${frame.height - BOTTOM}"/><line class="edge" x1="${across(share)}" x2="${across(share)}" y1="4" y2="${bottomOf(frame)}"/>`;
}

export function drawing(frame: Frame, label: string, content: readonly (Markup | null)[], extra = 0): Markup {
  return html`<svg class="chart" width="100%" height="${frame.height + extra}" role="img" aria-label="${label}">${content}</svg>`;
}
