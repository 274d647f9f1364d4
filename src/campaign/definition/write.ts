import { Document, YAMLMap, YAMLSeq, isMap, isSeq, parseDocument } from 'yaml';
import type { Draft, DraftMetric, Found } from './draft.ts';

const HEAD = ' The definition of an optimization campaign (Marginalia). README.md of Marginalia lists all keys.';

/** The YAML text of a draft. What is missing stands as a comment, so that the text can be completed by hand. */
export function writeDefinition(draft: Draft, notes: readonly string[] = []): string {
  const document = new Document({});
  document.commentBefore = [HEAD, ...notes.map((note) => ` Note: ${oneLine(note)}`)].join('\n');
  change(document, draft);
  const text = document.toString(STYLE);
  const missing = [
    ...(draft.run === undefined ? ['# benchmark: { run: ./bench.sh }   # missing: prints lines "METRIC name=value"'] : []),
    ...(draft.metrics?.length ? [] : ['# metrics: [{ name: time_s, unit: s, better: lower }]   # missing']),
  ];
  return missing.length === 0 ? text : `${text.replace(/^\{\}\n?$/m, '')}${missing.join('\n')}\n`;
}

/** The user's own text with some values replaced; comments, order and what is not replaced stay as they are. */
export function overrideDefinition(text: string, draft: Draft): string {
  const document = parseDocument(text);
  change(document, draft);
  return document.toString(STYLE);
}

const STYLE = { lineWidth: 0, flowCollectionPadding: true } as const;

function change(document: Document, draft: Draft): void {
  const set = (path: readonly string[], found: Found<unknown> | undefined) => {
    if (found !== undefined) setAt(document, path, found);
  };
  set(['goal'], draft.goal);
  set(['cwd'], draft.cwd);
  set(['setup'], draft.setup);
  set(['build'], draft.build);
  set(['benchmark', 'run'], draft.run);
  if (draft.format !== undefined && (draft.format.value !== 'metric' || document.hasIn(['benchmark', 'format']))) set(['benchmark', 'format'], draft.format);
  set(['checks'], draft.checks);
  if (draft.metrics?.length) setMetrics(document, draft.metrics);
  set(['scope', 'include'], draft.scope);
  set(['protect'], draft.protect);
  set(['timeouts', 'run'], draft.runTimeout);
  set(['timeouts', 'checks'], draft.checksTimeout);
  set(['budget', 'experiments'], draft.experiments);
  set(['budget', 'hours'], draft.hours);
  set(['budget', 'dollars'], draft.dollars);
  set(['proposers'], draft.proposers);
  set(['patches'], draft.patches);
}

/** Blocks of keys are written in one line, with one comment behind them. */
function setAt(document: Document, path: readonly string[], { value, from }: Found<unknown>): void {
  const node = document.createNode(value, { flow: true });
  const [top = '', inner] = path;
  if (inner === undefined) {
    document.set(top, node);
    node.comment = ` ${oneLine(from)}`;
    return;
  }
  const block: unknown = document.get(top, true);
  const map = isMap(block) ? block : flowMap();
  if (map !== block) document.set(top, map);
  map.set(inner, node);
  if (!map.flow) node.comment = ` ${oneLine(from)}`;
  else map.comment = [...new Set([...(map.comment?.trim().split('; ') ?? []), oneLine(from)])].map((part) => part.trim()).join('; ').replace(/^/, ' ');
}

/** The metrics named are the metrics; what the text already says of one of them (smallestEffect, tolerance) stays. */
function setMetrics(document: Document, metrics: readonly Found<DraftMetric>[]): void {
  const before = document.get('metrics', true);
  const known = isSeq(before) ? before.items : [];
  const list = new YAMLSeq();
  for (const { value, from } of metrics) {
    const same = known.find((item) => isMap(item) && item.get('name') === value.name);
    const node = isMap(same) ? same : flowMap();
    node.set('name', value.name);
    if (value.unit !== '') node.set('unit', value.unit);
    if (value.better !== undefined) node.set('better', value.better);
    if (same === undefined) node.comment = ` ${oneLine(value.better === undefined ? `${from}; say better: higher or better: lower` : from)}`;
    list.items.push(node);
  }
  document.set('metrics', list);
}

function flowMap(): YAMLMap {
  const map = new YAMLMap();
  map.flow = true;
  return map;
}

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
