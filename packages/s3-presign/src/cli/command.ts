import type { Flag } from './flag.ts';
import type { Output } from './output.ts';
import type { Given } from './read-flags.ts';

/** A command of the command line, by itself: what it takes, and what it does. */
export interface Command {
  /** What it works on, as the help writes it. */
  readonly operand: string;
  /** What it does, for the help. */
  readonly about: string;
  readonly flags: readonly Flag[];
  readonly run: (given: Given, output: Output) => Promise<void>;
}
