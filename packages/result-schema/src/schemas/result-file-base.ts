import type { Evaluations } from './evaluations.ts';
import type { Monitors } from './monitors.ts';
import type { Results } from './results.ts';

/** What every result file has, of a run that succeeded or not. */
export interface ResultFileBase<TParam = unknown> {
  /** The run it belongs to: the id that `runAlgorithm` answered. */
  readonly job_id: string;
  /** AI Core's own word, usually `Finished`. */
  readonly status: string;
  /** What was sent along with the callback, echoed. Null when there was nothing. */
  readonly callback_param: TParam;
  readonly evaluations?: Evaluations;
  readonly monitors?: Monitors;
  readonly is_encrypted?: boolean;
  readonly is_canceled?: boolean;
}

/** The result file of a run that succeeded. */
export interface SucceededResult<TResults = Results, TParam = unknown> extends ResultFileBase<TParam> {
  readonly success: true;
  /** What the algorithm computed (`results`, or `predictions` where AI Core sent only those). */
  readonly results: TResults;
}

/** The result file of a run that failed or was canceled. */
export interface FailedResult<TParam = unknown> extends ResultFileBase<TParam> {
  readonly success: false;
  /** Why it failed, where AI Core says so. */
  readonly error?: string;
  /** Whatever was computed nevertheless. Not checked. */
  readonly results?: Results;
}
