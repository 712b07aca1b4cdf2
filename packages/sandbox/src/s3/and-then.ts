/**
 * Goes on with a value that is there at once or comes later. What can be done at once is: for a small object, to wait for
 * each step would take longer than the steps.
 */
export function andThen<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Ends such a chain, in the same turn if nothing of it comes later. */
export function settle<T>(
  run: () => T | Promise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  let value: T | Promise<T>;
  try {
    value = run();
  } catch (error) {
    failed(error);
    return;
  }
  if (value instanceof Promise) value.then(done, failed);
  else done(value);
}
