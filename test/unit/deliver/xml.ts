import assert from 'node:assert/strict';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const NAME = /^[A-Za-z_][\w:.-]*/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A strict reader of the XML that reports use; fails on whatever is not well-formed. Gives the root. */
export function parseXml(source: string): Element {
  assert.doesNotMatch(source, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u, 'a character that XML does not allow');
  const body = source.replace(/^<!DOCTYPE html>\s*/, '');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  for (const [token, text] of tokensOf(body)) {
    const parent = open.at(-1);
    assert.ok(parent, 'more is closed than was opened');
    if (text !== undefined) parent.text += readText(text);
    else if (token.startsWith('</')) {
      assert.equal(token, `</${parent.name}>`, `<${parent.name}> is closed by ${token}`);
      open.pop();
    } else {
      const element = readTag(token);
      parent.children.push(element);
      if (!token.endsWith('/>')) open.push(element);
    }
  }
  assert.equal(open.length, 1, `<${open.at(-1)?.name ?? ''}> is not closed`);
  assert.equal(root.text.trim(), '');
  const [only] = root.children;
  assert.ok(only !== undefined && root.children.length === 1, 'one root');
  return only;
}

export function* walk(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

export function textOf(element: Element): string {
  return element.text + element.children.map(textOf).join('');
}

function* tokensOf(body: string): Generator<readonly [token: string, text: string | undefined]> {
  let at = 0;
  while (at < body.length) {
    const tag = body.indexOf('<', at);
    const end = tag === -1 ? body.length : tag;
    if (end > at) yield ['', body.slice(at, end)];
    if (tag === -1) return;
    const close = body.indexOf('>', tag);
    assert.ok(close > tag, `a tag is not closed: ${body.slice(tag, tag + 40)}`);
    yield [body.slice(tag, close + 1), undefined];
    at = close + 1;
  }
}

function readTag(token: string): Element {
  const name = NAME.exec(token.slice(1))?.[0];
  assert.ok(name, `no name in ${token}`);
  const attributes: Record<string, string> = {};
  let rest = token.slice(1 + name.length, token.endsWith('/>') ? -2 : -1);
  while (rest.trim() !== '') {
    const match = /^\s+([A-Za-z_][\w:.-]*)="([^"<]*)"/.exec(rest);
    assert.ok(match, `malformed attributes in ${token}`);
    const [whole, key = '', value = ''] = match;
    assert.ok(!Object.hasOwn(attributes, key), `${key} twice in ${token}`);
    attributes[key] = readText(value);
    rest = rest.slice(whole.length);
  }
  return { name, attributes, children: [], text: '' };
}

function readText(text: string): string {
  return text.replace(/&([^;]{0,8});?/g, (whole, entity: string) => {
    const character = ENTITIES[entity];
    assert.ok(character !== undefined && whole.endsWith(';'), `a bare & in ${text.slice(0, 60)}`);
    return character;
  });
}
