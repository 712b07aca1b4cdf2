import * as v from 'valibot';
import { Evaluations } from './evaluations.ts';
import { Monitors } from './monitors.ts';
import { Results } from './results.ts';
import { settleBody } from './settle-body.ts';

/** The answer to a predict that AI Core computed at once. It has no `job_id`. */
export interface InstantResult {
  /** What the algorithm computed (`results`, or `predictions` where AI Core sent only those). */
  readonly results: Results;
  readonly evaluations?: Evaluations;
  readonly monitors?: Monitors;
  /** True only for API v1 accounts with a public key. */
  readonly is_encrypted?: boolean;
}

/** Schema of {@link InstantResult}. Takes `predictions` for `results`; keeps unknown keys. */
export const InstantResult: v.GenericSchema<unknown, InstantResult> = v.pipe(
  v.unknown(),
  v.transform(settleBody),
  v.looseObject({
    results: Results,
    evaluations: v.exactOptional(Evaluations),
    monitors: v.exactOptional(Monitors),
    is_encrypted: v.exactOptional(v.boolean()),
  }),
);
