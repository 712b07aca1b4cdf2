import { findNonJson } from '../find-non-json.ts';
import type { Callback, CallbackTarget } from './callback.ts';
import { CallbackError, type CallbackErrorCode } from './callback-error.ts';

/** The two form fields that AI Core takes callbacks in. */
export interface CallbackFields {
  /** URLs, joined by `|`; undefined when there is none. */
  readonly callbackUrl: string | undefined;
  /** JSON for `callback_param`. */
  readonly callbackParam: string;
}

/**
 * Builds `callback_url` and `callback_param`, which must match: null for no callback, an object for one, a list of the same
 * length and order for several.
 *
 * Source: AI Core wire contract, sections 5 and 7.
 *
 * @throws {@link CallbackError}
 */
export function buildCallbacks(
  callbacks: Callback | readonly Callback[] | undefined,
  now: Date,
): CallbackFields {
  const targets = (isList(callbacks) ? callbacks : callbacks === undefined ? [] : [callbacks]).map(targetOf);
  const params = targets.map((target, index) => {
    checkTarget(target, index, now);
    const { param, fields } = target;
    return fields === undefined ? { ...param } : { ...param, s3_fields: fields };
  });
  return {
    callbackUrl: targets.length === 0 ? undefined : targets.map(({ url }) => String(url)).join('|'),
    callbackParam: JSON.stringify(params.length > 1 ? params : (params[0] ?? null)),
  };
}

function isList(callbacks: Callback | readonly Callback[] | undefined): callbacks is readonly Callback[] {
  return Array.isArray(callbacks);
}

function targetOf(callback: Callback, index: number): CallbackTarget {
  if (typeof callback === 'string' || callback instanceof URL) return { url: callback };
  if (typeof callback === 'object' && callback !== null && 'url' in callback) return callback;
  throw new CallbackError(
    'InvalidUrl',
    index,
    `Callback ${index} is neither a URL nor an object with a \`url\`.`,
  );
}

function checkTarget(target: CallbackTarget, index: number, now: Date): void {
  const text = String(target.url);
  const url = URL.parse(text);
  // Only origin and path may be shown: the query of a presigned URL is the credential.
  const shown = url && url.origin !== 'null' ? ` (${url.origin}${url.pathname})` : '';
  const refuse: Refuse = (code, why) => {
    throw new CallbackError(code, index, `Callback ${index}${shown}: ${why}`);
  };
  if (!url) refuse('InvalidUrl', 'the URL cannot be read.');
  // URL parsing removes these in silence; AI Core would not.
  if (/[\s\p{Cc}]/u.test(text)) refuse('InvalidUrl', 'the URL has a blank or control character in it.');
  if (!/^https?:$/.test(url.protocol))
    refuse('UnsupportedProtocol', 'AI Core delivers to http and https only.');
  if (text.includes('|')) refuse('PipeInUrl', 'AI Core separates URLs by `|`: write it as %7C.');
  if (target.method !== undefined && !/^(put|post)$/i.test(target.method)) {
    refuse('WrongMethod', 'the URL is presigned for another method than PUT or POST.');
  }
  const headers = Object.keys(target.headers ?? {});
  if (headers.length > 0) {
    const hint = 'Presign it without them, or use a presigned POST.';
    refuse(
      'RequiresHeaders',
      `it must be sent with headers (${headers.join(', ')}); AI Core sends none. ${hint}`,
    );
  }
  const expiresAt = target.expiresAt ?? expiryOf(url);
  if (expiresAt !== undefined && !(new Date(expiresAt).getTime() > now.getTime())) {
    refuse('Expired', 'it has expired. Presign a new one, valid until after the run.');
  }
  if (target.fields !== undefined) checkFields(target.fields, refuse);
  else if (isS3(url) && !isSigned(url)) {
    refuse('UnsignedS3Url', 'an S3 URL without signature. For a presigned POST, give its `fields` too.');
  }
  if (target.param !== undefined) checkParam(target.param, refuse);
}

type Refuse = (code: CallbackErrorCode, why: string) => never;

function checkFields(fields: Readonly<Record<string, string>>, refuse: Refuse): void {
  if (
    typeof fields !== 'object' ||
    fields === null ||
    !Object.keys(fields).some((name) => /^policy$/i.test(name))
  ) {
    refuse('IncompleteFields', 'its `fields` lack the `policy`: give all fields of the presigned POST.');
  }
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') refuse('IncompleteFields', `its field \`${name}\` is not text.`);
  }
}

function checkParam(param: unknown, refuse: Refuse): void {
  if (typeof param !== 'object' || param === null || Array.isArray(param)) {
    refuse('InvalidParam', '`param` must be an object.');
  }
  const problem = findNonJson(param);
  if (problem)
    refuse(
      'InvalidParam',
      `\`${['param', problem.path].filter(Boolean).join('.')}\` is ${problem.found}, not JSON.`,
    );
  if (Object.hasOwn(param as object, 's3_fields'))
    refuse('ReservedParam', 'give `s3_fields` as `fields`, not in `param`.');
}

/** When a URL of Signature Version 4 ends, read from the URL. */
function expiryOf({ searchParams }: URL): Date | undefined {
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(searchParams.get('X-Amz-Date') ?? '');
  const seconds = Number(searchParams.get('X-Amz-Expires') ?? Number.NaN);
  if (!date || !Number.isFinite(seconds)) return undefined;
  const [, year, month, day, hour, minute, second] = date;
  return new Date(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + seconds * 1000);
}

/** Hosts of S3: virtual-hosted, path style, dual stack, accelerated, China. */
function isS3({ hostname }: URL): boolean {
  return /(^|\.)s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$/.test(hostname);
}

function isSigned({ searchParams }: URL): boolean {
  return searchParams.has('X-Amz-Signature') || searchParams.has('Signature');
}
