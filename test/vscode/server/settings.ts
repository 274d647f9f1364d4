/** By the names that the theme picker shows. */
export const THEMES = { light: 'Light Modern', dark: 'Dark Modern', 'high-contrast': 'Dark High Contrast' } as const;
export type Theme = keyof typeof THEMES;

export type Settings = Readonly<Record<string, unknown>>;

/** A window with nothing in it but what is looked at, that asks the network for nothing. */
export const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
  'window.commandCenter': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
};
