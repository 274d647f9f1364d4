import * as vscode from 'vscode';
import type { Disposable } from '../owner.ts';

export interface Settings {
  /** Most hours and most money that a campaign started here may ask for; null: as its definition says. */
  readonly limitHours: number | null;
  readonly limitDollars: number;
  /** Gigabytes. */
  readonly disk: number;
  readonly decorations: boolean;
  readonly codeLens: boolean;
  readonly notifications: 'all' | 'kept' | 'none';
}

const SECTION = 'marginalia';

export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration(SECTION);
  const hours = section.get<number>('limits.hours', 0);
  const told = section.get<string>('notifications', 'kept');
  return {
    limitHours: hours > 0 ? hours : null,
    limitDollars: Math.max(0, section.get<number>('limits.dollars', 0)),
    disk: section.get<number>('disk', 5),
    decorations: section.get<boolean>('decorations', true),
    codeLens: section.get<boolean>('codeLens', true),
    notifications: told === 'all' || told === 'none' ? told : 'kept',
  };
}

export function onSettings(listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
