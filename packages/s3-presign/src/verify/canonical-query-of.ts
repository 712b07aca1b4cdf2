import { canonicalQuery } from '../sigv4/canonical-request.ts';
import { QUERY } from '../sigv4/names.ts';
import type { IncomingRequest } from './incoming-request.ts';

/**
 * The canonical query of a request, without its signature.
 *
 * Who signs a URL writes its query in canonical form already. To see that it is takes a fraction of the time of putting
 * it together again.
 */
export function canonicalQueryOf({ search, query }: Pick<IncomingRequest, 'search' | 'query'>): string {
  return isCanonical(search, query)
    ? withoutSignature(search)
    : canonicalQuery(query.filter(([name]) => name !== QUERY.signature));
}

// What `encodeUri` leaves bare, and the escapes of every other byte.
const BARE = '[\\w.~-]';
const ESCAPE = '%(?:[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF])';
const PAIR = `${BARE}+=${BARE}*(?:${ESCAPE}${BARE}*)*`;
const PAIRS = new RegExp(`^${PAIR}(?:&${PAIR})*$`);

/**
 * Whether everything is encoded as it has to be, and sorted, wherever the signature stands: mostly at the end. Names with
 * escapes, or given twice, are not looked into.
 */
export function isCanonical(search: string, query: IncomingRequest['query']): boolean {
  let last = '';
  let signatures = 0;
  for (const [name] of query) {
    if (name === QUERY.signature) signatures += 1;
    else if (name <= last) return false;
    else last = name;
  }
  return signatures <= 1 && PAIRS.test(search);
}

/** Cuts a pair out of a query in canonical form, where no `=` is within a name or a value. */
function withoutSignature(search: string): string {
  const text = `&${search}`;
  const start = text.indexOf(`&${QUERY.signature}=`);
  if (start === -1) return search;
  const end = text.indexOf('&', start + 1);
  return (end === -1 ? text.slice(0, start) : text.slice(0, start) + text.slice(end)).slice(1);
}
