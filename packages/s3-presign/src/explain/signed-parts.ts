import { readCredential } from '../inspect/inspect-url.ts';
import { type CanonicalParts, canonicalQuery } from '../sigv4/canonical-request.ts';
import { QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import type { IncomingRequest } from '../verify/incoming-request.ts';
import { signedHeaderValues } from '../verify/signed-headers.ts';

/** What a request says of its own signature, and what that covers. */
export interface SignedParts {
  /** To make the canonical request of. */
  readonly parts: CanonicalParts;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `yyyyMMddTHHmmssZ` */
  readonly date: string;
  readonly region: string;
  /** `yyyymmdd/region/s3/aws4_request` */
  readonly scope: string;
}

const AUTHORIZATION = /Credential=([^,\s]+)[,\s]+SignedHeaders=([^,\s]+)[,\s]+Signature=([^,\s]+)/;

/** Reads a signature of version 4 out of the query or the `Authorization` header; `undefined` where there is none. */
export function signedParts(request: IncomingRequest): SignedParts | undefined {
  const { headers, method, path } = request;
  const query = new Map(request.query);
  const [
    ,
    credentialText = query.get(QUERY.credential),
    names = query.get(QUERY.signedHeaders),
    signature = query.get(QUERY.signature),
  ] = AUTHORIZATION.exec(headers.get('authorization') ?? '') ?? [];
  const date = query.get(QUERY.date) ?? headers.get('x-amz-date');
  const credential = readCredential(credentialText ?? '');
  if (!credential || !credentialText || !names || !signature || !date) return undefined;
  const signedHeaders = names.split(';');
  return {
    parts: {
      method,
      path,
      query: canonicalQuery(request.query.filter(([name]) => name !== QUERY.signature)),
      headers: signedHeaderValues(headers, signedHeaders),
      payloadHash: headers.get('x-amz-content-sha256') ?? query.get(QUERY.contentSha256) ?? UNSIGNED_PAYLOAD,
    },
    signedHeaders,
    signature,
    date,
    region: credential.region,
    scope: credentialText.slice(credential.accessKeyId.length + 1),
  };
}
