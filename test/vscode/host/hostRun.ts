/** One run of tests inside an extension host. */
export interface HostRun {
  readonly extension: string;
  /** The bundle, whose `run` VS Code calls. */
  readonly tests: string;
  readonly folder: string;
  /** For the extension host alone. */
  readonly env: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly verbose: boolean;
  readonly inspect?: number | undefined;
}
