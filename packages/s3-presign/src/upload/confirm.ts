import type { S3Client } from '@aws-sdk/client-s3';
import { checkOptions } from '../check/check-options.ts';
import { refuse } from '../check/refuse.ts';
import { InvalidInputError, S3ResponseError, UploadError } from '../errors.ts';
import { checkCallable } from './check-callable.ts';
import { checkExpected, type ExpectedObject } from './check-expected.ts';
import { causeWithoutSecrets } from './keep-secrets.ts';
import { s3ResponseError } from './read-s3-error.ts';
import {
  bareEtag,
  CHECKSUMS,
  type ChecksumName,
  decodeHeader,
  type StoredObject,
  storedObject,
  withoutUndefined,
} from './stored-object.ts';
import { checkMethod, checkUrl } from './upload-target.ts';

/** A presigned HEAD, by its shape. Checksums come back when it was presigned with `checksumMode: 'ENABLED'`. */
export interface HeadUrl {
  /** Default: `HEAD`, the only one that is taken. */
  readonly method?: string;
  /** The presigned URL, whole. */
  readonly url: string | URL;
  /** Signed headers, sent as they are. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An object, and a client of the AWS SDK that may read it. */
export interface HeadByClient {
  /** Needs `s3:GetObject`, and `s3:ListBucket` to tell an object that is not there from one it may not see. */
  readonly client: Pick<S3Client, 'send'>;
  /** Name, access point ARN or alias. */
  readonly bucket: string;
  /** Of the object, whole. */
  readonly key: string;
  /** Default: the current version. */
  readonly versionId?: string;
}

/** In what an object differs. */
export interface Difference {
  /** Its name: `size`, `contentType`, `etag`, `versionId`, `checksumSha256` …, `metadata.<name>`. */
  readonly field: string;
  /** Absent where nothing was expected. */
  readonly expected?: string | number;
  /** Absent where S3 tells nothing. */
  readonly actual?: string | number;
}

/** What {@link confirm} found. */
export interface Confirmation {
  /** Whether there is no difference. */
  readonly ok: boolean;
  /** One for each part that is not as expected; empty when all are. */
  readonly differences: readonly Difference[];
  /** All that S3 tells of the object, expected or not. */
  readonly object: StoredObject;
}

/** Options of {@link confirm}. */
export interface ConfirmOptions {
  /** Ends the request at any moment. Default: none. */
  readonly signal?: AbortSignal;
  /** Used for a URL. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Reads back what S3 has stored, by HEAD, and compares: the sender's word that an upload went well is no proof of it.
 *
 * @param source - A presigned HEAD, its URL alone, or an S3 client with bucket and key.
 * @param expected - At least one part of the object; a name that is none is refused, since it would confirm every object.
 *
 * @throws InvalidInputError `InvalidOption` for a URL that is presigned for another method, and for what is no source,
 * expectation or option. Holds nothing of a URL. Nothing has been sent then.
 * @throws S3ResponseError when S3 refused; `NotFound` (404) when there is no object
 * @throws UploadError `NetworkFailed` or `Aborted` when there was no answer
 *
 * @example
 * ```ts
 * const { ok, differences } = await confirm(await presigner.head('runs/1.json'), { size: 15, etag });
 * ```
 */
export async function confirm(
  source: string | URL | HeadUrl | HeadByClient,
  expected: ExpectedObject,
  options: ConfirmOptions = {},
): Promise<Confirmation> {
  checkOptions(options, { signal: true, fetch: true }, 'confirm');
  checkCallable(options, ['fetch']);
  checkExpected(expected);
  const given = typeof source === 'string' || source instanceof URL ? { url: source } : source;
  if (typeof given !== 'object' || given === null)
    return refuse(
      'InvalidOption',
      'source',
      'must be a presigned HEAD, its URL, or a client with bucket and key',
    );
  const object = 'client' in given ? await headByClient(given, options) : await headByUrl(given, options);
  const differences = compare(expected, object);
  return { ok: differences.length === 0, differences, object };
}

async function headByUrl(
  source: HeadUrl,
  { signal, fetch: send = fetch }: ConfirmOptions,
): Promise<StoredObject> {
  if (checkMethod(source.method ?? 'HEAD') !== 'HEAD')
    throw new InvalidInputError(
      'InvalidOption',
      'method',
      'A URL presigned for another method than HEAD does not let anybody read back: presign a HEAD',
    );
  const { headers, secrets } = checkUrl(source.url, source.headers);
  let response: Response;
  try {
    response = await send(String(source.url), {
      method: 'HEAD',
      headers,
      redirect: 'manual',
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw new UploadError('Aborted', 1, 'Aborted', { cause: signal.reason });
    const cause = causeWithoutSecrets(error, secrets);
    throw new UploadError('NetworkFailed', 1, 'The network failed before S3 answered', { cause });
  }
  // The answer to a HEAD has no document, so its status has to do.
  if (!response.ok) throw s3ResponseError(response, `<Code>${codeOf(response.status)}</Code>`, secrets);
  return storedObject(response.headers);
}

async function headByClient(source: HeadByClient, { signal }: ConfirmOptions): Promise<StoredObject> {
  if (typeof source.client?.send !== 'function')
    return refuse('InvalidOption', 'client', 'must be an S3Client of the AWS SDK');
  for (const name of ['bucket', 'key'] as const)
    if (typeof source[name] !== 'string' || source[name] === '')
      return refuse('InvalidOption', name, 'must be a non-empty string');
  // Loaded when it is asked for: who confirms by URL, in a browser for one, needs no AWS SDK.
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const { bucket, key, versionId, client } = source;
    const head = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ChecksumMode: 'ENABLED' }),
      signal ? { abortSignal: signal } : {},
    );
    return withoutUndefined({
      size: head.ContentLength,
      contentType: head.ContentType,
      etag: bareEtag(head.ETag),
      versionId: head.VersionId,
      lastModified: head.LastModified,
      metadata: Object.fromEntries(
        Object.entries(head.Metadata ?? {}).map(([name, value]) => [name, decodeHeader(value)]),
      ),
      checksumCrc32: head.ChecksumCRC32,
      checksumCrc32c: head.ChecksumCRC32C,
      checksumCrc64nvme: head.ChecksumCRC64NVME,
      checksumSha1: head.ChecksumSHA1,
      checksumSha256: head.ChecksumSHA256,
    });
  } catch (error) {
    if (signal?.aborted) throw new UploadError('Aborted', 1, 'Aborted', { cause: signal.reason });
    const { requestId, httpStatusCode, extendedRequestId } = metadataOf(error);
    if (httpStatusCode === undefined)
      throw new UploadError('NetworkFailed', 1, 'S3 could not be asked', { cause: error });
    throw new S3ResponseError(
      {
        code: codeOf(httpStatusCode),
        status: httpStatusCode,
        message: '',
        requestId,
        hostId: extendedRequestId,
      },
      { cause: error },
    );
  }
}

function metadataOf(error: unknown): {
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly httpStatusCode?: number;
} {
  return error instanceof Error && '$metadata' in error ? (error.$metadata ?? {}) : {};
}

function codeOf(status: number): string {
  const codes: Readonly<Record<number, string>> = { 403: 'Forbidden', 404: 'NotFound', 400: 'BadRequest' };
  return codes[status] ?? 'UnknownError';
}

function compare(expected: ExpectedObject, object: StoredObject): Difference[] {
  const differences: Difference[] = [];
  const same = (field: string, wanted: string | number | undefined, actual: string | number | undefined) => {
    if (wanted !== actual)
      differences.push(withoutUndefined({ field, expected: wanted, actual }) as Difference);
  };
  const { metadata, etag, ...plain } = expected;
  for (const field of [
    'size',
    'contentType',
    'versionId',
    ...(Object.keys(CHECKSUMS) as ChecksumName[]),
  ] as const)
    if (plain[field] !== undefined) same(field, plain[field], object[field]);
  if (etag !== undefined) same('etag', bareEtag(etag), object.etag);
  if (metadata !== undefined) {
    const wanted = new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
    for (const name of new Set([...wanted.keys(), ...Object.keys(object.metadata)]))
      same(`metadata.${name}`, wanted.get(name), object.metadata[name]);
  }
  return differences;
}
