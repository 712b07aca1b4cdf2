import type { ResultIssue } from '@x/result-schema';

/** Why an object is not taken for a result. Quotes nothing of it. */
export interface Refusal {
  /** A code of `ResultParseError` or of `SealError`. */
  readonly code: string;
  readonly message: string;
  /** What is wrong where, for `InvalidShape`. */
  readonly issues?: readonly ResultIssue[];
}
