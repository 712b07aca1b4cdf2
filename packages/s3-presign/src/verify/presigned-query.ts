import { canonicalQuery } from '../sigv4/canonical-request.ts';
import { QUERY } from '../sigv4/names.ts';
import { hoistedHeaders } from './hoisted-headers.ts';
import { readQuery } from './incoming-request.ts';

/** The query of a presigned URL, decoded. What must be there and is not is an empty text. */
export interface PresignedQuery {
  readonly algorithm: string;
  readonly contentSha256: string | undefined;
  readonly credential: string;
  readonly date: string;
  readonly expires: string;
  /** Seconds; `undefined` when `expires` is no whole number. */
  readonly expiresIn: number | undefined;
  readonly securityToken: string | undefined;
  readonly signedHeaders: string;
  readonly signature: string;
  /** All but the signature, as it is signed. */
  readonly canonical: string;
  /** The `x-amz-*` headers that ride there. */
  readonly hoisted: Readonly<Record<string, string>>;
}

/** Reads a query; `undefined` where it cannot be decoded. Tells which parameter of a signature is given twice. */
export function readPresignedQuery(text: string): PresignedQuery | { readonly twice: string } | undefined {
  for (const mould of moulds) {
    const alike = readLike(mould, text);
    if (alike !== undefined) return alike;
  }
  const query = readAny(text);
  if (query !== undefined && !('twice' in query)) keepMould(text, query);
  return query;
}

/**
 * A query that was read, and the texts in it around date and signature. Whoever presigns does it many times over, and
 * all that differs from one time to the next is these two: to compare takes a fraction of the time that it takes to read.
 */
interface Mould {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly query: PresignedQuery;
}

// A few signers, each with uploads and downloads.
const MAX_MOULDS = 8;
const moulds: Mould[] = [];
let oldest = 0;

const DATE = `&${QUERY.date}=`;
const SIGNATURE = `&${QUERY.signature}=`;
const BARE = /^[A-Za-z0-9\-._~]*$/;

/** Keeps the mould of a query that stands as it is signed. That of others would not fit, and a token is not kept. */
function keepMould(text: string, query: PresignedQuery): void {
  const dateAt = text.indexOf(DATE) + DATE.length;
  const signatureAt = text.indexOf(SIGNATURE, dateAt) + SIGNATURE.length;
  const mould = {
    before: text.slice(0, dateAt),
    between: text.slice(dateAt + query.date.length, signatureAt),
    after: text.slice(signatureAt + query.signature.length),
    // What the caller does with its own changes nothing here.
    query: { ...query, hoisted: { ...query.hoisted } },
  };
  if (query.securityToken !== undefined || readLike(mould, text)?.canonical !== query.canonical) return;
  moulds[oldest] = mould;
  oldest = (oldest + 1) % MAX_MOULDS;
}

/** Reads a query that differs from an earlier one in nothing but date and signature; `undefined` where it does. */
function readLike({ before, between, after, query }: Mould, text: string): PresignedQuery | undefined {
  const dateEnd = before.length + query.date.length;
  const signatureAt = dateEnd + between.length;
  const signatureEnd = signatureAt + query.signature.length;
  const isAlike =
    text.length === signatureEnd + after.length &&
    text.startsWith(before) &&
    text.startsWith(between, dateEnd) &&
    text.startsWith(after, signatureEnd);
  if (!isAlike) return undefined;
  const date = text.slice(before.length, dateEnd);
  const signature = text.slice(signatureAt, signatureEnd);
  if (!BARE.test(date + signature)) return undefined;
  const canonical = text.slice(0, signatureAt - SIGNATURE.length) + after;
  return { ...query, date, signature, canonical, hoisted: { ...query.hoisted } };
}

function readAny(text: string): PresignedQuery | { readonly twice: string } | undefined {
  const query = readQuery(text);
  if (query === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of query) {
    if (parameters.has(name) && name.startsWith('X-Amz-')) return { twice: name };
    parameters.set(name, value);
  }
  const value = (name: string) => parameters.get(name) ?? '';
  const expires = value(QUERY.expires);
  return {
    algorithm: value(QUERY.algorithm),
    contentSha256: parameters.get(QUERY.contentSha256),
    credential: value(QUERY.credential),
    date: value(QUERY.date),
    expires,
    expiresIn: /^-?\d{1,15}$/.test(expires) ? Number(expires) : undefined,
    securityToken: parameters.get(QUERY.securityToken),
    signedHeaders: value(QUERY.signedHeaders),
    signature: value(QUERY.signature),
    canonical: canonicalQuery(query.filter(([name]) => name !== QUERY.signature)),
    hoisted: hoistedHeaders(query),
  };
}
