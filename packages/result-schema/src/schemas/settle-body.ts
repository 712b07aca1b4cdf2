import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';
import { Evaluations } from './evaluations.ts';
import { Monitors } from './monitors.ts';

/**
 * AI Core writes the same thing in several ways (AI Core wire contract, sections 6 and 11). This gives a body the one
 * shape the schemas describe, on a shallow copy; every other key stays as it was:
 *
 * - `job_id` from its old alias `reference`,
 * - `results` from `predictions` where `results` is missing,
 * - `evaluations` and `monitors` from inside `results` where the top level has none,
 * - `error` as text, gone when it only says "no error" (`"False"`),
 * - a null that means "absent" is absent.
 */
export function settleBody(input: unknown): unknown {
  if (!isPlainObject(input)) return input;
  const body = { ...input };
  body.job_id ??= body.reference;
  body.results ??= body.predictions;
  if (isPlainObject(body.results)) {
    const { evaluations, monitors } = body.results;
    if (v.is(Evaluations, evaluations)) body.evaluations ??= evaluations;
    if (v.is(Monitors, monitors)) body.monitors ??= monitors;
  }
  body.error = errorText(body);
  for (const key of optionalKeys) if (body[key] === null || body[key] === undefined) delete body[key];
  return body;
}

const optionalKeys = [
  'job_id',
  'status',
  'success',
  'results',
  'evaluations',
  'monitors',
  'error',
  'is_encrypted',
  'is_canceled',
];

/** `error` is text, or a flag (also as text) whose text is in `error_msg`, or (unstated) structured. */
function errorText({ error, error_msg }: Record<string, unknown>): string | undefined {
  if (error === undefined || error === null || error === '') return undefined;
  // Whatever else JSON holds may have a `toString` of its own.
  if (typeof error !== 'string' && typeof error !== 'boolean') return JSON.stringify(error);
  const text = String(error);
  if (/^false$/i.test(text)) return undefined;
  if (/^true$/i.test(text)) return typeof error_msg === 'string' ? error_msg : 'Unknown error';
  return text;
}
