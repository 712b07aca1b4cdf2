import { QUERY } from '../sigv4/names.ts';

// The parameters that make the signature; every other x-amz-* of the query is a header that rides there.
const AUTHENTICATION: ReadonlySet<string> = new Set(Object.values(QUERY).map((name) => name.toLowerCase()));

/** The `x-amz-*` headers that ride in a query, which S3 honours as if they had been sent. Names in lower case. */
export function hoistedHeaders(
  query: Iterable<readonly [name: string, value: string]>,
): Record<string, string> {
  const hoisted: Record<string, string> = {};
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (lower.startsWith('x-amz-') && !AUTHENTICATION.has(lower)) hoisted[lower] = value;
  }
  return hoisted;
}
