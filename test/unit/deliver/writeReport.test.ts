import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure } from '../../../src/campaign/failure.ts';
import { campaignFolder } from '../../../src/campaign/store/layout.ts';
import { deliverReport, writeReport } from '../../../src/deliver/report/writeReport.ts';
import { FileError } from '../../../src/support/files.ts';
import { makeCampaign, writeCampaign } from '../../fixtures/report/campaign.ts';

describe('report: on the disk', () => {
  let workspace: string;
  beforeEach(() => {
    workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'report caf\u00e9 '));
  });
  afterEach(() => fs.rmSync(workspace, { recursive: true, force: true }));

  it('writes both forms beside the log, and again over the old ones', async () => {
    const folder = path.join(workspace, 'c20261118-1');
    const written = await writeReport(folder, makeCampaign({ begin: 2 }));
    assert.deepEqual(written, { markdown: path.join(folder, 'report.md'), html: path.join(folder, 'report.html') });
    await writeReport(folder, makeCampaign({ begin: 3 }));
    assert.match(fs.readFileSync(written.markdown, 'utf8'), /^# Three|^# tg is/);
    assert.match(fs.readFileSync(written.html, 'utf8'), /^<!DOCTYPE html>/);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['report.html', 'report.md']);
  });

  it('reads a campaign as it lies on the disk, with its pairs and diffs', async () => {
    const id = writeCampaign(workspace, { begin: 3 });
    const asked: string[] = [];
    const diff = async (from: { commit: string }, to: { commit: string }) => {
      asked.push(`${from.commit.slice(0, 7)}..${to.commit.slice(0, 7)}`);
      if (asked.length > 1) throw new Error('the commits are gone');
      return '@@ -1 +1 @@\n-a\n+b\n';
    };
    const written = await deliverReport({ workspace, campaign: id, now: Date.UTC(2026, 10, 19), diff, facts: [{ label: 'Marginalia', value: '0.1.0' }] });
    assert.equal(path.dirname(written.html), campaignFolder(workspace, id));
    const markdown = fs.readFileSync(written.markdown, 'utf8');
    assert.match(markdown, /\| tg \| \d+\.\d → \d+\.\d t\/s \| \+/);
    assert.match(markdown, /tg, pair by pair/);
    assert.match(markdown, /```diff\n@@ -1 \+1 @@\n-a\n\+b\n```/);
    assert.match(markdown, /- Marginalia: 0\.1\.0/);
    assert.equal(asked.length, 3);
  });

  it('says what to do where it cannot be written', async () => {
    const full = { writeAtomic: async (file: string) => Promise.reject(new FileError('disk-full', file, 'no space left on device')) };
    await assert.rejects(writeReport(workspace, makeCampaign({ begin: 1 }), full), (error) => error instanceof Failure && error.code === 'disk-full' && /no space left/.test(error.message) && /Make room/.test(error.hint));
    await assert.rejects(deliverReport({ workspace, campaign: 'c20200101-1', now: 0 }), (error) => error instanceof Failure && error.code === 'no-campaign');
  });
});
