import { AbortedError } from '../../errors/connection-errors.ts';
import { untilAborted } from '../../http/until-aborted.ts';

/**
 * Does some work, until the batch is left: then it is of no use to anybody, and not waited for.
 *
 * @throws {@link AbortedError}, which nobody sees either.
 */
export async function unlessLeft<T>(work: () => Promise<T>, left: AbortSignal): Promise<T> {
  throwIfLeft(left);
  return untilAborted(work(), left, leftError);
}

/** @throws {@link AbortedError} */
export function throwIfLeft(left: AbortSignal): void {
  if (left.aborted) throw leftError();
}

const leftError = () => new AbortedError('The batch has ended.');
