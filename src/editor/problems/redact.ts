const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;

export interface Private {
  readonly home: string;
  readonly user: string;
  readonly host: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * A text that may be sent to somebody: without the values of variables that look like secrets, without what looks like a
 * token, and without the names of the user and the machine.
 */
export function redact(text: string, { home, user, host, environment }: Private): string {
  const secrets = Object.entries(environment).flatMap(([name, value]) => (value !== undefined && value.length >= 6 && SECRET_NAME.test(name) ? [value] : []));
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '[removed]');
  clean = clean
    .replaceAll(/\b(?:sk|ghp|gho|ghs|github_pat|xox[abp]|hf|glpat)[-_][\w-]{10,}/g, '[removed]')
    .replaceAll(/\b(bearer|token|password|secret|api[-_]?key)(["']?\s*[:=]\s*["']?)[^\s"',;]{6,}/gi, '$1$2[removed]')
    .replaceAll(/:\/\/[^\s/@:]+:[^\s/@]+@/g, '://[removed]@')
    .replaceAll(/\b[\w.+-]+@[\w-]+\.[\w.]+\b/g, '[address]')
    .replaceAll(/\b[0-9a-f]{48}\b/g, '[removed]');
  if (home.length > 1) clean = clean.replaceAll(home, '~');
  return [user, host].filter((name) => name.length >= 3).reduce((told, name) => told.replaceAll(new RegExp(`\\b${name.replaceAll(/[^\w]/g, '\\$&')}\\b`, 'g'), '[name]'), clean);
}
