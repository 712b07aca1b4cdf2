/**
 * What an algorithm throws when it cannot work with the data it was given: untrained, too few rows, collinear columns.
 *
 * An instant request is answered 400 with this message; a queued job finishes with `success: false` and this message.
 * Any other error counts as a defect of the algorithm and is answered 500.
 *
 * @example
 * ```ts
 * if (features.speed.length < 2) throw new AlgorithmError('`speed` needs at least 2 samples.');
 * ```
 */
export class AlgorithmError extends Error {
  override readonly name = 'AlgorithmError';
  readonly code = 'AlgorithmFailed';
}

/** Is it one, by whichever copy of this package? A CommonJS file gets one of its own. */
export function isAlgorithmError(error: unknown): error is AlgorithmError {
  return (
    error instanceof Error &&
    error.name === 'AlgorithmError' &&
    'code' in error &&
    error.code === 'AlgorithmFailed'
  );
}
