/** `c<yyyymmdd>-<n>`, n one above those of the day that exist. Local date, as the user's calendar has it. */
export function computeCampaignId(at: Date, existing: readonly string[]): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `c${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;
  const taken = existing.filter((id) => id.startsWith(`${day}-`)).map((id) => Number(id.slice(day.length + 1)));
  return `${day}-${Math.max(0, ...taken.filter(Number.isInteger)) + 1}`;
}

/** Names that refs/marginalia/<id>/ needs for itself. */
const TAKEN = ['head', 'base'];

/** A candidate's name: its patch's base name, fit for a ref and a file name, and unique within the campaign. */
export function computeExperimentName(wished: string, existing: readonly string[]): string {
  const plain =
    wished
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[-.]+|[-.]+$/g, '')
      .replace(/\.lock$/i, '-lock')
      .slice(0, 60) || 'candidate';
  const used = new Set([...TAKEN, ...existing].map((name) => name.toLowerCase()));
  if (!used.has(plain.toLowerCase())) return plain;
  for (let n = 2; ; n += 1) if (!used.has(`${plain}-${n}`.toLowerCase())) return `${plain}-${n}`;
}
