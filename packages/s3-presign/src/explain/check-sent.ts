import { refuse } from '../check/refuse.ts';
import { withoutUserInfo } from '../user-info.ts';
import type { SignedRequest } from '../verify/incoming-request.ts';

/** A request that S3 refused, as it was sent. */
export interface RefusedRequest {
  /** Default: `GET`. */
  readonly method?: string;
  readonly url: string;
  /** All headers that were sent; `host` is taken from the URL. */
  readonly headers?: SignedRequest['headers'];
}

/** A form that S3 refused, as it was sent. */
export interface RefusedForm {
  readonly url: string;
  readonly fields: Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>;
  /** The field `file`. */
  readonly file?: { readonly size?: number | undefined; readonly name?: string | undefined };
}

/** A request in one shape, its header names in lower case. */
export interface CheckedRequest {
  readonly url: string;
  readonly method?: string | undefined;
  readonly headers?: ReadonlyMap<string, string> | undefined;
  /** Whether nothing but the URL was given. */
  readonly isBare: boolean;
}

/** A form in one shape, its field names in lower case. */
export interface CheckedForm {
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: RefusedForm['file'];
}

/**
 * Brings what was sent into one shape.
 *
 * @param option - What the caller calls it.
 *
 * @throws InvalidInputError `InvalidOption` for everything else, with nothing of it in the message: it may be a URL or a
 * form in another shape, and so a secret.
 */
export function checkSent(given: unknown, option: string): CheckedRequest | CheckedForm {
  if (isUrl(given)) return { url: plain(given), isBare: true };
  if (!isObject(given)) return refuse('InvalidOption', option, 'must be a URL, or an object with url');
  const { url, method, headers, fields, file } = given;
  if (!isUrl(url)) return refuse('InvalidOption', `${option}.url`, 'must be a URL');
  if (fields !== undefined)
    return { url: plain(url), fields: checkFields(fields, option), file: checkFile(file, option) };
  if (method !== undefined && typeof method !== 'string')
    return refuse('InvalidOption', `${option}.method`, 'must be a string');
  return {
    ...{ url: plain(url), isBare: false },
    ...{ method: method?.toUpperCase(), headers: checkHeaders(headers, option) },
  };
}

function plain(url: string | URL): string {
  return withoutUserInfo(String(url));
}

function checkFields(fields: unknown, option: string): [string, string][] {
  const pairs = pairsOf(fields)?.filter(([, value]) => value !== undefined);
  if (pairs === undefined)
    return refuse('InvalidOption', `${option}.fields`, 'must be an object or pairs of names and values');
  // A form's file is no text, and stands among the fields of a FormData.
  return pairs.map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? value : '']);
}

function checkHeaders(headers: unknown, option: string): Map<string, string> | undefined {
  if (headers === undefined) return undefined;
  const pairs = pairsOf(headers)?.filter(([, value]) => value !== undefined);
  if (!pairs?.every(([, value]) => [value].flat().every(isText)))
    return refuse('InvalidOption', `${option}.headers`, 'must be an object or pairs of names and texts');
  const all = new Map<string, string>();
  for (const [given, value] of pairs) {
    const name = given.toLowerCase();
    const before = all.get(name);
    all.set(name, [...(before === undefined ? [] : [before]), value].flat().join(','));
  }
  return all;
}

function checkFile(file: unknown, option: string): RefusedForm['file'] {
  if (file === undefined) return undefined;
  if (!isObject(file))
    return refuse('InvalidOption', `${option}.file`, 'must be an object with size and name');
  const { size, name } = file;
  if (size !== undefined && typeof size !== 'number')
    return refuse('InvalidOption', `${option}.file.size`, 'must be a number of bytes');
  if (name !== undefined && typeof name !== 'string')
    return refuse('InvalidOption', `${option}.file.name`, 'must be a string');
  return { size, name };
}

function pairsOf(given: unknown): (readonly [name: string, value: unknown])[] | undefined {
  if (!isObject(given)) return undefined;
  const pairs: unknown[] = Symbol.iterator in given ? [...(given as never)] : Object.entries(given);
  return pairs.every(isPair) ? pairs : undefined;
}

function isPair(pair: unknown): pair is readonly [string, unknown] {
  return Array.isArray(pair) && typeof pair[0] === 'string';
}

// Node.js takes numbers for headers.
function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isUrl(value: unknown): value is string | URL {
  return typeof value === 'string' || value instanceof URL;
}

function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === 'object' && value !== null;
}
