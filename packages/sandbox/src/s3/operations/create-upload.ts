import { randomBytes } from 'node:crypto';
import { fault } from '../s3-fault.ts';
import type { Upload } from '../storage/stored-object.ts';
import { withEncryption } from './encryption-headers.ts';
import { bucketFor } from './existing.ts';
import { settingsOf } from './object-settings.ts';
import type { Call, Operation } from './operation.ts';
import { wantedChecksum } from './wanted-checksum.ts';
import { xmlAnswer } from './xml-answer.ts';

export const createUpload: Operation = (s3, { address, headers, now }) => {
  const bucket = bucketFor(s3.store, address);
  const checksum = s3.rules.checksums ? checksumOf(headers) : undefined;
  const begun = now().getTime();
  const upload: Upload = {
    ...settingsOf(headers, s3.rules),
    id: uploadId(begun),
    key: address.key,
    begun,
    ...(checksum === undefined ? {} : { checksum }),
    parts: new Map(),
  };
  bucket.putUpload(upload);
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.name, Key: address.key, UploadId: upload.id },
    withEncryption(
      checksum === undefined
        ? {}
        : { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type },
      upload.headers,
    ),
  );
};

/** S3 lists the uploads of a key by their time, and pages through them by their IDs: both are one order here. */
function uploadId(begun: number): string {
  return begun.toString(16).padStart(12, '0') + randomBytes(18).toString('base64url');
}

function checksumOf(headers: Call['headers']): Upload['checksum'] {
  const name = wantedChecksum(headers);
  if (name === undefined) return undefined;
  const type = headers['x-amz-checksum-type'] ?? (name === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')
    throw fault(400, 'InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
  if ((type === 'COMPOSITE' && name === 'crc64nvme') || (type === 'FULL_OBJECT' && name.startsWith('sha')))
    throw fault(
      400,
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${name} checksum algorithm.`,
    );
  return { algorithm: name.toUpperCase(), type };
}
