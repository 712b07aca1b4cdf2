import { checkFormSize } from '../check/check-form-size.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { InvalidInputError } from '../errors.ts';
import { isSecretName, REDACTED } from '../redact.ts';
import { parseAmzDate } from '../sigv4/amz-date.ts';
import { QUERY } from '../sigv4/names.ts';

/** A presigned PUT, by its shape: a `PresignedUrl`, or what is left of one after a way through JSON. */
export interface UploadUrl {
  /** Default: `PUT`, the only one that uploads. */
  readonly method?: string;
  /** The presigned URL, whole. */
  readonly url: string | URL;
  /** Signed headers, sent as they are. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: what the URL says of itself. */
  readonly expiresAt?: Date | string;
}

/** A presigned POST, by its shape. Fields that the sender chooses are added to `fields`. */
export interface UploadForm {
  /** Of the bucket. */
  readonly url: string | URL;
  /**
   * All that was presigned, and what the policy leaves to the sender. Where it leaves the content type, that of a Blob is
   * added.
   */
  readonly fields: Readonly<Record<string, string>>;
  /** Default: S3 alone decides. */
  readonly expiresAt?: Date | string;
}

/** Where an upload goes, settled and checked. */
export interface CheckedTarget {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Given for a form. */
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly expiresAt: Date | undefined;
  /** What must never be seen in a message. */
  readonly secrets: readonly string[];
}

/**
 * @throws InvalidInputError for what is no presigned PUT or POST, or a printed copy of one. Names no URL, nor anything
 * else of what was given.
 */
export function checkTarget(target: string | URL | UploadUrl | UploadForm): CheckedTarget {
  const given = typeof target === 'string' || target instanceof URL ? { url: target } : target;
  if (typeof given !== 'object' || given === null)
    throw invalid('target', 'it must be a URL, or an object with url');
  const { url, expiresAt, fields, headers: signed, method: named }: Partial<UploadUrl & UploadForm> = given;
  const method = fields === undefined ? checkMethod(named ?? 'PUT') : 'POST';
  const { parsed, headers, secrets } = checkUrl(url, signed, fields);
  if (method !== 'PUT' && method !== 'POST')
    throw invalid(
      'method',
      'a URL for another method than PUT uploads nothing: presign a PUT or a POST form',
    );
  if (method === 'POST' && fields === undefined)
    throw invalid('fields', 'a POST needs the fields of its form');
  return { method, url: String(url), headers, fields, expiresAt: endOf(expiresAt, parsed), secrets };
}

/** @throws InvalidInputError for what is no name of a method, in any letter case. */
export function checkMethod(method: unknown): string {
  if (typeof method !== 'string') throw invalid('method', 'it must be a string');
  return method.toUpperCase();
}

/**
 * A presigned URL with what is sent along, checked, and its secrets found.
 *
 * @throws InvalidInputError for what is no URL, cannot be sent, or was printed. Names no URL.
 */
export function checkUrl(
  url: unknown,
  headers: Readonly<Record<string, string>> = {},
  fields: Readonly<Record<string, string>> = {},
): { readonly parsed: URL; readonly headers: Record<string, string>; readonly secrets: readonly string[] } {
  const parsed = parseUrl(url);
  // Others, such as a Map or FormData, hold what no object of names does, and it would not be sent.
  for (const [option, names] of Object.entries({ headers, fields }))
    if (typeof names !== 'object' || names === null || Symbol.iterator in names)
      throw invalid(option, 'it must be an object of names and values');
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    checked[name.toLowerCase()] = checkHeaderValue(value, `headers.${name}`);
  checkFields(fields);
  const secrets = secretsIn([...parsed.searchParams, ...Object.entries(checked), ...Object.entries(fields)]);
  if (secrets.includes(REDACTED))
    throw invalid(
      'url',
      'its signature is redacted: it was printed or serialised. Hand on { ...presigned } instead, which has all of it',
    );
  return { parsed, headers: checked, secrets };
}

function parseUrl(url: unknown): URL {
  const text = url instanceof URL ? url.href : url;
  const parsed = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw invalid('url', 'it must be an absolute http or https URL');
  if (parsed.username !== '' || parsed.password !== '')
    throw invalid(
      'url',
      'user and password are in it, and S3 takes no other authentication than the signature',
    );
  return parsed;
}

function checkFields(fields: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string')
      throw invalid(`fields.${name}`, `it must be a string, not ${typeof value}`);
    // S3 reads the first field of this name as the object's bytes, and nothing behind it.
    if (name.toLowerCase() === 'file') throw invalid('fields.file', 'the file is the body, not a field');
  }
  checkFormSize(fields);
}

function endOf(expiresAt: Date | string | undefined, url: URL): Date | undefined {
  if (expiresAt !== undefined) {
    const end = new Date(expiresAt);
    if (expiresAt === null || Number.isNaN(end.getTime())) throw invalid('expiresAt', 'it must be a date');
    return end;
  }
  const signedAt = parseAmzDate(url.searchParams.get(QUERY.date) ?? '');
  const expiresIn = Number(url.searchParams.get(QUERY.expires) ?? Number.NaN);
  return signedAt === undefined || Number.isNaN(expiresIn)
    ? undefined
    : new Date(signedAt.getTime() + expiresIn * 1000);
}

function secretsIn(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.filter(([name, value]) => isSecretName(name) && value !== '').map(([, value]) => value);
}

function invalid(option: string, why: string): InvalidInputError {
  return new InvalidInputError(
    'InvalidOption',
    option,
    `This is no presigned target that can be used: ${option}: ${why}`,
  );
}
