import type { Collected } from './collect.ts';
import type { Mode } from './deliver.ts';
import { describeError } from './describe-error.ts';
import type { Metrics } from './metrics.ts';

/** One delivery in the summary; one that failed has its error instead of an object. */
export type DeliverySummary =
  | {
      readonly mode: Mode;
      readonly bucket: string;
      readonly key: string;
      readonly bytes: number;
      readonly jobId: string;
      readonly success: true;
      readonly contentType: string;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | { readonly mode: Mode; readonly success: false; readonly error: string };

/** What `--out` writes. */
export interface Summary {
  readonly deliveries: readonly DeliverySummary[];
  /** Of the first delivery that arrived; `null` when none did. */
  readonly metrics: Metrics | null;
}

/** How a delivery ended. */
export type Outcome = Collected | { readonly mode: Mode; readonly error: Error };

/** The summary of what was delivered. */
export function summarise(outcomes: readonly Outcome[], metrics: Metrics | null): Summary {
  return { deliveries: outcomes.map(summariseOne), metrics };
}

function summariseOne(outcome: Outcome): DeliverySummary {
  if ('error' in outcome) return { mode: outcome.mode, success: false, error: describeError(outcome.error) };
  const { mode, bucket, key, bytes, jobId, contentType, metadata } = outcome;
  return { mode, bucket, key, bytes, jobId, success: true, contentType, metadata };
}
