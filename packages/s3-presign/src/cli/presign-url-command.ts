import type { UploadPartOptions } from '../plan/plan-upload-part.ts';
import type { PresignedUrl } from '../presigned-url.ts';
import type { Presigner } from '../presigner.ts';
import type { Command } from './command.ts';
import { CUSTOMER_KEY, withCustomerKey } from './customer-key-flag.ts';
import { date, type Flag, number, required, text } from './flag.ts';
import { openPlace, PLACE } from './place.ts';
import { printPresignedUrl } from './print-presigned-url.ts';
import { printable } from './printable.ts';
import { CHECKSUM_SHA256, UPLOAD } from './upload-flags.ts';

const VERSION_ID = text('versionId', 'ID', 'one version of the object');
export const UPLOAD_ID: Flag = required(text('uploadId', 'ID', 'as CreateMultipartUpload answered it'));

const GET: readonly Flag[] = [
  VERSION_ID,
  text('responseContentType', 'TYPE', 'make S3 answer with this header'),
  text('responseContentDisposition', 'TEXT', 'make S3 answer with this header'),
  text('responseContentEncoding', 'TEXT', 'make S3 answer with this header'),
  text('responseContentLanguage', 'TEXT', 'make S3 answer with this header'),
  text('responseCacheControl', 'TEXT', 'make S3 answer with this header'),
  date('responseExpires', 'make S3 answer with this header'),
  text('range', 'RANGE', 'the part to send: bytes=0-99'),
  text('checksumMode', 'ENABLED', "have S3 tell the object's checksum"),
  CUSTOMER_KEY,
];

const CONTENT_LENGTH = number('contentLength', 'BYTES', 'the only size that S3 takes');
const OTHER_CHECKSUMS: readonly Flag[] = [
  text('checksumCrc32', 'BASE64', 'CRC-32 of the body, enforced'),
  text('checksumCrc32c', 'BASE64', 'CRC-32C of the body, enforced'),
  text('checksumCrc64nvme', 'BASE64', 'CRC-64/NVME of the body, enforced'),
  text('checksumSha1', 'BASE64', 'SHA-1 of the body, enforced'),
];

const PUT: readonly Flag[] = [
  ...UPLOAD,
  CONTENT_LENGTH,
  text('contentLanguage', 'TEXT', 'the only value that S3 takes'),
  ...OTHER_CHECKSUMS,
  text('ifNoneMatch', "'*'", 'refuse to overwrite'),
];

/** Commands that make one URL by the presigner's method of the same name. */
export const PRESIGN_URL: Readonly<Record<'put' | 'get' | 'head' | 'delete' | 'upload-part', Command>> = {
  put: command('Presigns an upload.', PUT, (presigner, key, options) => presigner.put(key, options)),
  get: command('Presigns a download.', GET, (presigner, key, options) => presigner.get(key, options)),
  head: command("Presigns a look at an object's headers.", GET, (presigner, key, options) =>
    presigner.head(key, options),
  ),
  delete: command('Presigns a deletion.', [VERSION_ID], (presigner, key, options) =>
    presigner.delete(key, options),
  ),
  'upload-part': command(
    'Presigns the upload of one part of a multipart upload.',
    [
      UPLOAD_ID,
      required(number('partNumber', 'NUMBER', '1 to 10000')),
      CONTENT_LENGTH,
      ...OTHER_CHECKSUMS,
      CHECKSUM_SHA256,
      CUSTOMER_KEY,
    ],
    // Both flags are required, so both options are there.
    (presigner, key, options) => presigner.uploadPart(key, options as unknown as UploadPartOptions),
  ),
};

function command(
  about: string,
  flags: readonly Flag[],
  presign: (presigner: Presigner, key: string, options: Record<string, unknown>) => Promise<PresignedUrl>,
): Command {
  return {
    operand: 's3://bucket/key',
    about,
    flags: [...flags, ...PLACE],
    async run(given, output) {
      const { presigner, key, json, rest } = await openPlace(given);
      const presigned = await presign(presigner, key, withCustomerKey(rest));
      printPresignedUrl(presigned, `${presigned.method} ${printable(given.operand)}`, json, output);
    },
  };
}
