import { checkKey } from '../check/check-key.ts';
import { checkOptions, type OptionNames } from '../check/check-options.ts';
import { InvalidInputError, UploadError } from '../errors.ts';
import { FILENAME, fileNameOf } from '../form-rules.ts';
import { checkCallable } from './check-callable.ts';
import { completeFields } from './complete-fields.ts';
import { type FormEnvelope, formEnvelope } from './form-envelope.ts';
import { isPassing, pause, sleepFor } from './retry.ts';
import { send, type UploadResult } from './send.ts';
import { type Content, checkBody, type UploadBody } from './upload-body.ts';
import { type CheckedTarget, checkTarget, type UploadForm, type UploadUrl } from './upload-target.ts';

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes of the body that the network has taken. Begins again at 0 with every attempt. */
  readonly sent: number;
  /** Bytes of the body. */
  readonly total: number;
}

/** Options of {@link upload}. */
export interface UploadOptions {
  /**
   * Called with every piece that goes out, and with `sent === total` when S3 has answered. In a browser's worker without
   * XMLHttpRequest, where `fetch` tells nothing of a body on its way, only with 0 and at the end. What it throws ends
   * the upload.
   */
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Ends the upload at any moment, between two attempts too. */
  readonly signal?: AbortSignal;
  /**
   * How often to try again after the first attempt: when the network failed or `timeout` passed, and when S3 answered
   * 5xx (but 501), 429 or `SlowDown`. Never for a stream, which can be read once. Where `If-None-Match` or `If-Match`
   * is signed, a lost answer is not tried again: the object may be there.
   *
   * @default 2
   */
  readonly retries?: number;
  /** Milliseconds that one attempt may take, the answer included; 1 to 2147483647, 24 days. Default: no limit. */
  readonly timeout?: number;
  /** Size of the body in bytes; must be given for a stream, unless the target has it signed. */
  readonly contentLength?: number;
  /**
   * Name of the file in a form, with which S3 fills in `${filename}`.
   *
   * @default the name of a `File`, else `file` where the form has no `${filename}`
   */
  readonly fileName?: string;
  /**
   * Default: the global `fetch`; in browsers XMLHttpRequest, which tells how far a body is; in Node.js, Bun and Deno
   * node:http, which holds no more of a body than what is on its way, and takes proxies from the environment
   * (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`; in Node.js from 22.21 and 24.5).
   */
  readonly fetch?: typeof fetch;
  /** Waits between two attempts; resolves early when the signal fires. Default: by `setTimeout`. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** The time by which a target has ended. Default: the machine's clock. */
  readonly now?: () => Date;
}

/** What timers hold, in milliseconds: a longer time would have passed at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

const OPTIONS: OptionNames<UploadOptions> = {
  ...{ onProgress: true, signal: true, retries: true, timeout: true, contentLength: true, fileName: true },
  ...{ fetch: true, sleep: true, now: true },
};

/**
 * Sends a body to a presigned PUT or POST, as the receiver of one would: with the signed headers or fields and nothing
 * that S3 would refuse.
 *
 * @param target - A `PresignedUrl`, a `PresignedPost`, or anything of their shape; a URL alone is a PUT.
 * @param body - A Blob's media type is sent where none is signed; in a form, where its policy leaves that to the sender.
 *
 * @throws InvalidInputError for a target, body or option that is none or that S3 would refuse, a form without a field that
 * its policy demands among them; nothing has been sent then
 * @throws UploadError `TargetExpired` before anything is sent; `NetworkFailed`, `TimedOut`, `Aborted`, `BodyFailed`
 * @throws S3ResponseError when S3 refused
 *
 * @example
 * ```ts
 * const { etag } = await upload(presigned, new Blob(['{}']), {
 *   onProgress: ({ sent, total }) => console.log(`${sent} of ${total}`),
 * });
 * ```
 */
export async function upload(
  target: string | URL | UploadUrl | UploadForm,
  body: UploadBody,
  options: UploadOptions = {},
): Promise<UploadResult> {
  checkOptions(options, OPTIONS, 'upload');
  checkCallable(options, ['onProgress', 'fetch', 'sleep', 'now']);
  const checked = checkTarget(target);
  const content = checkBody(body, options.contentLength ?? signedLength(checked));
  if (options.contentLength !== undefined) checkSignedLength(checked, content);
  const fields = checked.fields && completeFields(checked.fields, content.type);
  const envelope = fields && envelopeFor(fields, content, options.fileName);
  const { onProgress, signal, sleep = sleepFor, now = () => new Date() } = options;
  const retries = wholeNumber(options.retries ?? 2, 'retries', 0);
  const timeout =
    options.timeout === undefined ? undefined : wholeNumber(options.timeout, 'timeout', 1, LONGEST_TIMEOUT);

  let cause: unknown;
  for (let number = 1; ; number += 1) {
    if (signal?.aborted)
      throw new UploadError('Aborted', number - 1, 'The upload was aborted', { cause: signal.reason });
    if (checked.expiresAt !== undefined && checked.expiresAt <= now())
      throw new UploadError(
        'TargetExpired',
        number - 1,
        `What was presigned has ended at ${checked.expiresAt.toISOString()}: presign it anew`,
        { cause },
      );
    try {
      const result = await send({
        ...{ target: checked, content, envelope, signal, timeout, number },
        fetch: options.fetch,
        onSent: (sent) => onProgress?.({ sent, total: content.size }),
      });
      onProgress?.({ sent: content.size, total: content.size });
      return result;
    } catch (error) {
      if (number > retries || content.blob === undefined || !isPassing(error, checked)) throw error;
      cause = error;
    }
    await sleep(pause(number), signal);
  }
}

function signedLength({ headers }: CheckedTarget): number | undefined {
  const text = headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** What the caller states of a stream must be what is signed, since the header is one. */
function checkSignedLength(target: CheckedTarget, { size }: Content): void {
  const signed = signedLength(target);
  if (signed !== undefined && signed !== size)
    throw new InvalidInputError(
      'InvalidContentLength',
      'contentLength',
      `contentLength is ${size} and the target is signed for ${signed} bytes`,
    );
}

function envelopeFor(
  fields: Readonly<Record<string, string>>,
  content: Content,
  fileName: string | undefined,
): FormEnvelope {
  if (fileName !== undefined && typeof fileName !== 'string')
    throw new InvalidInputError('InvalidOption', 'fileName', 'fileName must be a string');
  const name = fileName ?? content.name;
  const key = Object.entries(fields).find(([field]) => field.toLowerCase() === 'key')?.[1] ?? '';
  if (Object.values(fields).some((value) => value.includes(FILENAME))) {
    // Without a name, S3 leaves the placeholder in the key.
    if (name === undefined || fileNameOf(name) === '')
      throw new InvalidInputError(
        'InvalidOption',
        'fileName',
        `The form leaves part of the key to the file's name, \${filename}, and ${name ? `${JSON.stringify(name)} names a folder` : 'there is none'}: give fileName`,
      );
    checkKey(
      key.replaceAll(FILENAME, () => fileNameOf(name)),
      'fileName',
    );
  }
  return formEnvelope(fields, { name: name ?? 'file', type: content.type });
}

function wholeNumber(value: number, option: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new InvalidInputError(
    'InvalidOption',
    option,
    `${option} must be a whole number from ${min} to ${max}, not ${typeof value === 'number' ? value : typeof value}`,
  );
}
