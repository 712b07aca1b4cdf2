import { byKey } from '../storage/key-order.ts';
import { commonPrefixOf, type ListQuery } from '../storage/list-keys.ts';
import type { Upload } from '../storage/stored-object.ts';
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
    // Of a page of none there is no next one.
    IsTruncated: String(page.length > 0 && page.length < rest.length),
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

/** Most uploads on a page. */
const MAX_UPLOADS = 1000;

/** A page of the uploads of a bucket, by their keys and, among those of one key, by their IDs, which begin with the time. */
export const listUploads: Operation = ({ store }, { address }) => {
  const { parameters } = address;
  const given = (name: string) => parameters.get(name) ?? '';
  const bucket = existingBucket(store, address);
  const encode = textEncoder(given('encoding-type'));
  const limit = pageSize('max-uploads', given('max-uploads'), MAX_UPLOADS);
  const prefix = given('prefix');
  const delimiter = given('delimiter');
  const keyMarker = given('key-marker');
  // Without a key it is passed over: "ListMultipartUploads" of the API reference.
  const idMarker = keyMarker === '' ? '' : given('upload-id-marker');
  const rest = [...bucket.uploads]
    .filter(({ key, id }) => {
      const order = byKey(key, keyMarker);
      return key.startsWith(prefix) && (order > 0 || (order === 0 && idMarker !== '' && id > idMarker));
    })
    .sort((a, b) => byKey(a.key, b.key) || byKey(a.id, b.id));
  const entries = rolledUp(rest, { prefix, delimiter, after: keyMarker });
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    // On the last page too: versity/versitygw#2144.
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.upload?.id,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: parameters.get('encoding-type') ?? undefined,
    MaxUploads: String(limit),
    IsTruncated: String(page.length > 0 && page.length < entries.length),
    Upload: page.flatMap(({ key, upload }) =>
      upload === undefined
        ? []
        : {
            Key: encode(key),
            UploadId: upload.id,
            Initiator: OWNER,
            Owner: OWNER,
            StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
            Initiated: isoTime(upload.begun),
          },
    ),
    CommonPrefixes: page.flatMap(({ key, upload }) => (upload === undefined ? { Prefix: encode(key) } : [])),
  });
};

/** An upload by its key, or a common prefix. */
interface Entry {
  readonly key: string;
  readonly upload?: Upload;
}

/** Uploads in their order, and common prefixes in the place of those that are rolled up into them. */
function rolledUp(uploads: readonly Upload[], query: Omit<ListQuery, 'limit'>): Entry[] {
  const entries: Entry[] = [];
  for (const upload of uploads) {
    const common = commonPrefixOf(upload.key, query);
    if (common === undefined) entries.push({ key: upload.key, upload });
    else if (common !== entries.at(-1)?.key && common !== query.after) entries.push({ key: common });
  }
  return entries;
}
