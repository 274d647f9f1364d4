/** Names that package.json and the code share; a test holds them together. */

export const COMMAND = {
  start: 'marginalia.start',
  trySample: 'marginalia.trySample',
  attach: 'marginalia.attach',
  stop: 'marginalia.stop',
  resume: 'marginalia.resume',
  openReport: 'marginalia.openReport',
  clean: 'marginalia.clean',
  showProblems: 'marginalia.showProblems',
  showLog: 'marginalia.showLog',
  showExperimentLog: 'marginalia.showExperimentLog',
  accept: 'marginalia.accept',
  reject: 'marginalia.reject',
  compare: 'marginalia.compare',
  openCandidate: 'marginalia.openCandidate',
  continueExperiment: 'marginalia.continueExperiment',
  overrule: 'marginalia.overrule',
  nextCandidate: 'marginalia.nextCandidate',
  previousCandidate: 'marginalia.previousCandidate',
  switchCandidate: 'marginalia.switchCandidate',
  openDefinition: 'marginalia.openDefinition',
} as const;
export type CommandId = (typeof COMMAND)[keyof typeof COMMAND];

export const VIEW = { container: 'marginalia', campaign: 'marginalia.campaign', experiments: 'marginalia.experiments' } as const;

/** Keys for `when` and `enablement`. */
export const CONTEXT = {
  /** none, starting, running, waiting, stopping, stopped, ended, failed. */
  phase: 'marginalia.phase',
  hasCampaign: 'marginalia.hasCampaign',
  isLive: 'marginalia.isLive',
  canResume: 'marginalia.canResume',
  hasCandidates: 'marginalia.hasCandidates',
  hasSample: 'marginalia.hasSample',
  /** The active editor shows a candidate's lines. */
  editorHasCandidate: 'marginalia.editorHasCandidate',
} as const;

/** Both sides of a comparison: never on the disk. */
export const VIRTUAL_SCHEME = 'marginalia';
