import type { CandidateHeader } from '../campaign/stages.ts';
import { decodeSubject, decodeWords } from './mailSubject.ts';

/** The keys of formats.md 1a, in lower case. */
const KEYS = ['hypothesis', 'mechanism', 'source', 'predicted', 'origin', 'author', 'license'] as const;
type Key = (typeof KEYS)[number];

const KEY_LINE = /^([A-Za-z]+):[ \t]*(.*)$/;
const MAIL_FIRST = /^From [0-9a-f]{40,64} /;
const MAIL_FIELD = /^[A-Za-z][A-Za-z0-9-]*:/;

/** What is said of a candidate before the first `diff --git` of its patch file. */
export function parsePatchHeader(file: string): CandidateHeader {
  const text = textBeforeDiff(file.replace(/\r\n?/g, '\n'));
  return MAIL_FIRST.test(text) ? parseMail(text) : parseHeaderText(text);
}

/** The same keys in a commit's message, whose subject is the title. */
export function parseHeaderText(text: string): CandidateHeader {
  const values = new Map<Key, string[]>();
  const prose: string[] = [];
  let open: string[] | undefined;
  for (const line of text.split('\n')) {
    const key = keyOf(line);
    if (key !== undefined) {
      open = values.get(key.name) ?? [];
      open.push(key.value);
      values.set(key.name, open);
    } else if (open !== undefined && /^[ \t]+\S/.test(line)) {
      open.push(`${open.pop() ?? ''} ${line.trim()}`.trim());
    } else {
      open = undefined;
      prose.push(line.trimEnd());
    }
  }
  return toHeader(values, prose);
}

function toHeader(values: ReadonlyMap<Key, readonly string[]>, prose: readonly string[]): CandidateHeader {
  const first = prose.findIndex((line) => line.trim() !== '');
  // A key that may not repeat and does: nothing of it is lost.
  const one = (key: Key) => (values.get(key) ?? []).filter((value) => value !== '').join('; ');
  return {
    title: first < 0 ? '' : (prose[first] ?? '').trim(),
    description: first < 0 ? '' : prose.slice(first + 1).join('\n').trim(),
    hypothesis: one('hypothesis'),
    mechanism: one('mechanism'),
    sources: (values.get('source') ?? []).filter((value) => value !== ''),
    predicted: one('predicted'),
    origin: one('origin'),
    author: one('author'),
    license: one('license'),
  };
}

function keyOf(line: string): { readonly name: Key; readonly value: string } | undefined {
  const [, word = '', value = ''] = KEY_LINE.exec(line) ?? [];
  const name = KEYS.find((key) => key === word.toLowerCase());
  return name === undefined ? undefined : { name, value: value.trim() };
}

/** A patch without `diff --git` lines begins with `---` and `+++`. */
function textBeforeDiff(file: string): string {
  const lines = file.split('\n');
  const end = lines.findIndex(
    (line, index) => line.startsWith('diff --git ') || /^Index: \S/.test(line) || (line.startsWith('--- ') && lines[index + 1]?.startsWith('+++ ') === true),
  );
  return (end < 0 ? lines : lines.slice(0, end)).join('\n');
}

/** `git format-patch`: mail fields, folded onto indented lines; the message; `---`; a statistic. */
function parseMail(text: string): CandidateHeader {
  const lines = text.split('\n');
  const blank = lines.findIndex((line, index) => index > 0 && line.trim() === '');
  const fields = new Map<string, string>();
  let open = '';
  for (const line of lines.slice(1, blank < 0 ? undefined : blank)) {
    if (/^[ \t]/.test(line) && open !== '') fields.set(open, `${fields.get(open) ?? ''} ${line.trim()}`);
    else if (MAIL_FIELD.test(line)) {
      open = line.slice(0, line.indexOf(':')).toLowerCase();
      fields.set(open, line.slice(line.indexOf(':') + 1).trim());
    }
  }
  const body = blank < 0 ? [] : lines.slice(blank + 1);
  const end = body.findIndex((line) => /^---\s*$/.test(line));
  const message = parseHeaderText((end < 0 ? body : body.slice(0, end)).join('\n'));
  const said = [message.title, message.description].filter((part) => part !== '').join('\n');
  return {
    ...message,
    title: decodeSubject(fields.get('subject') ?? '') || message.title,
    description: fields.has('subject') ? said : message.description,
    author: message.author || decodeWords(fields.get('from') ?? ''),
  };
}
