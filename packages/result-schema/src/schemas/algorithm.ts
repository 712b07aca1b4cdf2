import * as v from 'valibot';
import { AlgorithmVersion } from './algorithm-version.ts';
import { Evaluations } from './evaluations.ts';

/** An algorithm that the account may run. */
export interface Algorithm {
  /** The slug that every other call takes, such as `mass-estimation`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly active?: boolean;
  readonly evaluations: Evaluations;
  /** In AI Core's order, which nothing promises to be newest first. */
  readonly versions: readonly AlgorithmVersion[];
}

/** Schema of {@link Algorithm}. Lists that AI Core leaves away are empty, texts are `''`; unknown keys are kept. */
export const Algorithm: v.GenericSchema<unknown, Algorithm> = v.looseObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.nullish(v.string(), ''),
  description: v.nullish(v.string(), ''),
  active: v.exactOptional(v.boolean()),
  evaluations: v.nullish(Evaluations, []),
  versions: v.nullish(v.array(AlgorithmVersion), []),
});
