import { REDACTED } from '../redact.ts';
import type { Reason } from './explanation.ts';
import { type Hide, showValue } from './hide-secrets.ts';

/** A canonical request taken apart again. */
export interface CanonicalLines {
  readonly method: string;
  readonly path: string;
  /** Values decoded. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly payloadHash: string;
}

/** Reads the text of a canonical request; `undefined` where it is none. */
export function readCanonicalLines(text: string): CanonicalLines | undefined {
  const lines = text.split('\n');
  const [method, path, query] = lines;
  const payloadHash = lines.at(-1);
  if (lines.length < 6 || !method || !path || query === undefined || !payloadHash) return undefined;
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => split(pair, '='));
  return {
    method,
    path,
    query: new Map(pairs.map(([name, value]) => [decode(name), decode(value)])),
    headers: new Map(lines.slice(3, -3).map((line) => split(line, ':'))),
    payloadHash,
  };
}

/**
 * Compares two canonical requests line by line.
 *
 * @param changed - What it means when a line differs: the end of a sentence about that line.
 */
export function* diffCanonical(
  sent: CanonicalLines,
  arrived: CanonicalLines,
  changed: string,
  hide: Hide,
): Generator<Reason> {
  if (sent.method !== arrived.method)
    yield {
      kind: 'method',
      message: `The method ${changed}.`,
      expected: sent.method,
      actual: arrived.method,
    };
  if (sent.path !== arrived.path)
    yield {
      kind: 'path',
      message: `The path ${changed}. Often the key is encoded twice or not at all, or its // or dots are resolved.`,
      expected: hide(sent.path),
      actual: hide(arrived.path),
    };
  for (const [name, expected, actual] of differing(sent.query, arrived.query))
    yield {
      kind: 'parameter',
      name,
      message: `The query parameter ${name} ${changed}.`,
      ...values(name, expected, actual, hide),
    };
  for (const [name, expected, actual] of differing(sent.headers, arrived.headers))
    yield {
      kind: 'header',
      name,
      message: `The signed header ${name} ${changed}.`,
      ...values(name, expected, actual, hide),
    };
  if (sent.payloadHash !== arrived.payloadHash)
    yield {
      kind: 'payload',
      message: `The hash of the body ${changed}.`,
      expected: sent.payloadHash,
      actual: arrived.payloadHash,
    };
}

function* differing(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): Generator<readonly [name: string, a: string | undefined, b: string | undefined]> {
  for (const name of new Set([...a.keys(), ...b.keys()]))
    if (a.get(name) !== b.get(name)) yield [name, a.get(name), b.get(name)];
}

function values(name: string, expected: string | undefined, actual: string | undefined, hide: Hide) {
  const shown: { expected?: string; actual?: string } = {};
  if (expected !== undefined) shown.expected = showValue(name, expected, hide);
  if (actual !== undefined) shown.actual = showValue(name, actual, hide);
  // Two secrets look alike once they are hidden.
  if (shown.expected === REDACTED && shown.actual === REDACTED) shown.actual = `another ${REDACTED}`;
  return shown;
}

function split(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
