/**
 * Tells genuine results from forged ones: seals a run's `callback_param`, and opens what AI Core echoed.
 *
 * @example
 * ```ts
 * import { openCallbackParam, sealCallbackParam } from '@x/result-schema/seal';
 *
 * const secret = process.env.SEAL_SECRET;
 * const param = await sealCallbackParam({ trip: 7 }, secret, { objectKey: 'results/trip-7.json' });
 * // … the run, with `param`; then, with the result that was delivered:
 * const { data } = await openCallbackParam(result.callback_param, secret, { objectKey: 'results/trip-7.json' });
 * ```
 *
 * @module
 */
export { type OpenedParam, type OpenOptions, openCallbackParam } from './open-callback-param.ts';
export { type SealedParam, type SealOptions, sealCallbackParam } from './seal-callback-param.ts';
export { isSealError, SealError, type SealErrorCode } from './seal-error.ts';
export type { SealSecret } from './seal-key.ts';
