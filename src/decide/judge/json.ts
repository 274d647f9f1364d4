/** Foreign JSON: one document, several in one array or object, one a line, or one after another. */

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numbersOf(value: unknown): number[] {
  return Array.isArray(value)
    ? value.filter((one): one is number => typeof one === 'number' && Number.isFinite(one))
    : [];
}

/** The documents of a text in order; empty where it is no JSON. A torn last line is left out. */
export function readDocuments(text: string): unknown[] {
  const whole = tryParse(text);
  if (whole !== undefined) return [whole];
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parsed = lines.map(tryParse);
  if (parsed.some(isObject) && parsed.filter((value) => value === undefined).length * 2 < lines.length) {
    return parsed.filter((value) => value !== undefined);
  }
  return splitConcatenated(text);
}

/** Documents one after another, as two runs of a tool appended to one file. */
function splitConcatenated(text: string): unknown[] {
  const found: unknown[] = [];
  let depth = 0;
  let start = -1;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') {
      if (depth === 0) start = i;
      depth += 1;
    } else if ((char === '}' || char === ']') && depth > 0) {
      depth -= 1;
      const value = depth === 0 ? tryParse(text.slice(start, i + 1)) : undefined;
      if (value !== undefined) found.push(value);
    }
  }
  return found;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
