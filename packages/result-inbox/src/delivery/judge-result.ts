import { type ResultFile, safeParseResult } from '@x/result-schema';
import { isSealError, type OpenedParam, openCallbackParam } from '@x/result-schema/seal';
import type { JudgeOptions } from '../inbox-options.ts';
import type { Refusal } from './refusal.ts';

/** What {@link judgeResult} answers. */
export type Verdict<TResult> =
  | { readonly ok: true; readonly result: TResult; readonly sealed: OpenedParam | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

/** What is known of the bytes besides themselves. */
export interface Found {
  readonly key: string;
  readonly lastModified: Date | undefined;
}

/**
 * Parses a result and, where there is a secret, makes sure that it is genuine.
 *
 * @throws SealError `UnknownRun`: the run may be recorded a moment later, so that is for another attempt.
 */
export async function judgeResult<TResult extends ResultFile<unknown>>(
  bytes: Uint8Array,
  { key, lastModified }: Found,
  { schema, secret, expectedJobId, maxBytes }: JudgeOptions<TResult>,
): Promise<Verdict<TResult>> {
  const options = { maxBytes, ...(schema ? { schema } : {}) };
  const parsed = isGzip(bytes)
    ? await safeParseResult(new Blob([new Uint8Array(bytes)]), options)
    : safeParseResult(bytes, options);
  if (!parsed.ok) {
    const { code, message, issues } = parsed.error;
    return { ok: false, refusal: { code, message, ...(issues.length ? { issues } : {}) } };
  }
  const { result } = parsed;
  if (secret === undefined) return { ok: true, result, sealed: undefined };
  try {
    const sealed = await openCallbackParam(result.callback_param, secret, {
      objectKey: key,
      ...(expectedJobId ? { jobId: result.job_id, expectedJobId } : {}),
      ...(lastModified ? { arrivedAt: lastModified } : {}),
    });
    return { ok: true, result, sealed };
  } catch (error) {
    if (!isSealError(error) || error.code === 'UnknownRun') throw error;
    return { ok: false, refusal: { code: error.code, message: error.message } };
  }
}

/** Gzip begins so (RFC 1952, section 2.3.1); only from a source of bytes is it decompressed. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
