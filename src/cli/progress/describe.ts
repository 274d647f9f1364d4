import type { Definition } from '../../campaign/definition/schema.ts';
import type { CampaignEvent, EventOf } from '../../campaign/events.ts';
import { formatCount, formatDuration, formatLimit, formatMetrics, formatThroughput } from '../../campaign/numbers.ts';
import type { CampaignState } from '../../campaign/state.ts';
import type { Style } from '../output/style.ts';
import { measuredOn, wordOf } from '../output/wording.ts';

/** One line on what happened to the campaign as a whole, '' where there is nothing to say. */
export function describeCampaignEvent(event: CampaignEvent, definition: Definition, style: Style): string {
  switch (event.kind) {
    case 'campaign_created':
      return createdLine(event);
    case 'engine_started':
      return event.lostMs > 0 ? `the engine goes on where it was cut off; ${formatDuration(event.lostMs)} were lost` : '';
    case 'dry_step':
      return `dry start, twin ${event.twin}: ${event.step} ${event.ok ? `done in ${formatDuration(event.ms)}` : `failed: ${event.detail ?? ''}`}`;
    case 'dry_start_done':
      return `dry start: ${levels(event.values, definition)} in a run of ${formatDuration(event.runSeconds * 1000)}${event.compiler === '' ? '' : ` (${event.compiler})`}`;
    case 'calibrated':
      return noiseLine(event.calibration, style);
    case 'head_moved':
      return `current code is now ${measuredOn(event.kept)}${event.because === '' ? '' : ` (${event.because})`}`;
    case 'total_measured':
      return totalLine(event, definition, style);
    case 'waiting':
      return `waits: ${event.waitingFor}`;
    case 'went_on':
      return 'goes on';
    case 'stop_requested':
      return 'stopping';
    case 'ended':
      return `${event.how === 'ended' ? 'ended' : event.how === 'stopped' ? 'stopped' : 'out of budget'}${event.detail === '' ? '' : `: ${event.detail}`}`;
    case 'notice':
      return `${event.level === 'info' ? 'note' : event.level}: ${event.experiment === undefined ? '' : `${event.experiment}: `}${event.message}`;
    default:
      return '';
  }
}

/** One line on what happened to an experiment, '' where there is nothing to say. */
export function describeExperimentEvent(event: CampaignEvent, state: CampaignState, definition: Definition, style: Style): string {
  const experiment = 'experiment' in event && event.experiment !== undefined ? state.experiments[event.experiment] : undefined;
  if (experiment === undefined) return '';
  const told = (text: string) => `${experiment.name}: ${text}`;
  switch (event.kind) {
    case 'proposed':
      return told(`proposed${event.title === '' ? '' : `: ${event.title}`}`);
    case 'conflict':
    case 'refused':
    case 'crashed':
    case 'checks_failed':
      return told(`${wordOf(experiment)}: ${experiment.reason}`);
    case 'overruled':
      return told('overruled');
    case 'build_begun':
      return told(event.stage === 2 ? 'builds clean for the confirmation' : 'builds');
    case 'built':
      return told(`built in ${formatDuration(event.ms)}`);
    case 'checks_begun':
      return told('runs the checks');
    case 'stage_begun':
      return told(event.stage === 1 ? 'screening' : 'confirming');
    case 'verdict': {
      // The reason has the numbers that decided in it; of what was kept all metrics are of interest.
      const numbers = event.verdict === 'keep' ? formatMetrics(definition.metrics, event.estimates, style.numbers) : '';
      return told(`${wordOf(experiment)}: ${numbers || event.reason}`);
    }
    case 'continued':
      return told('goes on');
    case 'infrastructure':
      return told(`the host failed, try ${event.attempt}: ${event.reason}`);
    case 'accepted':
      return told(event.part === 'whole' ? 'accepted' : 'accepted in part');
    case 'accept_undone':
      return told(`not accepted: ${event.why}`);
    case 'rejected':
      return told('rejected');
    default:
      return '';
  }
}

function createdLine(event: EventOf<'campaign_created'>): string {
  const paths = event.base.workTreePaths.length;
  const beyond = paths === 0 ? '' : ` and ${paths} changed or new file${paths === 1 ? '' : 's'} of the work tree`;
  return `campaign ${event.campaign} on ${event.base.headCommit.slice(0, 10)}${beyond}`;
}

/** `noise on local, the same code in both twins, 12 pairs: tg 0.8 % · pp 1.1 %`. Spreads are of whole pairs, in log units. */
export function noiseLine(calibration: EventOf<'calibrated'>['calibration'], style: Style): string {
  const metrics = Object.entries(calibration.metrics).map(([name, { spread, exact }]) => `${name} ${exact ? 'exact' : formatLimit(Math.expm1(spread), style.numbers)}`);
  return `noise on ${calibration.host} (same code in both twins, ${calibration.pairs} pairs): ${metrics.join(' · ')}`;
}

export function totalLine(event: EventOf<'total_measured'>, definition: Definition, style: Style): string {
  return `total, ${measuredOn(event.kept)} against base, ${formatCount(event.pairs, 'pair')}: ${formatMetrics(definition.metrics, event.estimates, style.numbers)}`;
}

function levels(values: Readonly<Record<string, number>>, definition: Definition): string {
  return definition.metrics.map(({ name, unit }) => `${name} ${formatThroughput(values[name] ?? NaN, unit)}`).join(' · ');
}
