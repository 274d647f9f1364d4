import assert from 'node:assert/strict';
import fc from 'fast-check';
import { experimentsInOrder } from '../../../src/campaign/state.ts';
import { computeReport } from '../../../src/deliver/report/computeReport.ts';
import type { ReportInput } from '../../../src/deliver/report/input.ts';
import type { ReportModel } from '../../../src/deliver/report/model.ts';
import { renderHtml } from '../../../src/deliver/report/renderHtml.ts';
import { renderMarkdown } from '../../../src/deliver/report/renderMarkdown.ts';
import { makeCampaign, type FixtureOptions } from '../../fixtures/report/campaign.ts';
import { CANDIDATES } from '../../fixtures/report/candidates.ts';
import { parseXml, textOf, walk, type Element } from './xml.ts';

const input = makeCampaign();
const model = computeReport(input);
const markdown = renderMarkdown(model);
const page = parseXml(renderHtml(model));
const screenText = textOf(page);
/** As the Markdown has it. */
const ascii = (text: string) => text.replaceAll('\u2212', '-').replaceAll('\u202f', ' ');
const find = (name: string) => {
  const found = model.experiments.find((one) => one.name === name);
  assert.ok(found);
  return found;
};
const all = (root: Element, name: string) => [...walk(root)].filter((element) => element.name === name);

describe('report: what it says', () => {
  it('has the result as its title, with the sign in words', () => {
    assert.match(ascii(model.title), /^tg is \d+\.\d % faster, pp \d\.\d %$/);
    assert.equal(textOf(all(page, 'h1')[0] as Element), model.title);
    assert.ok(markdown.startsWith(`# ${ascii(model.title)}\n`));
  });

  it('has every experiment with verdict, estimate and interval, in both forms', () => {
    assert.equal(model.experiments.length, CANDIDATES.length);
    for (const one of model.experiments) {
      const row = markdown.split('\n').find((line) => line.startsWith(`| \`${one.name}\` | ${one.verdict} |`));
      assert.ok(row, `${one.name} has no row`);
      const cells = all(page, 'tr').find((tr) => textOf(tr).includes(one.name) && textOf(tr).includes(one.verdict));
      assert.ok(cells, `${one.name} has no row on the page`);
      for (const { delta, interval } of one.measured) {
        assert.ok(row.includes(ascii(`${delta} ${interval}`)));
        assert.ok(screenText.includes(interval));
      }
      if (one.measured[0]) assert.ok(textOf(cells).includes(one.measured[0].delta));
    }
  });

  it('prints the estimates of the log, not others', () => {
    for (const experiment of Object.values(input.state.experiments)) {
      const one = find(experiment.name);
      assert.equal(one.pairs, experiment.pairs);
      for (const { metric, value } of one.measured) assert.equal(value, experiment.estimates[metric.name]?.delta);
    }
  });

  it('sorts by effect, and puts what has no number last', () => {
    const values = model.experiments.map(({ measured }) => measured[0]?.value ?? -Infinity);
    assert.deepEqual(values, values.toSorted((a, b) => b - a));
    assert.ok(model.experiments.at(-1)?.measured.length === 0);
  });

  it('names the metric of a regression, claims only what the decision claims, and says what it was measured on', () => {
    assert.equal(find('wide-tile-tg').verdict, 'regression of pp');
    const kept = find('normalize-output-once');
    assert.deepEqual(kept.measured.map(({ note }) => note), ['claimed', 'not worse']);
    assert.match(kept.measuredOn, /^base \+ 1 kept: softmax-one-pass \([0-9a-f]{7}\)$/);
    assert.ok(model.experiments.filter(({ kept: isKept }) => !isKept).every(({ measured }) => measured.every(({ note }) => note === '')));
    assert.doesNotMatch(markdown + screenText, /significan|winner|succeeded/i);
  });

  it('tells why there is no number', () => {
    assert.match(find('kv-transposed').reason, /too few arguments/);
    assert.match(find('tile-remainder-skip').reason, /3 of 418 shapes/);
    assert.match(find('bench-fewer-tokens').refusals[0]?.why ?? '', /protected/);
    assert.match(find('up-gate-fuse').reason, /does not apply/);
    for (const name of ['kv-transposed', 'tile-remainder-skip', 'bench-fewer-tokens', 'up-gate-fuse']) {
      assert.ok(model.unmeasured.candidates.some((one) => one.name === name));
    }
  });

  it('has the total as a measurement of its own, with levels', () => {
    assert.deepEqual(model.total.rows.map(({ measured }) => measured.metric.name), ['tg', 'pp']);
    assert.match(model.total.rows[0]?.levels ?? '', /^\d+\.\d \u2192 \d+\.\d t\/s$/);
    assert.match(model.total.sentences.join(' '), /do not multiply/);
    assert.ok(markdown.includes('## Head against base, measured afresh'));
  });

  it('has the noise, the smallest effect and how it was done', () => {
    assert.equal(model.noise.rows.length, 2);
    assert.equal(model.noise.rows[0]?.points.length, 12);
    const facts = new Map(model.method.facts.map(({ label, value }) => [label, value]));
    assert.equal(facts.get('Compiler'), 'gcc 12.2.0');
    assert.equal(facts.get('Seed'), input.state.created?.seed);
    assert.match(facts.get('Host') ?? '', /4 micro-pairs a pair/);
    assert.match(facts.get('Budget') ?? '', /of 20 experiments/);
  });

  it('has ASCII minus and plain spaces in Markdown', () => {
    assert.doesNotMatch(markdown, /[\u2212\u202f]/);
  });

  it('loses nobody in the funnel', () => {
    assert.equal(model.funnel[0]?.count, CANDIDATES.length);
    model.funnel.forEach(({ count, rest }, index) => {
      const next = model.funnel[index + 1];
      if (next === undefined) return;
      const lost = (rest.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0);
      assert.equal(count - lost, next.count, `${rest} between ${count} and ${next.count}`);
    });
  });

  it('ends each running estimate at the estimate reported', () => {
    for (const one of model.experiments) {
      for (const { metric, points } of one.series) {
        const reported = one.measured.find((measured) => measured.metric === metric);
        const last = points.findLast(({ running }) => running !== null)?.running;
        assert.ok(Math.abs((last?.value ?? 0) - (reported?.value ?? 0)) < 1e-12);
        if (reported?.low !== null && reported?.low !== undefined) assert.ok(Math.abs((last?.low ?? 0) - reported.low) < 1e-12);
      }
    }
    for (const { metric, points } of model.total.series) {
      const row = model.total.rows.find(({ measured }) => measured.metric === metric);
      assert.ok(Math.abs((points.at(-1)?.running?.value ?? 0) - (row?.measured.value ?? 0)) < 1e-12);
    }
  });

  it('depends on its input alone and leaves it as it is', () => {
    const before = JSON.stringify(input);
    assert.deepEqual(computeReport(input), model);
    assert.equal(JSON.stringify(input), before);
  });
});

describe('report: the page', () => {
  it('loads nothing, runs nothing, and links only within itself or to the web', () => {
    const source = renderHtml(model);
    assert.doesNotMatch(source, /<(script|img|link|iframe|object|embed|form|base)\b|@import|url\(|javascript:|\son\w+=|\bsrc=/i);
    for (const element of walk(page)) {
      const { href } = element.attributes;
      if (href !== undefined) assert.match(href, /^(#[\w-]+|https?:\/\/)/);
    }
  });

  it('has a target for every link within it, and no id twice', () => {
    const ids = [...walk(page)].flatMap(({ attributes }) => attributes['id'] ?? []);
    assert.equal(new Set(ids).size, ids.length);
    for (const { attributes } of walk(page)) if (attributes['href']?.startsWith('#')) assert.ok(ids.includes(attributes['href'].slice(1)), attributes['href']);
  });

  it('gives every picture a role and one sentence; what stands beside its word is hidden', () => {
    const outer = (element: Element): Element[] => (element.name === 'svg' ? [element] : element.children.flatMap(outer));
    for (const svg of outer(page)) {
      if (svg.attributes['aria-hidden'] === 'true') continue;
      assert.equal(svg.attributes['role'], 'img');
      assert.match(svg.attributes['aria-label'] ?? '', /^[^\n]{10,}\.$/);
    }
  });

  it('gives every experiment with pairs its table of them', () => {
    for (const one of model.experiments) {
      const article = all(page, 'article').find(({ attributes }) => attributes['id'] === one.anchor);
      assert.ok(article);
      const rows = all(article, 'details').filter((details) => textOf(details).startsWith('Table of')).flatMap((details) => all(details, 'tr'));
      assert.equal(rows.length, one.pairs === 0 ? 0 : one.pairs + 1);
      assert.equal(all(article, 'use').filter(({ attributes }) => /^#m-/.test(attributes['href'] ?? '')).length >= one.pairs, true);
    }
  });

  it('marks what is simulated', () => {
    assert.doesNotMatch(screenText + markdown, /simulated/i);
    const simulated = computeReport(makeCampaign({ simulated: true, begin: 2 }));
    assert.match(textOf(parseXml(renderHtml(simulated))), /simulated values/);
    assert.match(renderMarkdown(simulated), /\*\*Simulated values/);
  });
});

describe('report: a campaign that is not through', () => {
  const reportOf = (options: FixtureOptions, more: Partial<ReportInput> = {}): ReportModel => computeReport({ ...makeCampaign(options), ...more });
  const cases: readonly [string, ReportModel, RegExp, RegExp | null][] = [
    ['under way', reportOf({ begin: 3, end: 'cut', total: false }, { live: true }), /kept so far, their total is not measured/, /Still under way/],
    ['cut off', reportOf({ begin: 3, end: 'cut', total: false }, { live: false }), /their total is not measured/, /no engine is at work/],
    ['stopped', reportOf({ begin: 3, end: 'stopped', total: false }), /their total is not measured/, /stopped before it was through: stopped by the user\. 10 candidates not begun/],
    ['out of budget', reportOf({ begin: 3, end: 'budget' }), /tg is .* faster/, /budget was spent/],
    ['failed', reportOf({ begin: 0, end: 'failed' }), /failed before a candidate was measured/, /only 300 MB are free/],
    ['without a keep', reportOf({ candidates: CANDIDATES.filter(({ effects }) => (effects?.['tg'] ?? 0) < 0.01) }), /^No change was kept$/, null],
    ['without a measured candidate', reportOf({ candidates: CANDIDATES.filter(({ fails }) => fails !== undefined) }), /^No candidate was measured$/, null],
    ['without a candidate', reportOf({ candidates: [] }), /^No candidate was proposed$/, null],
  ];
  for (const [title, report, headline, standing] of cases) {
    it(`says so: ${title}`, () => {
      assert.match(ascii(report.title), headline);
      if (standing === null) assert.equal(report.standing, null);
      else assert.match(report.standing?.text ?? '', standing);
      const text = renderMarkdown(report);
      if (report.standing !== null) assert.ok(text.includes(`> ${report.standing.text.slice(0, 30)}`));
      assert.ok(textOf(parseXml(renderHtml(report))).includes(report.standing?.text ?? report.title));
      if (report.total.rows.length === 0) assert.ok(report.figures[0]?.beside === 'not measured');
    });
  }

  it('does not take the total of an earlier head for the present one', () => {
    const state = { ...input.state, head: { commit: 'a'.repeat(40), tree: 'b'.repeat(40) } };
    const report = computeReport({ ...input, state });
    assert.match(report.title, /total is not measured$/);
    assert.match(report.total.sentences.join(' '), /The head has moved since/);
  });

  it('says what its words are when head and base show no difference, or the head is slower', () => {
    const { total } = input.state;
    assert.ok(total);
    const estimate = { delta: -0.02, low: -0.03, high: -0.01, better: false, pairs: 12, scale: 'ratio', stalls: { current: 0, candidate: 0, runs: 48 } } as const;
    const withTotal = (tg: object) => computeReport({ ...input, state: { ...input.state, total: { ...total, estimates: { tg: { ...estimate, ...tg }, pp: { ...estimate, better: null, low: -0.05, high: 0.01 } } } } });
    assert.equal(ascii(withTotal({}).title), 'tg is 2.0 % slower');
    assert.match(withTotal({ better: null, high: 0.01 }).title, /together no difference in tg is shown$/);
    assert.match(withTotal({ delta: null, low: null, high: null, better: null, withheld: 'unstable: the pairs contradict each other' }).title, /the total is withheld$/);
  });

  it('goes on without the pairs, and says that the runs are not at hand', () => {
    const report = computeReport({ ...input, pairs: {} });
    assert.deepEqual(report.experiments.map(({ pairs }) => pairs), model.experiments.map(({ pairs }) => pairs));
    assert.match(textOf(parseXml(renderHtml(report))), /runs not at hand/);
    renderMarkdown(report);
  });
});

describe('report: any campaign', () => {
  const options = fc.record({
    seed: fc.nat({ max: 1_000 }),
    begin: fc.nat({ max: CANDIDATES.length }),
    end: fc.constantFrom('ended' as const, 'stopped' as const, 'budget' as const, 'failed' as const, 'cut' as const),
    total: fc.boolean(),
    noise: fc.record({ spread: fc.constantFrom(0, 0.002, 0.05, 0.4), stallShare: fc.constantFrom(0, 0.2), microPairs: fc.constantFrom(1, 4) }),
    metrics: fc.constantFrom(
      [{ name: 'tg', unit: 't/s', better: 'higher' }],
      [{ name: 'tg', unit: 'ms', better: 'lower' }, { name: 'pp', better: 'lower' }],
    ),
  });

  it('is well-formed, and shows nothing that is no number', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const report = computeReport(makeCampaign(chosen));
        const source = renderHtml(report);
        parseXml(source);
        assert.doesNotMatch(source + renderMarkdown(report), /NaN|Infinity|undefined|\[object|>null</);
        assert.equal(report.experiments.length, CANDIDATES.length);
        const counts = report.funnel.map(({ count }) => count);
        assert.deepEqual(counts, counts.toSorted((a, b) => b - a));
      }),
      { numRuns: 25 },
    );
  });

  it('flips a latency: better is to the right', () => {
    const report = computeReport(
      makeCampaign({
        metrics: [{ name: 'latency', unit: 'ms', better: 'lower', smallestEffect: '2%' }],
        noise: { levels: { latency: 12.4 } },
        candidates: CANDIDATES.slice(0, 2).map((candidate) => ({ ...candidate, effects: { latency: -0.07 } })),
      }),
    );
    assert.match(ascii(report.title), /^latency is 1\d\.\d % shorter$/);
    assert.equal(experimentsInOrder(input.state).length, CANDIDATES.length);
    assert.ok((report.experiments[0]?.measured[0]?.value ?? 0) < 0);
    assert.match(textOf(parseXml(renderHtml(report))), /lower is better/);
  });
});
