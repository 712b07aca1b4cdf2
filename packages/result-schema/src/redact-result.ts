import { isPlainObject } from './is-plain-object.ts';

/** What is computed, not echoed: handed through as it is, however large. */
const computed = new Set(['results', 'predictions', 'evaluations', 'monitors']);

/** Keys whose value lets its holder in: POST fields, signatures, tokens, passwords. */
const credential =
  /^(s3_?fields|seal|policy|signature|sig|.*secret.*|.*password.*|.*token|authorization|api_?key|callback_url|x-amz-(signature|credential|security-token|policy)|awsaccesskeyid)$/i;

/** A URL with a query, anywhere in a text: the query of a presigned URL is the credential. */
const urlQuery = /(\bhttps?:\/\/[^\s?"'<>|]+)\?[^\s"'<>|]*/gi;

/** Deeper than any caller's data; below this everything is dropped rather than walked. */
const maxDepth = 64;

/**
 * A copy of a result or task that may be logged: without `s3_fields`, seals, signatures, tokens and passwords, at any depth of
 * what AI Core echoed (`callback_param` and keys unknown here), and without the query of any URL. `results`,
 * `evaluations` and `monitors` are the very same objects.
 *
 * @example
 * ```ts
 * redactResult({ job_id: 'j', callback_param: { trip: 7, s3_fields: { policy: '…' } } });
 * //=> { job_id: 'j', callback_param: { trip: 7 } }
 * ```
 */
export function redactResult<T extends object>(result: T): T {
  const entries = Object.entries(result)
    .filter(([key]) => !credential.test(key))
    .map(([key, value]) => [key, computed.has(key) ? value : redact(value, 0)]);
  return Object.fromEntries(entries) as T;
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(urlQuery, '$1?[redacted]');
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '[redacted]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !credential.test(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, redact(item, depth + 1)]));
}
