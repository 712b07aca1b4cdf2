import { createHash } from 'node:crypto';
import { isBase64Of } from '../body/checksum.ts';
import { fault, type S3Fault } from '../s3-fault.ts';
import type { ObjectSettings } from '../storage/stored-object.ts';
import type { Call } from './operation.ts';

/** The three headers in which a key of the customer's (SSE-C) is sent. */
interface KeyHeaders {
  readonly algorithm: string;
  readonly key: string;
  readonly md5: string;
}

const keyHeaders = (prefix: string): KeyHeaders => ({
  algorithm: `${prefix}-server-side-encryption-customer-algorithm`,
  key: `${prefix}-server-side-encryption-customer-key`,
  md5: `${prefix}-server-side-encryption-customer-key-md5`,
});

/** The key of what a request reads or writes. */
const OWN = keyHeaders('x-amz');

/** The key of what a request copies from. */
export const OF_COPY_SOURCE: KeyHeaders = keyHeaders('x-amz-copy-source');

/** 256 bits. */
const KEY_BYTES = 32;

/**
 * The key that a request brings, as its MD5: nothing is encrypted here, and keys need only be told apart.
 *
 * @returns `undefined` when it brings none.
 * @throws S3Fault in S3's words (boto3#684, and as LocalStack recorded them) when one of the three headers is missing, or
 *   they do not fit together. It quotes none of them.
 */
export function customerKeyOf(
  headers: Call['headers'],
  { algorithm, key, md5 }: KeyHeaders = OWN,
): string | undefined {
  const given = { algorithm: headers[algorithm], key: headers[key], md5: headers[md5] };
  if (given.algorithm === undefined && given.key === undefined && given.md5 === undefined) return undefined;
  if (given.algorithm === undefined) throw notProvided('a valid encryption algorithm');
  if (given.algorithm !== 'AES256')
    throw refused(
      'InvalidEncryptionAlgorithmError',
      'The Encryption request you specified is not valid. Supported value: AES256.',
    );
  if (given.key === undefined) throw notProvided('an appropriate secret key');
  if (given.md5 === undefined) throw notProvided('the client calculated MD5 of the secret key');
  if (!isBase64Of(given.key, KEY_BYTES))
    throw refused('InvalidArgument', 'The secret key was invalid for the specified algorithm.');
  if (given.md5 !== createHash('md5').update(given.key, 'base64').digest('base64'))
    throw refused(
      'InvalidArgument',
      'The calculated MD5 hash of the key did not match the hash that was provided.',
    );
  return given.md5;
}

/**
 * An object that came with a key is only given to who has the key.
 *
 * @param names - Where the request has the key of this object.
 * @throws S3Fault when the key is missing, another, or not wanted.
 */
export function checkCustomerKey(
  { headers: stored }: ObjectSettings,
  headers: Call['headers'],
  names: KeyHeaders = OWN,
): void {
  const given = customerKeyOf(headers, names);
  if (stored[OWN.md5] === given) return;
  if (given === undefined)
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  if (stored[OWN.md5] === undefined) throw notApplicable();
  throw fault(
    403,
    'AccessDenied',
    'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
    {},
    CULPRIT,
  );
}

/**
 * The parts of an upload need the key that it began with: aws-sdk-ruby#1084.
 *
 * @throws S3Fault when it is missing, another, or not wanted.
 */
export function checkPartKey({ headers: begun }: ObjectSettings, headers: Call['headers']): void {
  const given = customerKeyOf(headers);
  if (begun[OWN.md5] === given) return;
  if (given === undefined)
    throw invalidRequest(
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  if (begun[OWN.md5] === undefined) throw notApplicable();
  throw invalidRequest('The provided encryption parameters did not match the ones used originally.');
}

// S3 names this header whichever of the three is wrong. The log of requests hides what is said of the other names.
const ARGUMENT = 'x-amz-server-side-encryption';
const CULPRIT = { kind: 'header', name: ARGUMENT } as const;

function notProvided(what: string): S3Fault {
  return refused(
    'InvalidArgument',
    `Requests specifying Server Side Encryption with Customer provided keys must provide ${what}.`,
  );
}

function refused(code: string, message: string): S3Fault {
  return fault(400, code, message, { ArgumentName: ARGUMENT }, CULPRIT);
}

function notApplicable(): S3Fault {
  return invalidRequest('The encryption parameters are not applicable to this object.');
}

function invalidRequest(message: string): S3Fault {
  return fault(400, 'InvalidRequest', message, {}, CULPRIT);
}
