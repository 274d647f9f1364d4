/** Name of the file that keeps a host's A/A pairs; no experiment can have it. */
export function calibrationName(host: string): string {
  return `@calibration-${host}`;
}
