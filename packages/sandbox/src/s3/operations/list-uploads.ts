import { notImplemented } from '../s3-fault.ts';
import { byKey } from '../storage/key-order.ts';
import { checksumElements } from './copy-object.ts';
import { existingBucket } from './existing.ts';
import { existingUpload } from './existing-upload.ts';
import { pageSize, textEncoder } from './list-objects.ts';
import type { Operation } from './operation.ts';
import { MAX_PARTS } from './upload-part.ts';
import { isoTime, OWNER, xmlAnswer } from './xml-answer.ts';

export const listParts: Operation = (s3, call) => {
  const { parameters } = call.address;
  const upload = existingUpload(s3, call);
  const limit = pageSize('max-parts', parameters.get('max-parts') ?? undefined, 1000);
  const marker = pageSize('part-number-marker', parameters.get('part-number-marker') ?? '0', MAX_PARTS);
  const encode = textEncoder(parameters.get('encoding-type') ?? undefined);
  const rest = [...upload.parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const page = rest.slice(0, limit);
  return xmlAnswer('ListPartsResult', {
    Bucket: call.address.bucket,
    Key: encode(upload.key),
    UploadId: upload.id,
    Initiator: OWNER,
    Owner: OWNER,
    StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: String(limit),
    IsTruncated: String(rest.length > limit),
    ChecksumAlgorithm: upload.checksum?.algorithm,
    ChecksumType: upload.checksum?.type,
    Part: page.map(({ number, size, etag, modified, checksums }) => ({
      PartNumber: String(number),
      LastModified: isoTime(modified),
      ETag: `"${etag}"`,
      Size: String(size),
      ...checksumElements(checksums),
    })),
  });
};

/** All uploads of a bucket that begin with a prefix, on one page: those of a sandbox are few. */
export const listUploads: Operation = ({ store }, { address }) => {
  const { parameters } = address;
  const bucket = existingBucket(store, address);
  const encode = textEncoder(parameters.get('encoding-type') ?? undefined);
  for (const name of ['delimiter', 'key-marker', 'upload-id-marker'])
    if (parameters.get(name)) throw notImplemented(name);
  const prefix = parameters.get('prefix') ?? '';
  const uploads = [...bucket.uploads].filter(({ key }) => key.startsWith(prefix));
  uploads.sort((a, b) => byKey(a.key, b.key) || a.begun - b.begun);
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: '',
    UploadIdMarker: '',
    Prefix: encode(prefix),
    EncodingType: parameters.get('encoding-type') ?? undefined,
    MaxUploads: String(Math.max(uploads.length, 1000)),
    IsTruncated: 'false',
    Upload: uploads.map(({ key, id, begun, headers }) => ({
      Key: encode(key),
      UploadId: id,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: headers['x-amz-storage-class'] ?? 'STANDARD',
      Initiated: isoTime(begun),
    })),
  });
};
