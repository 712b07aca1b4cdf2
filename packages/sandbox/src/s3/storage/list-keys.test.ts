import { expect, test } from 'vitest';
import { byKey } from './key-order.ts';
import { listKeys } from './list-keys.ts';

const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'd', 'd/4', 'é', '\ufffd', '😀'].sort(byKey);
const list = (query: Partial<Parameters<typeof listKeys>[1]>) =>
  listKeys(KEYS, { prefix: '', delimiter: '', after: '', limit: 1000, ...query });

test('sorts by the bytes of UTF-8, not by the units of UTF-16', () => {
  const bytes = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(KEYS).toEqual(bytes);
  expect(KEYS.at(-1)).toBe('😀');
});

test('lists what begins with a prefix, rolled up at a delimiter', () => {
  expect(list({ prefix: 'b/', delimiter: '/' })).toEqual({
    keys: ['b/1', 'b/2'],
    prefixes: ['b/c/'],
    next: undefined,
  });
  expect(list({ delimiter: '/' })).toMatchObject({ prefixes: ['b/', 'd/'] });
  expect(list({ prefix: 'none' })).toEqual({ keys: [], prefixes: [], next: undefined });
});

test.each([1, 2, 3])('a page of %i leads to the next, and all pages hold everything once', (limit) => {
  const seen: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const { keys, prefixes, next } = list({ delimiter: '/', after, limit });
    expect(keys.length + prefixes.length).toBeLessThanOrEqual(limit);
    seen.push(...[...keys, ...prefixes].sort(byKey));
    after = next;
  }
  expect(seen).toEqual(['a', 'b/', 'd', 'd/', 'é', '\ufffd', '😀']);
});

test('a prefix still has what comes behind a key in it', () => {
  expect(list({ delimiter: '/', after: 'b/1' })).toMatchObject({ prefixes: ['b/', 'd/'] });
  expect(list({ delimiter: '/', after: 'b/' })).toMatchObject({ prefixes: ['d/'] });
});

test('a page of nothing is the last one', () => {
  expect(list({ limit: 0 })).toEqual({ keys: [], prefixes: [], next: undefined });
});
