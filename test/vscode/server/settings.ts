export type Theme = 'light' | 'dark' | 'high-contrast';

/** The name that the picker shows, the value of the setting, and what the window's class then has. */
export const THEMES: Readonly<Record<Theme, { readonly label: string; readonly id: string; readonly mark: string }>> = {
  light: { label: 'Light Modern', id: 'Light Modern', mark: 'light_modern' },
  dark: { label: 'Dark Modern', id: 'Dark Modern', mark: 'dark_modern' },
  'high-contrast': { label: 'Dark High Contrast', id: 'Default High Contrast', mark: 'hc-black' },
};

export type Settings = Readonly<Record<string, unknown>>;

/** A window with nothing in it but what is looked at, that asks the network for nothing. */
export const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': THEMES.dark.id,
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
