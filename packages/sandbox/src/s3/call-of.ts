import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { type Accepted, hoistedHeaders, NOTHING_HOISTED } from './authenticate.ts';
import { openBody } from './body/open-body.ts';
import type { Call, S3Context } from './operations/operation.ts';
import { notImplemented } from './s3-fault.ts';

/** How requests are read. */
export interface ReadingOptions {
  /** Whether checksums in the query of a presigned URL are held against the body. AWS passes over them. */
  readonly queryChecksums: 'ignore' | 'enforce';
}

/** A request, and its answer. */
export interface Exchange extends Pick<Call, 'address' | 'ids' | 'now' | 'object' | 'request'> {
  readonly response: ServerResponse;
  readonly s3: S3Context;
  readonly options: ReadingOptions;
}

/** A request as operations see it, with its body if that is there. */
export function callOf(exchange: Exchange, accepted: Accepted, sent: readonly Buffer[] | undefined): Call {
  const { s3, options, address, ids, now, request, object } = exchange;
  const hoisted = hoistedHeaders(address);
  const { refusesQueryChecksums, checksums, minChunk } = s3.rules;
  const unwanted = refusesQueryChecksums ? Object.keys(hoisted).find(isChecksum) : undefined;
  if (unwanted !== undefined) throw notImplemented(unwanted);
  const claims = checksums ? request.headers : withoutChecksums(request.headers);
  return {
    request,
    address,
    ids,
    now,
    object,
    headers: allHeaders(request.headers, hoisted),
    body: ({ ignoresChecksums = false } = {}) => {
      const body = openBody(sent ?? request, {
        payloadHash: accepted.payloadHash,
        headers: ignoresChecksums ? withoutChecksums(claims) : claims,
        claimed: options.queryChecksums === 'enforce' ? hoisted : {},
        chunkVerifier: accepted.chunkVerifier,
        minChunk,
        object,
      });
      askForBody(exchange);
      return body;
    },
  };
}

/** Headers that were sent and, in their place, those in the query. */
function allHeaders(sent: IncomingHttpHeaders, hoisted: Readonly<Record<string, string>>): Call['headers'] {
  // The one header that Node.js does not make one text of.
  if (hoisted === NOTHING_HOISTED && sent['set-cookie'] === undefined) return sent as Call['headers'];
  const headers: Record<string, string | undefined> = {};
  for (const name in sent) {
    const value = sent[name];
    headers[name] = typeof value === 'object' ? value.join(',') : value;
  }
  for (const name in hoisted) if (!isChecksum(name)) headers[name] = hoisted[name];
  return headers;
}

function isChecksum(name: string): boolean {
  return /^x-amz-checksum-(crc|sha)/.test(name) || name.startsWith('x-amz-sdk-');
}

function withoutChecksums(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const others = Object.entries(headers).filter(([name]) => !isChecksum(name) && name !== 'x-amz-trailer');
  return Object.fromEntries(others);
}

/** Clients that wait with their body until they are asked for it are asked now. */
export function askForBody({ request, response }: Pick<Exchange, 'request' | 'response'>): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
}
