import { NotPresignedError } from '../errors.ts';
import { redactValues } from '../redact.ts';
import { parseAmzDate } from '../sigv4/amz-date.ts';
import { ALGORITHM, MAX_EXPIRES_IN, QUERY } from '../sigv4/names.ts';
import { withoutUserInfo } from '../user-info.ts';
import { hoistedHeaders } from '../verify/hoisted-headers.ts';
import { readRequest } from '../verify/incoming-request.ts';
import { MAX_SKEW_MS } from '../verify/verify-options.ts';
import type { InspectionWarning, UrlInspection } from './inspection.ts';
import { commonWarnings, lifeAt, type Session } from './life.ts';
import { locateObject } from './locate-object.ts';
import { uploadsObject } from './uploads-object.ts';

/** A presigned URL and what is known of it besides. */
export interface UrlToInspect {
  readonly url: string;
  readonly method?: string | undefined;
  readonly bucket?: string | undefined;
}

// Asymmetric signatures, for several regions at once: those of multi-region access points.
const ALGORITHM_V4A = 'AWS4-ECDSA-P256-SHA256';
const V2_AUTHENTICATION = ['AWSAccessKeyId', 'Signature', 'Expires'];

/** @throws NotPresignedError */
export function inspectUrl(target: UrlToInspect, now: Date): UrlInspection {
  const url = withoutUserInfo(target.url);
  if (!/^https?:\/\/[^/?#]/i.test(url))
    throw new NotPresignedError('This is no URL: a presigned one begins with https:// and is whole');
  const request = readRequest({ url });
  if ('code' in request) throw new NotPresignedError(`S3 cannot read this URL. ${request.message}`);

  // In a URL that was copied out of HTML, every name but the first begins with `amp;`.
  const query = request.query.map(([name, value]) => [name.replace(/^amp;/, ''), value] as const);
  const parameters = new Map(query);
  const isV4 = [QUERY.algorithm, QUERY.credential, QUERY.signature].some((name) => parameters.has(name));
  if (!isV4 && !V2_AUTHENTICATION.every((name) => parameters.has(name)))
    throw new NotPresignedError(
      'This URL is not presigned: neither X-Amz-Signature nor AWSAccessKeyId, Signature and Expires are in its query',
    );

  const path = decodeURIComponent(request.path);
  const host = request.headers.get('host') ?? '';
  const method = target.method?.toUpperCase() ?? methodOf(parameters);
  const session = sessionOf(parameters.keys());
  const hoisted = redactValues(hoistedHeaders(query));
  const { credential, signedAt, expiresAt, signedHeaders, faults } = isV4
    ? readV4(parameters, now)
    : readV2(parameters);
  const life = lifeAt(now, signedAt, expiresAt);
  const signatureVersion = isV4 ? 4 : 2;

  const warnings: InspectionWarning[] = [...faults];
  if (query.some(([name], at) => name !== request.query[at]?.[0]))
    warnings.push({ code: 'HtmlEscaped', message: 'It holds &amp; in place of &: unescape it before use.' });
  for (const [at, [name]] of query.entries())
    if (/^x-amz-/i.test(name) && query.findIndex(([other]) => other === name) !== at)
      warnings.push({ code: 'DuplicateName', message: `${name} is given more than once, which S3 refuses.` });
  warnings.push(...commonWarnings(life, target.url, signatureVersion, session));
  if (Object.keys(hoisted).some((name) => /^x-amz-(sdk-checksum-|checksum-(?!mode$))/.test(name)))
    warnings.push({
      code: 'BakedChecksum',
      message:
        'A checksum is in the query, most often that of an empty body: some services refuse every other body, and AWS ignores it. In the AWS SDK, set requestChecksumCalculation to "WHEN_REQUIRED".',
    });
  const isUpload = uploadsObject(method, parameters, [...signedHeaders, ...Object.keys(hoisted)]);
  // Version 2 signs the type of every request.
  if (isUpload && isV4 && !signedHeaders.includes('content-type'))
    warnings.push({
      code: 'OpenContentType',
      message: 'The content type is not signed: the sender may store HTML or anything else.',
    });
  if (isUpload && !signedHeaders.includes('content-length'))
    warnings.push({
      code: 'NoSizeLimit',
      message:
        'No size is signed: the sender may send up to 5 GiB. Presign with contentLength, or a form with contentLengthRange.',
    });
  if (path.split('/').some((segment) => segment === '.' || segment === '..'))
    warnings.push({
      code: 'UnreachableKey',
      message: 'Its path has "." or ".." as a segment: senders resolve them and reach another key.',
    });

  return {
    kind: 'url',
    method,
    signatureVersion,
    endpoint: host,
    ...locateObject(host, path, target.bucket),
    region: credential?.region,
    accessKeyId: credential?.accessKeyId,
    hasSessionToken: session !== undefined,
    ...life,
    signedHeaders,
    hoistedHeaders: hoisted,
    warnings,
  };
}

/** What the two versions of the signature say, each in its way. */
interface SignatureParts {
  readonly credential: { readonly accessKeyId: string; readonly region: string | undefined } | undefined;
  readonly signedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  readonly signedHeaders: readonly string[];
  readonly faults: readonly InspectionWarning[];
}

function readV4(parameters: ReadonlyMap<string, string>, now: Date): SignatureParts {
  const faults: InspectionWarning[] = [];
  const read = <Value>(name: string, parse: (text: string) => Value | undefined, wanted: string) => {
    const text = parameters.get(name);
    if (!text) {
      faults.push({ code: 'MissingPart', message: `${name} is missing, without which S3 refuses it.` });
      return undefined;
    }
    const value = parse(text);
    if (value === undefined) faults.push({ code: 'Malformed', message: `${name} is not ${wanted}.` });
    return value;
  };

  const isV4a = parameters.get(QUERY.algorithm) === ALGORITHM_V4A;
  if (!isV4a) read(QUERY.algorithm, (text) => (text === ALGORITHM ? text : undefined), ALGORITHM);
  read(QUERY.signature, (text) => text, '');
  const credential = read(
    QUERY.credential,
    (text) => (isV4a ? readCredentialV4a(text, parameters) : readCredential(text)),
    '<access key>/<yyyymmdd>/<region>/s3/aws4_request',
  );
  const signedAt = read(QUERY.date, parseAmzDate, 'yyyyMMddTHHmmssZ');
  const expiresIn = read(
    QUERY.expires,
    (text) => (/^\d{1,6}$/.test(text) && Number(text) <= MAX_EXPIRES_IN ? Number(text) : undefined),
    `whole seconds from 1 to ${MAX_EXPIRES_IN}`,
  );
  const signedHeaders =
    read(QUERY.signedHeaders, (text) => text.toLowerCase().split(';').filter(Boolean), '') ?? [];
  if (signedHeaders.length > 0 && !signedHeaders.includes('host'))
    faults.push({ code: 'Malformed', message: 'host is not among the signed headers.' });
  if (signedAt && signedAt.getTime() - now.getTime() > MAX_SKEW_MS)
    faults.push({
      code: 'NotYetValid',
      message: `It is dated ${signedAt.toISOString()}, ahead of the clock: S3 refuses it until then.`,
    });
  if (credential && signedAt && !parameters.get(QUERY.date)?.startsWith(credential.day))
    faults.push({ code: 'Malformed', message: `${QUERY.credential} and ${QUERY.date} name different days.` });
  const expiresAt =
    signedAt && expiresIn !== undefined ? new Date(signedAt.getTime() + expiresIn * 1000) : undefined;
  return { credential, signedAt, expiresAt, signedHeaders, faults };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
function readV2(parameters: ReadonlyMap<string, string>): SignatureParts {
  const expires = parameters.get('Expires') ?? '';
  const expiresAt = /^\d{1,11}$/.test(expires) ? new Date(Number(expires) * 1000) : undefined;
  return {
    credential: { accessKeyId: parameters.get('AWSAccessKeyId') ?? '', region: undefined },
    signedAt: undefined,
    expiresAt,
    signedHeaders: [],
    faults: expiresAt ? [] : [{ code: 'Malformed', message: 'Expires is not a time in seconds since 1970.' }],
  };
}

/** The access key, day and region of an `X-Amz-Credential`. An access key may hold slashes itself (noobaa-core#7931). */
export function readCredential(
  text: string,
): { readonly accessKeyId: string; readonly day: string; readonly region: string } | undefined {
  const parts = /^(.+)\/(\d{8})\/([^/]+)\/s3[^/]*\/aws4_request$/s.exec(text);
  const [, accessKeyId, day, region] = parts ?? [];
  return accessKeyId && day && region ? { accessKeyId, day, region } : undefined;
}

/** Version 4a names its regions in a parameter of their own. */
function readCredentialV4a(
  text: string,
  parameters: ReadonlyMap<string, string>,
): ReturnType<typeof readCredential> {
  const region = parameters.get(QUERY.regionSet) ?? '';
  return readCredential(text.replace(/(?=\/s3[^/]*\/aws4_request$)/, `/${region || '*'}`));
}

function sessionOf(names: Iterable<string>): Session {
  const known = new Set(Array.from(names, (name) => name.toLowerCase()));
  if (known.has(QUERY.s3SessionToken.toLowerCase())) return 'express';
  return known.has(QUERY.securityToken.toLowerCase()) ? 'temporary' : undefined;
}

const METHODS: Readonly<Record<string, string>> = {
  PutObject: 'PUT',
  UploadPart: 'PUT',
  GetObject: 'GET',
  DeleteObject: 'DELETE',
};

/** The AWS SDK for JavaScript names the operation in the query. */
function methodOf(parameters: ReadonlyMap<string, string>): string | undefined {
  return METHODS[parameters.get('x-id') ?? ''];
}
