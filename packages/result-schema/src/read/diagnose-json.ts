/** Why a text is not the JSON it should be, and where. */
export interface JsonFault {
  readonly code: JsonFaultCode;
  readonly path: readonly (string | number)[];
  /** What should have been there. */
  readonly expected: string;
}

/** The kinds of {@link JsonFault}. */
export type JsonFaultCode = 'NonFiniteNumber' | 'Truncated' | 'DuplicateKey' | 'InvalidJson';

/**
 * Says what is wrong with a text that `JSON.parse` refused, or that has a key twice. `JSON.parse`'s own message is no use:
 * it quotes the text, secrets and all. Slow beside it, and without recursion, as it reads hostile texts.
 */
export function diagnoseJson(text: string): JsonFault {
  const open: Frame[] = [];
  let next: Expected = 'a value';
  const fault = (code: JsonFaultCode, expected: string): JsonFault => ({
    code,
    path: open.map(({ key }) => key).filter((key) => key !== ''),
    expected,
  });

  for (const { token, end } of tokensOf(text)) {
    const frame = open.at(-1);
    const kind = kindOf(token);
    if (kind === 'broken') {
      if (nonFinite.test(token)) return fault('NonFiniteNumber', 'a number or null');
      return end === text.length && isBeginning(token)
        ? fault('Truncated', 'the rest of the document')
        : fault('InvalidJson', next);
    }
    if (!fits[next].includes(kind)) return fault('InvalidJson', next);
    if (kind === 'open') {
      open.push(token === '{' ? { keys: new Set(), key: '' } : { key: 0 });
      next = token === '{' ? 'a key or }' : 'a value or ]';
    } else if (kind === 'close') {
      if ((token === '}') !== Boolean(frame?.keys)) return fault('InvalidJson', next);
      open.pop();
      next = open.length === 0 ? 'the end of the document' : ', or the end';
    } else if (kind === 'comma') {
      if (frame) frame.key = frame.keys ? '' : Number(frame.key) + 1;
      next = frame?.keys ? 'a key' : 'a value';
    } else if (kind === 'colon') next = 'a value';
    else if (frame?.keys && (next === 'a key' || next === 'a key or }')) {
      frame.key = JSON.parse(token) as string;
      if (frame.keys.has(frame.key)) return fault('DuplicateKey', 'each key once');
      frame.keys.add(frame.key);
      next = 'a colon';
    } else next = open.length === 0 ? 'the end of the document' : ', or the end';
  }
  return open.length > 0 ? fault('Truncated', 'the rest of the document') : fault('InvalidJson', next);
}

/** An object that was opened, with the keys seen, or a list; and where in it we are. */
interface Frame {
  readonly keys?: Set<string>;
  key: string | number;
}

type Kind = 'open' | 'close' | 'comma' | 'colon' | 'string' | 'literal' | 'broken';

type Expected =
  | 'a value'
  | 'a value or ]'
  | 'a key'
  | 'a key or }'
  | 'a colon'
  | ', or the end'
  | 'the end of the document';

const fits: Readonly<Record<Expected, readonly Kind[]>> = {
  'a value': ['open', 'string', 'literal'],
  'a value or ]': ['open', 'close', 'string', 'literal'],
  'a key': ['string'],
  'a key or }': ['string', 'close'],
  'a colon': ['colon'],
  ', or the end': ['comma', 'close'],
  'the end of the document': [],
};

function kindOf(token: string): Kind {
  if (token === '{' || token === '[') return 'open';
  if (token === '}' || token === ']') return 'close';
  if (token === ',') return 'comma';
  if (token === ':') return 'colon';
  try {
    JSON.parse(token);
    return token.startsWith('"') ? 'string' : 'literal';
  } catch {
    return 'broken';
  }
}

/** What Python's `json` writes for floats that JSON does not have. */
const nonFinite = /^(NaN|-?Infinity)$/;

/** Whether a text that ends here may go on well. */
function isBeginning(token: string): boolean {
  if (token.startsWith('"')) return true;
  const words = ['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'];
  return /^-?[\d.eE+-]*$/.test(token) || words.some((word) => word.startsWith(token));
}

const blank = /[ \t\r\n]*/y;
const literal = /[^ \t\r\n,:[\]{}"]+/y;

/** Punctuation, strings and literals, one after the other. */
function* tokensOf(text: string): Generator<{ readonly token: string; readonly end: number }> {
  for (let start = endOf(blank, text, 0); start < text.length; ) {
    const char = text[start] ?? '';
    let end = start + 1;
    if (char === '"') end = endOfString(text, start) ?? text.length;
    else if (!',:[]{}'.includes(char)) end = endOf(literal, text, start);
    yield { token: text.slice(start, end), end };
    start = endOf(blank, text, end);
  }
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return start + (pattern.exec(text)?.[0].length ?? 0);
}

/** Index behind the quote that closes the string opened at `start`; undefined where there is none. */
export function endOfString(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    // An odd number of backslashes escapes it.
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return undefined;
}
