import type { Callback, CallbackTarget } from './callback.ts';
import { CallbackError } from './callback-error.ts';
import { checkTarget, type Deadline } from './check-target.ts';

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
  deadline: Deadline,
): CallbackFields {
  const targets = (isList(callbacks) ? callbacks : callbacks === undefined ? [] : [callbacks]).map(targetOf);
  const params = targets.map((target, index) => {
    checkTarget(target, index, deadline);
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
