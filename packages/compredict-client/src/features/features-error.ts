import { AiCoreError } from '../errors/ai-core-error.ts';

/**
 * Why features were refused. Stable: code may switch on it.
 *
 * - `EmptyFeatures`: no columns, no rows, or an empty file.
 * - `RaggedColumns`: columns, or lines of a CSV file, of different lengths.
 * - `MixedTypes`: values of more than one type in a column.
 * - `UnsafeInteger`: whole numbers that JavaScript may have rounded already.
 * - `UnsupportedValue`: a value or type that no column can hold, such as an object or an invalid Date.
 * - `InvalidColumnName`: a column without a name, or two of one name.
 * - `MissingColumn`, `UnknownColumn`, `WrongType`: not what the algorithm's `features_format` asks for.
 * - `NotParquet`: a file or bytes that are no Parquet file.
 * - `NotCsv`: text that is not CSV.
 * - `UnsupportedFeatures`: neither columns, records, a table nor a Parquet file.
 */
export type FeaturesErrorCode =
  | 'EmptyFeatures'
  | 'RaggedColumns'
  | 'MixedTypes'
  | 'UnsafeInteger'
  | 'UnsupportedValue'
  | 'InvalidColumnName'
  | 'MissingColumn'
  | 'UnknownColumn'
  | 'WrongType'
  | 'NotParquet'
  | 'NotCsv'
  | 'UnsupportedFeatures';

/** One thing that is wrong with features. */
export interface FeatureProblem {
  readonly code: FeaturesErrorCode;
  /** For people. Names types, never values. */
  readonly message: string;
  /** The column at fault. */
  readonly column?: string;
  /** The row at fault, counted from 0. */
  readonly row?: number;
}

/**
 * Features that cannot be sent, with everything that is wrong with them: one problem for each column at fault. Nothing was
 * sent. `code`, `column` and `row` are those of the first problem. The message names types, never values.
 */
export class FeaturesError extends AiCoreError {
  override readonly name = 'FeaturesError';
  readonly code: FeaturesErrorCode;
  /** At least one. */
  readonly problems: readonly FeatureProblem[];
  /** The column at fault. */
  declare readonly column?: string;
  /** The row at fault, counted from 0. */
  declare readonly row?: number;

  constructor(first: FeatureProblem, ...more: readonly FeatureProblem[]) {
    super(more.length === 0 ? first.message : listOf([first, ...more]));
    this.code = first.code;
    this.problems = [first, ...more];
    if (first.column !== undefined) this.column = first.column;
    if (first.row !== undefined) this.row = first.row;
  }
}

/** Throws what is wrong, if anything is. */
export function refuseIfAny([first, ...more]: readonly FeatureProblem[]): void {
  if (first) throw new FeaturesError(first, ...more);
}

/** A table may have thousands of columns: enough to see what is wrong is enough. `problems` has them all. */
const shownProblems = 20;

function listOf(problems: readonly FeatureProblem[]): string {
  const shown = problems.slice(0, shownProblems).map(({ message }) => `- ${message}`);
  const more = problems.length - shown.length;
  return [
    `${problems.length} problems with the features:`,
    ...shown,
    ...(more ? [`- and ${more} more`] : []),
  ].join('\n');
}
