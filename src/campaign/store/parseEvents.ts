import { Failure } from '../failure.ts';
import { eventSchema, LOG_VERSION, type CampaignEvent } from '../events.ts';

export interface ParseOptions {
  readonly file: string;
  /** Sequence number and line number of the last event before this text. */
  readonly after: number;
  readonly line: number;
  /** Leave out events that only a newer version knows; for reading, never for writing. */
  readonly tolerateNewer?: boolean;
}

/** Events of whole lines. Throws a Failure that names the line where one does not parse or the sequence has a gap. */
export function* parseEvents(content: Buffer, options: ParseOptions): Generator<CampaignEvent> {
  let seq = options.after;
  let line = options.line;
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf(0x0a, start);
    const text = content.toString('utf8', start, end === -1 ? content.length : end);
    start = end === -1 ? content.length : end + 1;
    line += 1;
    const event = parseLine(text, line, options);
    if (event === undefined) continue;
    if (event.seq <= seq || (!options.tolerateNewer && event.seq !== seq + 1)) {
      throw corrupt(options.file, line, `its number is ${event.seq} where ${seq + 1} was expected`);
    }
    seq = event.seq;
    yield event;
  }
}

function parseLine(text: string, line: number, options: ParseOptions): CampaignEvent | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw corrupt(options.file, line, 'it is not JSON');
  }
  const version = typeof raw === 'object' && raw !== null && 'v' in raw ? raw.v : undefined;
  if (typeof version === 'number' && version > LOG_VERSION) {
    if (options.tolerateNewer) return undefined;
    throw new Failure(
      'newer-log',
      `${options.file} was written by a newer version of Marginalia (line ${line})`,
      'It can be looked at, but not changed. Install the newer version to go on with this campaign.',
    );
  }
  const parsed = eventSchema.safeParse(raw);
  if (parsed.success) return parsed.data as CampaignEvent;
  const issue = parsed.error.issues[0];
  throw corrupt(options.file, line, issue ? `${issue.path.join('.') || 'event'}: ${issue.message}` : 'it is no event');
}

function corrupt(file: string, line: number, why: string): Failure {
  return new Failure(
    'corrupt-log',
    `${file}:${line} cannot be read: ${why}`,
    'Nothing was changed. Mend or remove that line (keep a copy), or start a new campaign; the candidates are still below refs/marginalia.',
  );
}
