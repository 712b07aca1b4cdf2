import { byKey } from './key-order.ts';

/** Which part of the keys is asked for. */
export interface ListQuery {
  readonly prefix: string;
  /** What is behind it is rolled up into a common prefix. Empty: nothing is. */
  readonly delimiter: string;
  /** Only what comes behind it: a key, or a common prefix, whose keys are passed over. */
  readonly after: string;
  /** Keys and common prefixes together. */
  readonly limit: number;
}

/** A page of keys. */
export interface ListPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix, if there is more behind it. */
  readonly next: string | undefined;
}

/** @param sorted - All keys, by {@link byKey}. */
export function listKeys(sorted: readonly string[], query: ListQuery): ListPage {
  const { prefix, after, limit } = query;
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last = '';
  const start = byKey(prefix, after) > 0 ? prefix : after;
  for (let at = firstFrom(sorted, start); at < sorted.length; at++) {
    const key = sorted[at] ?? '';
    if (!key.startsWith(prefix)) {
      if (byKey(key, prefix) > 0) break;
      continue;
    }
    if (after !== '' && byKey(key, after) <= 0) continue;
    const group = commonPrefixOf(key, query);
    if (group !== undefined && (group === prefixes.at(-1) || group === after)) continue;
    const entry = group ?? key;
    if (keys.length + prefixes.length === limit)
      return { keys, prefixes, next: limit === 0 ? undefined : last };
    (group === undefined ? keys : prefixes).push(entry);
    last = entry;
  }
  return { keys, prefixes, next: undefined };
}

/** The common prefix that a key is rolled up into, if it is into any. */
export function commonPrefixOf(
  key: string,
  { prefix, delimiter }: Pick<ListQuery, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

function firstFrom(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byKey(sorted[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
