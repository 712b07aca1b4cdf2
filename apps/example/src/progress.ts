import { log, spinner } from '@clack/prompts';

/** Shows that something goes on. */
export interface Progress {
  update(message: string): void;
}

/** Runs one step of the demo with a sign of life: a spinner in a terminal, plain lines elsewhere. */
export async function step<Result>(
  title: string,
  run: (progress: Progress) => Promise<Result>,
  summary: (result: Result) => string,
): Promise<Result> {
  if (!process.stdout.isTTY) {
    log.step(title);
    const result = await run({ update: (message) => log.message(message) });
    log.message(summary(result));
    return result;
  }
  const spin = spinner();
  spin.start(title);
  try {
    const result = await run({ update: (message) => spin.message(`${title}: ${message}`) });
    spin.stop(`${title}: ${summary(result)}`);
    return result;
  } catch (error) {
    spin.error(title);
    throw error;
  }
}
