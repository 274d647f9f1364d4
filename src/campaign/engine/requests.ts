import { Failure } from '../failure.ts';
import type { Refusal } from '../events.ts';
import { isOpen } from '../words.ts';
import type { requestSchemas} from '../../protocol/engine.ts';
import { type Method, type Results } from '../../protocol/engine.ts';
import type { z } from 'zod';
import { accept, settleAccept } from './accept.ts';
import { dropFromHead, type HeadWork } from './head.ts';
import type { Engine, OpenCampaign } from './engine.ts';

type Handled = Exclude<Method, 'hello' | 'attach'>;
type Checked<M extends Method> = z.output<(typeof requestSchemas)[M]>;
type Handlers = { readonly [M in Handled]: (params: Checked<M>) => Promise<Results[M]> };

/**
 * What clients may ask of the engine. A request that changes state carries an id made by the client; one that was done
 * already is answered again, not done again.
 */
export function makeHandlers(engine: Engine): Handlers {
  const open = (id: string | undefined, environment?: Readonly<Record<string, string>>) => openOrCurrent(engine, id, environment);
  return {
    async start(params) {
      return { campaign: await engine.start(params) };
    },
    async resume(params) {
      const campaign = await open(params.campaign, params.environment);
      if (!(params.request in campaign.record.state.requests)) {
        const { request, experiments, hours } = params;
        if (engine.running !== undefined && engine.running !== campaign) throw busy(engine.running);
        campaign.record.append({ kind: 'resumed', request, ...(experiments === undefined ? {} : { experiments }), ...(hours === undefined ? {} : { hours }) });
      }
      await settleAccept(campaign, engine.stages.workTree(campaign.context));
      engine.run(campaign);
      return { campaign: params.campaign };
    },
    async stop(params) {
      const campaign = engine.running;
      if (!campaign?.run || (params.campaign !== undefined && params.campaign !== campaign.record.campaign)) {
        throw new Failure('no-campaign', 'no campaign is running here', '`marginalia status` shows the latest.');
      }
      campaign.record.append({ kind: 'stop_requested', request: params.request });
      campaign.run.stop.now('stopped');
      await campaign.done;
      return { campaign: campaign.record.campaign };
    },
    async accept(params) {
      const campaign = await open(params.campaign);
      return accept(campaign, engine.stages.workTree(campaign.context), params);
    },
    async reject(params) {
      const campaign = await open(params.campaign);
      const { record } = campaign;
      if (params.request in record.state.requests) return {};
      record.experiment(params.experiment);
      record.append({ kind: 'rejected', experiment: params.experiment, reason: params.reason, request: params.request }, { sync: true });
      await dropFromHead(campaign.run ?? idleRun(engine, campaign), params.experiment);
      return {};
    },
    async continue(params) {
      const campaign = await open(params.campaign, params.environment);
      const experiment = campaign.record.experiment(params.experiment);
      if (!(params.request in campaign.record.state.requests)) {
        const { verdict } = experiment;
        if (verdict === null || !['futile', 'not_confirmed', 'inconclusive', 'guard_unresolved'].includes(verdict)) {
          throw new Failure('not-allowed', `${experiment.name} cannot be continued: it is ${experiment.state.replace('_', ' ')}`, 'Futile, not confirmed, inconclusive and guard-unresolved experiments can.');
        }
        campaign.record.append({ kind: 'continued', experiment: experiment.name, request: params.request });
      }
      engine.run(campaign);
      return {};
    },
    async overrule(params) {
      const campaign = await open(params.campaign, params.environment);
      const experiment = campaign.record.experiment(params.experiment);
      if (!(params.request in campaign.record.state.requests)) {
        if (experiment.state !== 'refused') throw new Failure('not-allowed', `${experiment.name} was not refused`, '');
        const refusals: Refusal[] = [...experiment.refusals];
        campaign.record.append({ kind: 'overruled', experiment: experiment.name, refusals, request: params.request }, { sync: true });
      }
      engine.run(campaign);
      return {};
    },
    async report(params) {
      const campaign = await open(params.campaign);
      return engine.stages.report(engine.workspace, campaign.record.campaign);
    },
    async diff(params) {
      const campaign = await open(params.campaign);
      const { head, candidate } = campaign.record.experiment(params.experiment);
      if (!head || !candidate) return { diff: patchText(campaign, params.experiment) };
      return { diff: await engine.stages.code(campaign.context).diff(head, candidate) };
    },
    async pairs(params) {
      const campaign = await open(params.campaign);
      campaign.record.experiment(params.experiment);
      return { pairs: campaign.record.pairs(params.experiment) };
    },
    async blob(params) {
      const campaign = await open(params.campaign);
      return { text: campaign.record.blobs.get(params.sha256)?.toString('utf8') ?? '' };
    },
  };
}

async function openOrCurrent(engine: Engine, id: string | undefined, environment?: Readonly<Record<string, string>>): Promise<OpenCampaign> {
  const campaign = id === undefined ? await engine.currentCampaign() : await engine.openCampaign(id, environment);
  if (!campaign) throw new Failure('no-campaign', 'there is no campaign in this workspace yet', '`marginalia start` begins one.');
  return campaign;
}

function busy(campaign: OpenCampaign): Failure {
  return new Failure('busy', `campaign ${campaign.record.campaign} is running in this workspace`, 'Attach to it, or stop it first.');
}

/** What a change of the head needs while no campaign is at work: no host, so nothing is built. */
function idleRun(engine: Engine, campaign: OpenCampaign): HeadWork {
  return { record: campaign.record, code: engine.stages.code(campaign.context) };
}

/** A candidate that never became a commit is shown as it was given. */
function patchText(campaign: OpenCampaign, name: string): string {
  const { proposal, state } = campaign.record.experiment(name);
  const bytes = campaign.record.blobs.get(proposal.patch.sha256);
  return isOpen(state) || bytes === undefined ? '' : bytes.toString('utf8');
}
