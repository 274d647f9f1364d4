import * as vscode from 'vscode';
import { COMMAND } from '../ids.ts';
import type { TargetName } from '../commands/target.ts';
import type { DocumentMark } from './documentMarks.ts';
import { computeHover } from './hoverText.ts';

/** Verdict, head of the hunk, one sentence, links. What a candidate says of itself is text, never Markdown. */
export function hoverOf({ tracked, hunk: number, glyph }: DocumentMark): vscode.MarkdownString {
  const { experiment, model, files } = tracked;
  const hunk = files.flatMap(({ file }) => file.hunks).find((one) => one.number === number);
  const markdown = new vscode.MarkdownString('', true);
  if (hunk === undefined) return markdown;
  const { head, diff, why } = computeHover(experiment, model.definition, hunk);
  const name: TargetName = { workspace: model.workspace, experiment: experiment.name };
  const link = (label: string, command: string) => `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([name]))})`;
  markdown.appendMarkdown(`$(marginalia-${glyph}) `);
  markdown.appendText(head);
  markdown.appendMarkdown('\n\n');
  markdown.appendCodeblock(diff, 'diff');
  markdown.appendText(why);
  markdown.appendMarkdown(`\n\n${link('Accept', COMMAND.accept)} · ${link('Reject', COMMAND.reject)} · ${link('Compare', COMMAND.compare)}`);
  markdown.isTrusted = { enabledCommands: [COMMAND.accept, COMMAND.reject, COMMAND.compare] };
  return markdown;
}
