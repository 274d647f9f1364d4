import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawBar } from '../../../src/cli/output/bar.ts';
import { clean, Screen } from '../../../src/cli/output/screen.ts';
import { drawTable } from '../../../src/cli/output/table.ts';
import { parseMetricFlag } from '../../../src/cli/start/flags.ts';

const lengthOf = (text: string) => [...text].length;

describe('drawBar', () => {
  it('has its width at any progress, and is full exactly at the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (done, most, width, glyphs) => {
        const bar = drawBar(done, most, width, glyphs);
        assert.equal(lengthOf(bar), width);
        if (most > 0 && done >= most) assert.equal(bar, (glyphs ? '█' : '#').repeat(width));
        if (done === 0) assert.equal(bar, (glyphs ? '░' : '.').repeat(width));
      }),
    );
  });
});

describe('drawTable', () => {
  it('puts columns under each other and leaves empty ones out', () => {
    const rows = drawTable([{ title: 'name' }, { title: 'n', right: true }, { title: 'none' }, { title: '', most: 5 }], [
      ['a', '1', '', 'short'],
      ['bcd', '100', '', 'too long'],
    ]);
    assert.deepEqual(rows, ['name    n', 'a       1  short', 'bcd   100  too …']);
  });

  it('never makes rows of different column starts', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).map((text) => text.replaceAll(' ', '_'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (cells) => {
        const rows = drawTable([{ title: 'x' }, { title: 'y', right: true }], cells);
        assert.equal(rows.length, cells.length + 1);
        assert(rows.every((row) => row === row.trimEnd()));
      }),
    );
  });

  it('counts colours for nothing', () => {
    const [, row] = drawTable([{ title: 'a' }, { title: 'b' }], [[{ text: 'x', painted: '\x1b[32mx\x1b[39m' }, 'y']]);
    assert.equal(row, '\x1b[32mx\x1b[39m  y');
  });
});

describe('clean', () => {
  it('takes away what could move the cursor or turn text around', () => {
    assert.equal(clean('a\x1b[2Jb\x1b]0;title\x07c\u202Ed\r\n\u0000e\tf'), 'abcde  f');
  });
  it('leaves no control character in any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.doesNotMatch(clean(text), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)));
  });
});

describe('Screen', () => {
  const make = (isTerminal: boolean) => {
    const written: string[] = [];
    return { written, screen: new Screen({ write: (text) => void written.push(text), isTerminal, columns: 20, rows: 6 }) };
  };

  it('leaves lines above a block that it draws over, and draws nothing twice', () => {
    const { written, screen } = make(true);
    screen.draw(['one', 'two']);
    screen.draw(['one', 'two']);
    screen.say('stays');
    screen.draw(['three']);
    screen.clear();
    assert.deepEqual(written, ['\x1b[?25lone\ntwo\n', '\x1b[2A\r\x1b[0Jstays\n', 'three\n', '\x1b[1A\r\x1b[0J\x1b[?25h']);
  });

  it('cuts rows to the width, colours not counted, and the block to the height', () => {
    const { written, screen } = make(true);
    screen.draw(['\x1b[32m0123456789\x1b[39m0123456789', ...Array.from({ length: 9 }, (_, n) => String(n))]);
    assert.equal(written[0], '\x1b[?25l\x1b[32m0123456789\x1b[39m012345678\n0\n1\n2\n');
  });

  it('draws nothing where it is no terminal', () => {
    const { written, screen } = make(false);
    screen.draw(['x']);
    screen.say('a\x1b[2J');
    screen.clear();
    assert.deepEqual(written, ['a\n']);
  });
});

describe('parseMetricFlag', () => {
  it('reads name, unit and direction', () => {
    assert.deepEqual(parseMetricFlag('tg'), { name: 'tg', unit: '' });
    assert.deepEqual(parseMetricFlag('p95_ms'), { name: 'p95_ms', unit: 'ms' });
    assert.deepEqual(parseMetricFlag('tg:higher'), { name: 'tg', unit: '', better: 'higher' });
    assert.deepEqual(parseMetricFlag('tg:t/s'), { name: 'tg', unit: 't/s' });
    assert.deepEqual(parseMetricFlag('load:s:lower'), { name: 'load', unit: 's', better: 'lower' });
    assert.throws(() => parseMetricFlag(':s'), /name:unit/);
    assert.throws(() => parseMetricFlag('a:b:c'), /name:unit/);
  });
});
