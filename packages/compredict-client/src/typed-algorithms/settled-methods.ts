import type { InstantResult, Results, Task } from '@x/result-schema';
import type { Outcome } from '../outcome.ts';
import type { RunResult } from '../runs/run-answer.ts';
import type { RunOptions, TrainOptions } from '../runs/run-options.ts';
import type { WaitOptions } from '../tasks/wait-options.ts';
import type { AlgorithmId, ResultsOf, WithResults } from './algorithm-types.ts';

/**
 * The methods that are generic, answering {@link Outcome}s. Spelt out, since a type that is mapped over methods forgets what
 * they are generic in.
 */
export interface SettledMethods {
  runAlgorithm<TId extends AlgorithmId, TRow = never>(
    id: TId,
    options: RunOptions<TId, TRow>,
  ): Promise<Outcome<RunResult<ResultsOf<TId>>>>;
  trainAlgorithm<TId extends AlgorithmId, TRow = never>(
    id: TId,
    options: TrainOptions<TId, TRow>,
  ): Promise<Outcome<Task>>;
  waitForRun<TResults = Results>(
    run: RunResult<TResults>,
    options?: WaitOptions,
  ): Promise<Outcome<WithResults<Task | InstantResult, TResults>>>;
}
