import assert from 'node:assert/strict';
import { stateOf, MIDDLE } from './campaigns.ts';
import { makeWorld } from './fakes.ts';

describe('the command line', () => {
  const wrong: readonly (readonly [string, string[], RegExp])[] = [
    ['no command', [], /no command was given/],
    ['an unknown command', ['strat'], /unknown command 'strat'.*start/],
    ['an unknown option', ['status', '--jsn'], /unknown option '--jsn'.*--json/],
    ['a missing argument', ['accept'], /missing required argument 'candidate'/],
    ['too many arguments', ['status', 'x'], /too many arguments/],
    ['two sources', ['start', '--patches', 'a', '--diff'], /cannot be used with/],
    ['a bad number', ['start', '--experiments', 'many'], /--experiments.*whole number/],
    ['a bad metric', ['start', '--metric', 'a:b:c:d'], /--metric.*name:unit:higher/],
    ['a bad proposer', ['start', '--proposers', 'patches,none'], /"none" is no proposer/],
    ['a bad hunk', ['accept', 'x', '--hunk', '0'], /--hunk.*from 1/],
    ['a missing folder', ['--cwd', '/nowhere/at/all', 'status'], /--cwd: there is no folder/],
  ];
  for (const [title, argv, message] of wrong) {
    it(`ends with 2 on ${title}, and says it as JSON as well`, async () => {
      const { code, err } = await makeWorld().run(...argv);
      assert.equal(code, 2);
      assert.match(err, message);
      const world = makeWorld();
      const { json } = await world.run(...argv, '--json');
      assert.equal((json.error as Record<string, string>).code, 'usage');
      assert.equal(world.written.at(-1)?.[0], 'out', 'nothing follows the JSON line');
    });
  }

  it('takes global options before and after the command', async () => {
    const campaigns = { 'c20260102-1': stateOf(...MIDDLE) };
    for (const argv of [['--json', 'status'], ['status', '--json'], ['--cwd', '.', 'status', '--json', '--campaign', 'c20260102-1']]) {
      assert.equal((await makeWorld({ campaigns }).run(...argv)).json.campaign, 'c20260102-1');
    }
  });

  it('prints help and version to standard output', async () => {
    const help = await makeWorld().run('--help');
    assert.equal(help.code, 0);
    for (const name of ['start', 'attach', 'status', 'stop', 'resume', 'show', 'continue', 'overrule', 'accept', 'reject', 'report', 'clean', 'judge', 'calibrate']) assert.match(help.out, new RegExp(`^ +${name}\\b`, 'm'));
    assert.equal((await makeWorld().run('--version')).out, '0.0.0\n');
    assert.match((await makeWorld().run('start', '--help')).out, /--total-pairs/);
  });

  it('answers an error of its own with 6 and a stack', async () => {
    const { code, err } = await makeWorld({ ports: { files: { isFolder: () => Promise.reject(new TypeError('odd')), write: async () => undefined, read: async () => undefined } } }).run('status');
    assert.equal(code, 6);
    assert.match(err, /TypeError: odd/);
  });
});
