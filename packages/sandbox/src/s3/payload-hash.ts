import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '@x/s3-presign/verify';
import { s3Error } from './s3-fault.ts';

// Spelt as they are: S3 takes none of them in lower case.
const MARKERS = [
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER',
];

/**
 * Refuses a request, signed in its headers, that says of its body what is neither a SHA-256 nor one of S3's markers, as
 * recorded: versitygw#1352, irods_resource_plugin_s3#1833. S3 does so before it looks at date, scope or signature.
 */
export function refusePayloadHash(headers: IncomingHttpHeaders): Refusal | undefined {
  const name = 'x-amz-content-sha256';
  const given = headers[name];
  if (typeof given !== 'string' || !headers.authorization?.startsWith('AWS4-')) return undefined;
  if (/^[0-9a-f]{64}$/i.test(given) || MARKERS.includes(given)) return undefined;
  return s3Error(
    400,
    'InvalidArgument',
    `${name} must be ${MARKERS.join(', ')} or a valid sha256 value.`,
    { ArgumentName: name, ArgumentValue: given },
    { kind: 'header', name },
  );
}
