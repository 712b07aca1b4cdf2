import { canonicalQuery } from '../sigv4/canonical-request.ts';
import type { IncomingRequest } from './incoming-request.ts';

// Bare names, and values of which nothing is escaped but what must be, in the way of Signature Version 4. What is
// escaped can be decoded: a request whose query cannot is refused before.
const BARE = '[A-Za-z0-9\\-._~]';
const ESCAPED = '%(?:2[0-9A-CF]|3[A-F]|40|5[BCDE]|60|7[BCDF]|[0189A-F][0-9A-F])';
const PAIR = `${BARE}+=${BARE}*(?:${ESCAPED}${BARE}*)*`;
const CANONICAL = new RegExp(`^${PAIR}(?:&${PAIR})*$`);

/**
 * The canonical query of a request, without the one parameter that cannot be signed.
 *
 * Who signs a URL writes its query in this form already: then it is taken as it was sent, which costs a fraction of
 * making it anew.
 */
export function sentCanonicalQuery({ query, queryText }: IncomingRequest, leftOut?: string): string {
  if (queryText === '') return '';
  return isSorted(query, leftOut) && CANONICAL.test(queryText)
    ? without(queryText, leftOut)
    : canonicalQuery(query.filter(([name]) => name !== leftOut));
}

/** Whether no name is given twice, and each stands behind those that sort before it. */
function isSorted(query: IncomingRequest['query'], leftOut: string | undefined): boolean {
  let last = '';
  for (const [name] of query) {
    if (name === leftOut) continue;
    if (name <= last) return false;
    last = name;
  }
  return true;
}

function without(text: string, name: string | undefined): string {
  if (name === undefined) return text;
  const isFirst = text.startsWith(`${name}=`);
  const start = isFirst ? 0 : text.indexOf(`&${name}=`);
  if (start === -1) return text;
  const end = text.indexOf('&', start + 1);
  if (end === -1) return text.slice(0, start);
  return isFirst ? text.slice(end + 1) : text.slice(0, start) + text.slice(end);
}
