import { findNonJson } from '../find-non-json.ts';
import type { CallbackTarget } from './callback.ts';
import { CallbackError, type CallbackErrorCode } from './callback-error.ts';
import { endOf } from './end-of-target.ts';

/** What targets are held against. */
export interface Deadline {
  readonly now: Date;
  /** Milliseconds that a target must have left. */
  readonly marginMs: number;
}

/**
 * Checks that AI Core could deliver to a target.
 *
 * @throws {@link CallbackError} that shows nothing of the URL but origin, path and the names of signed headers.
 */
export function checkTarget(target: CallbackTarget, index: number, deadline: Deadline): void {
  const text = String(target.url);
  const url = URL.parse(text);
  // Only origin and path may be shown, and names of headers: the query of a presigned URL is the credential.
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
  const headers = [...new Set([...Object.keys(target.headers ?? {}), ...signedHeaders(url)])];
  if (headers.length > 0) {
    const hint = 'Presign it without them, or use a presigned POST.';
    refuse(
      'RequiresHeaders',
      `it must be sent with headers (${headers.join(', ')}); AI Core sends none. ${hint}`,
    );
  }
  const left = endOf(target, url) - deadline.now.getTime();
  if (!(left > 0)) refuse('Expired', 'it has expired. Presign a new one, valid until after the run.');
  if (left < deadline.marginMs) {
    const [seconds, margin] = [left, deadline.marginMs].map((ms) => Math.floor(ms / 1000));
    refuse(
      'ExpiresSoon',
      `it expires in ${seconds} s, and ${margin} s is the least (\`callbackMargin\`). Let it be valid until after the run.`,
    );
  }
  if (target.fields !== undefined) checkFields(target.fields, refuse);
  else if (isS3(url) && !isSigned(url)) {
    refuse('UnsignedS3Url', 'an S3 URL without signature. For a presigned POST, give its `fields` too.');
  }
  if (target.param !== undefined) checkParam(target.param, refuse);
}

/** Headers that a URL says itself must be sent with it. Every sender names the host. */
function signedHeaders({ searchParams }: URL): string[] {
  const names =
    searchParams
      .get('X-Amz-SignedHeaders')
      ?.toLowerCase()
      .match(/[a-z0-9-]+/g) ?? [];
  return names.filter((name) => name !== 'host');
}

type Refuse = (code: CallbackErrorCode, why: string) => never;

/** What S3 wants of every signed form, as Signature Version 4 or 2 calls it. */
const requiredFields = [/^key$/i, /^policy$/i, /^(x-amz-)?signature$/i];

function checkFields(fields: Readonly<Record<string, string>>, refuse: Refuse): void {
  const names = typeof fields === 'object' && fields !== null ? Object.keys(fields) : [];
  if (!requiredFields.every((required) => names.some((name) => required.test(name)))) {
    refuse(
      'IncompleteFields',
      'its `fields` lack key, policy or signature: give all fields of the presigned POST.',
    );
  }
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') refuse('IncompleteFields', `its field \`${name}\` is not text.`);
  }
}

function checkParam(param: unknown, refuse: Refuse): void {
  if (typeof param !== 'object' || param === null || Array.isArray(param)) {
    refuse('InvalidParam', '`param` must be an object: each callback has its own.');
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

/** Hosts of S3: virtual-hosted, path style, dual stack, accelerated, China. */
function isS3({ hostname }: URL): boolean {
  return /(^|\.)s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$/.test(hostname);
}

function isSigned({ searchParams }: URL): boolean {
  return Boolean(searchParams.get('X-Amz-Signature') ?? searchParams.get('Signature'));
}
