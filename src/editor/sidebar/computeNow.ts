import type { ActionButton, HostRow, Note, NowSection } from '../../protocol/webview.ts';
import { formatDuration } from '../../campaign/numbers.ts';
import { phaseWord, shownPhase } from '../look/words.ts';
import type { SidebarInput } from './input.ts';
import { activeMs, clock, timeOf } from './time.ts';

/** What happens now: the stage, the hosts at work, and a note where something has to be said. */
export function computeNow(input: SidebarInput): NowSection {
  const { live, definition } = input;
  const { state } = live;
  const phase = shownPhase(state, live.live);
  const isOver = phase === 'ended' || phase === 'stopped' || phase === 'failed';
  const base = state.created?.base.headCommit.slice(0, 7) ?? '';
  const goal = [definition.goal, base === '' ? '' : `base ${base}`].filter((part) => part !== '').join(' · ');
  return {
    glyph: isOver ? (phase === 'failed' ? 'crashed' : phase === 'ended' ? 'ended' : 'stopped') : phase === 'waiting' ? 'infrastructure' : 'running',
    title: titleOf(input, isOver),
    right: isOver ? formatDuration(state.activeMs) : timeOf(activeMs(input), state.budget.hours ?? definition.budget.hours),
    sub: isOver ? [definition.goal, sentenceOf(state.end?.detail ?? '')].filter((part) => part !== '').join(' · ') : goal,
    note: noteOf(input),
    hosts: listHosts(input),
    buttons: isOver ? buttonsOf(input) : [],
  };
}

function titleOf({ live }: SidebarInput, isOver: boolean): string {
  const { state } = live;
  const phase = shownPhase(state, live.live);
  const word = phaseWord(phase);
  if (isOver) return `${state.end?.how === 'budget' && phase === 'stopped' ? 'Out of budget' : word} at ${clock(state.lastAt)}`;
  if (phase === 'starting') return state.dryStart === null ? 'Dry start' : 'Measuring the noise';
  return state.waves > 0 && phase === 'running' ? `${word} · wave ${state.waves}` : word;
}

function listHosts({ live }: SidebarInput): HostRow[] {
  if (!live.live) return [];
  return Object.values(live.activity).map(({ host, experiment, text, progress }) => {
    const state = live.state.experiments[experiment]?.state;
    // Between pairs the engine says what it does: build, check, wait.
    const stage = state === undefined || progress === null ? text : state;
    return {
      name: host,
      what: experiment === '' ? text : experiment,
      isIdle: experiment === '',
      stage: experiment === '' ? '' : stage,
      count: progress === null ? '' : `${progress.done}/${progress.most}`,
      share: progress === null || progress.most === 0 ? null : Math.min(1, progress.done / progress.most),
    };
  });
}

function noteOf({ live, problem }: SidebarInput): Note | null {
  const { state } = live;
  const buttons: ActionButton[] = [{ action: 'problems', label: 'Show problems', look: 'link' }];
  if (state.failure !== null && shownPhase(state, live.live) === 'failed') return { level: 'warning', lines: [state.failure.message, state.failure.hint].filter((line) => line !== ''), buttons };
  if (problem !== '') return { level: 'warning', lines: [problem], buttons };
  if (state.phase === 'waiting' && live.live) return { level: 'warning', lines: [`It waits for ${state.waitingFor}.`], buttons: [] };
  const warning = state.notices.filter(({ level }) => level !== 'info').at(-1);
  return warning === undefined || !live.live ? null : { level: 'info', lines: [warning.message], buttons: [] };
}

function buttonsOf({ live, isTrusted }: SidebarInput): ActionButton[] {
  if (!isTrusted) return [{ action: 'trust', label: 'Trust this workspace', look: 'secondary' }];
  const phase = shownPhase(live.state, live.live);
  const report: ActionButton = { action: 'report', label: 'Open report', look: phase === 'ended' ? 'primary' : 'secondary' };
  const more: ActionButton = { action: 'resume', label: live.state.end?.how === 'budget' ? 'Go on with more' : 'Resume', look: phase === 'ended' ? 'secondary' : 'primary' };
  return phase === 'ended' ? [report] : [more, report];
}

function sentenceOf(text: string): string {
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1);
}
