/** Work that is not begun a second time while it is under way: whoever asks meanwhile gets the same answer. */
export function singleFlight<TArgs extends readonly unknown[], T>(
  work: (...args: TArgs) => Promise<T>,
): (...args: TArgs) => Promise<T> {
  let running: Promise<T> | undefined;
  return (...args) => {
    running ??= work(...args).finally(() => {
      running = undefined;
    });
    return running;
  };
}
