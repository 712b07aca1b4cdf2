import { but, type Send, sendForm } from './senders.ts';

/** A form made at random, the same one for the same seed. */
export interface RandomForm {
  /** What it is, to be told when two servers do not agree on it. */
  readonly text: string;
  readonly send: Send;
}

const NAMES = [
  ...['acl', 'Content-Type', 'x-amz-meta-a', 'X-Amz-Meta-B', 'x-amz-meta-', 'x-ignore-z', 'bucket'],
  ...['success_action_status', 'cache-control', 'submit'],
];
const VALUES = [
  'private',
  '',
  ' private',
  'image/png,text/html',
  '7',
  'true',
  '$acl',
  '$',
  '201',
  'é',
  'a\\b',
];
const JSON_VALUES = [...VALUES, 7, -1, true, null, 2.5, [], {}, ['a'], { a: 1 }];
const SIZES = [0, 1, '2', 5, -3, 'x', 1.5, '', ' 1', 14, 15, '20', 1e6, null];
const ODD = [
  [],
  {},
  'x',
  7,
  null,
  ['eq'],
  ['eq', '$acl', 'a', 'b'],
  [['eq'], '$acl', 'x'],
  { z: 'b', acl: '7' },
];
const ENDS = [
  ...['2035-01-01T00:00:00', '2035-13-01T00:00:00Z', ' 2035-1-01 1:02:03Z', '2035-02-30T00:00:00Z'],
  ...['2035-01-01T24:00:00Z', '2020-01-01T00:00:00Z', '', 2035],
];

/** Makes a form whose fields, conditions and end are often odd, and often fit one another. */
export function randomForm(seed: number): RandomForm {
  const random = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const times = (most: number) => Array.from({ length: Math.floor(random() * most) });

  const fields: Record<string, string> = {};
  const conditions: unknown[] = [];
  for (const _ of times(3)) {
    const [name, value] = [pick(NAMES), pick(VALUES)];
    fields[name] = value;
    if (random() < 0.8)
      conditions.push(pick<unknown>([{ [name]: value }, ['starts-with', `$${name}`, value.slice(0, 2)]]));
  }
  for (const _ of times(2.2)) {
    const name = pick(NAMES);
    const operator = pick(['eq', 'starts-with', 'EQ', 'ends-with']);
    conditions.push(
      pick<unknown>([
        { [name]: pick(JSON_VALUES) },
        [operator, pick([`$${name}`, `$${name}`, name, '$']), pick(JSON_VALUES)],
        ['content-length-range', pick(SIZES), pick(SIZES)],
        pick<unknown>(ODD),
      ]),
    );
  }
  const none = random() < 0.1;
  const change = random() < 0.15 ? { expiration: pick<unknown>(ENDS) } : {};
  return {
    text: JSON.stringify({ seed, fields, conditions, none, ...change }),
    send: (s3, key) =>
      sendForm(
        `${s3.url}/${s3.bucket}`,
        { key, ...s3.form([{ key }, ...conditions], fields, but(change)) },
        { none },
      ),
  };
}

/** Numbers from 0 to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
