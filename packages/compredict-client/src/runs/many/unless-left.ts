import { AbortedError } from '../../errors/connection-errors.ts';

/**
 * Does some work, until the batch is left: then it is of no use to anybody, and not waited for.
 *
 * @throws {@link AbortedError}, which nobody sees either.
 */
export async function unlessLeft<T>(work: () => Promise<T>, left: AbortSignal): Promise<T> {
  throwIfLeft(left);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(leftError());
  left.addEventListener('abort', end);
  try {
    return await Promise.race([work(), ended]);
  } finally {
    left.removeEventListener('abort', end);
  }
}

/** @throws {@link AbortedError} */
export function throwIfLeft(left: AbortSignal): void {
  if (left.aborted) throw leftError();
}

const leftError = () => new AbortedError('The batch has ended.');
