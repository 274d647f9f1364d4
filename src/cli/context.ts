import type { Ports } from './ports.ts';
import { Screen } from './output/screen.ts';
import { styleOf, type Style } from './output/style.ts';

/** What every command is given: the global options, understood. */
export interface Context {
  readonly ports: Ports;
  /** Absolute. */
  readonly workspace: string;
  /** As given; undefined: the running campaign, else the latest. */
  readonly campaign: string | undefined;
  readonly json: boolean;
  /** Defaults are taken without asking. Never money. */
  readonly yes: boolean;
  /** Standard error. */
  readonly screen: Screen;
  /** For standard error and for standard output. */
  readonly style: Style;
  readonly outStyle: Style;
}

export interface GlobalOptions {
  readonly cwd: string;
  readonly campaign?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

export function makeContext(ports: Ports, workspace: string, options: GlobalOptions): Context {
  return {
    ports,
    workspace,
    campaign: options.campaign,
    json: options.json === true,
    yes: options.yes === true,
    screen: new Screen(ports.stderr),
    style: styleOf(ports.stderr, ports.env),
    outStyle: styleOf(ports.stdout, ports.env),
  };
}

/** How to call this program with the same workspace, for messages. */
export function commandLine(context: Context, command: string): string {
  const { workspace, ports } = context;
  const where = workspace === ports.cwd ? '' : ` --cwd ${/^[\w./@%+=:,-]+$/.test(workspace) ? workspace : `'${workspace.replaceAll("'", "'\\''")}'`}`;
  return `marginalia ${command}${where}`;
}
