import { createHash } from 'node:crypto';
import { objectUrl } from '../address.ts';
import { base64, CHECKSUMS, type ChecksumName, startChecksum } from '../body/checksum.ts';
import { fault, malformedXml } from '../s3-fault.ts';
import { retain } from '../storage/piece.ts';
import type { Checksums, StoredObject, StoredPart, Upload } from '../storage/stored-object.ts';
import { checksumElement, checksumElements, wholeChecksumElements } from './copy-object.ts';
import { existingBucket } from './existing.ts';
import { existingUpload } from './existing-upload.ts';
import type { Answer, Call, Operation, S3Context } from './operation.ts';
import { makeVisible } from './put-object.ts';
import { readXml, type XmlNode } from './read-xml.ts';
import { checksumOfParts, checksumOfUpload, sumOf } from './upload-checksum.ts';
import { xmlAnswer } from './xml-answer.ts';

/** Every part but the last must have so many bytes. */
const MIN_PART = 5 * 1024 * 1024;

/**
 * Makes an object of the parts that a list names. Their bytes stay where they are.
 *
 * While they are read for a checksum of them all, the same request may come again, the upload may be aborted and parts may
 * be replaced: whatever was found before is looked for once more, and what follows is done at once.
 */
export const completeUpload: Operation = async (s3, call) => {
  // The checksum that comes with the list is that of the object.
  const document = await readXml(call, 'CompleteMultipartUpload', { ignoresChecksums: true });
  const list = document.all('Part');
  const before = completedBefore(s3, call);
  if (before !== undefined) return answer(call, before);
  const begun = existingUpload(s3, call);
  const checksums = await checksumsOf(s3, begun, listedParts(begun, list), call.headers);

  const meanwhile = completedBefore(s3, call);
  if (meanwhile !== undefined) return answer(call, meanwhile);
  const upload = existingUpload(s3, call);
  const parts = listedParts(upload, list);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (s3.rules.checksObjectSize) checkSize(call.headers, size);
  const object: StoredObject = {
    key: upload.key,
    headers: upload.headers,
    acl: upload.acl,
    tags: upload.tags,
    size,
    etag: `${createHash('md5')
      .update(parts.map(({ etag }) => etag).join(''), 'hex')
      .digest('hex')}-${parts.length}`,
    modified: call.now().getTime(),
    checksums,
    checksumType: upload.checksum?.type ?? 'FULL_OBJECT',
    parts: parts.map(({ number, size }) => [number, size]),
    uploadId: upload.id,
    pieces: retain(parts.flatMap(({ pieces }) => pieces)),
  };
  const told = makeVisible(s3, call, 'CompleteMultipartUpload', object);
  existingBucket(s3.store, call.address).endUpload(upload.id);
  await told;
  return answer(call, object);
};

/**
 * The object that an upload became, while it is there. S3 answers who asks again, having lost the answer, as it did before:
 * adobe/S3Mock#2586, minio/minio#13318.
 */
function completedBefore({ store }: S3Context, { address }: Call): StoredObject | undefined {
  const object = existingBucket(store, address).get(address.key);
  return object?.uploadId === address.parameters.get('uploadId') ? object : undefined;
}

function answer({ address, request }: Call, object: StoredObject): Answer {
  const { key, etag } = object;
  return xmlAnswer('CompleteMultipartUploadResult', {
    Location: objectUrl(request.headers, address, key),
    Bucket: address.bucket,
    Key: key,
    ETag: `"${etag}"`,
    ...wholeChecksumElements(object),
  });
}

/** The parts that a list names, held against those that came. */
function listedParts(upload: Upload, list: readonly XmlNode[]): StoredPart[] {
  if (list.length === 0) throw malformedXml();
  const required = checksumOfParts(upload);
  const parts: StoredPart[] = [];
  for (const listed of list) {
    const number = Number(listed.text('PartNumber')?.trim());
    const etag = listed.text('ETag')?.trim().replaceAll('"', '');
    if (!Number.isInteger(number) || etag === undefined) throw malformedXml();
    const before = parts.at(-1);
    if (before !== undefined && number <= before.number)
      throw fault(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        { UploadId: upload.id },
      );
    const part = upload.parts.get(number);
    // As captured in aws/aws-sdk-php#2648.
    if (required !== undefined && listed.text(checksumElement(required)) === undefined)
      throw fault(
        400,
        'InvalidRequest',
        `The upload was created using a ${required} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    if (part === undefined || part.etag !== etag || !hasChecksums(part, listed))
      throw fault(
        400,
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { UploadId: upload.id, PartNumber: String(number), ETag: etag },
      );
    parts.push(part);
  }
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART);
  if (small !== undefined)
    throw fault(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(small.size),
      MinSizeAllowed: String(MIN_PART),
      PartNumber: String(small.number),
      ETag: small.etag,
    });
  return parts;
}

/** Holds the size that was announced against that of all parts: versity/versitygw#1398, and as LocalStack recorded it. */
function checkSize(headers: Call['headers'], size: number): void {
  const name = 'x-amz-mp-object-size';
  const announced = headers[name];
  if (announced === undefined) return;
  const refused = (message: string) => fault(400, 'InvalidRequest', message, {}, { kind: 'header', name });
  if (!/^\d+$/.test(announced)) throw refused(`Value for ${name} header is invalid: '${announced}'`);
  if (Number(announced) !== size)
    throw refused(
      `The provided '${name}' header value ${announced} does not match what was computed: ${size}`,
    );
}

function hasChecksums({ checksums }: StoredPart, listed: XmlNode): boolean {
  return Object.entries(checksumElements(checksums)).every(([name, value]) => {
    const given = listed.text(name)?.trim();
    return given === undefined || given === value;
  });
}

/**
 * The checksum of all parts together that was announced when the upload began; if none was, those that come with the list.
 *
 * @throws S3Fault when one that comes with the list is wrong.
 */
async function checksumsOf(
  { rules }: S3Context,
  upload: Upload,
  parts: readonly StoredPart[],
  headers: Call['headers'],
): Promise<Checksums> {
  const announced = checksumOfUpload(upload);
  const checksums: Record<string, string> = {};
  for (const name of rules.checksums ? CHECKSUMS : []) {
    const given = headers[`x-amz-checksum-${name}`];
    if (name !== announced && given === undefined) continue;
    const value = name === checksumOfParts(upload) ? await composite(name, parts) : await ofAll(name, parts);
    if (given !== undefined && given.replace(/-\d+$/, '') !== value.replace(/-\d+$/, ''))
      // In lower case: apache/arrow-rs-object-store#709.
      throw fault(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    if (name === (announced ?? name)) checksums[name] = value;
  }
  return checksums;
}

/** The checksum of the parts' checksums. */
async function composite(name: ChecksumName, parts: readonly StoredPart[]): Promise<string> {
  const sum = startChecksum(name);
  for (const { checksums } of parts) sum.update(Buffer.from(checksums[name] ?? '', 'base64'));
  return `${base64(await sum.digest())}-${parts.length}`;
}

function ofAll(name: ChecksumName, parts: readonly StoredPart[]): Promise<string> {
  return sumOf(
    parts.flatMap(({ pieces }) => pieces),
    name,
  );
}
