import type { IncomingMessage } from 'node:http';
import {
  type ChunkVerifier,
  type Refusal,
  type VerifyOptions,
  verifyPresignedUrl,
  verifySignedRequest,
} from '@x/s3-presign/verify';
import { type Address, SIGNATURE_NAMES } from './address.ts';
import { refusePayloadHash } from './payload-hash.ts';
import { asVerified, type ProviderRules } from './provider.ts';
import { s3Error } from './s3-fault.ts';

/** How a request says who sends it. */
export type SignedBy = 'url' | 'header' | 'form' | 'nobody';

/** A request that S3 would let in. */
export interface Accepted {
  readonly ok: true;
  /** What was signed of the body. */
  readonly payloadHash: string;
  readonly chunkVerifier?: () => ChunkVerifier;
}

/** How a request, other than a form, is signed, whether or not it is right. */
export function signedBy({ headers }: IncomingMessage, address: Address): SignedBy {
  if (headers.authorization !== undefined) return 'header';
  const { isPresigned, names } = address;
  return isPresigned || names.some((name) => AUTHENTICATION.test(name)) || isVersion2(address)
    ? 'url'
    : 'nobody';
}

/** Every way in which S3 lets somebody in, but forms. */
export function authenticate(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  address: Address,
  options: VerifyOptions,
  rules: ProviderRules,
): Refusal | Accepted {
  if (isVersion2(address))
    return s3Error(
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      {},
      { kind: 'parameter', name: 'Signature' },
    );
  const seen = asVerified({ method, url, headers }, address, options, rules);
  if (address.isPresigned || address.names.some((name) => name.startsWith('X-Amz-')))
    return verifyPresignedUrl(...seen);
  return (rules.knowsPayloadHashes ? refusePayloadHash(headers) : undefined) ?? verifySignedRequest(...seen);
}

/** The headers that ride in the query of a presigned URL, names in lower case. */
export function hoistedHeaders(address: Address): Readonly<Record<string, string>> {
  if (!address.names.some((name) => HOISTED.test(name))) return NOTHING_HOISTED;
  const hoisted: Record<string, string> = {};
  for (const [name, value] of address.parameters) if (HOISTED.test(name)) hoisted[name.toLowerCase()] = value;
  return hoisted;
}

/** Of most queries. */
export const NOTHING_HOISTED: Readonly<Record<string, string>> = {};

const SIGNATURE = `(?:${SIGNATURE_NAMES.join('|')})$`;
const AUTHENTICATION = new RegExp(`^${SIGNATURE}`, 'i');
const HOISTED = new RegExp(`^(?!${SIGNATURE})X-Amz-`, 'i');

function isVersion2({ names }: Address): boolean {
  return names.includes('AWSAccessKeyId') || names.includes('Signature');
}
