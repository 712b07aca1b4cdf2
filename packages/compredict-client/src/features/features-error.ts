import { AiCoreError } from '../errors/ai-core-error.ts';

/**
 * Why features were refused. Stable: code may switch on it.
 *
 * - `EmptyFeatures`: no columns, no rows, or an empty file.
 * - `RaggedColumns`: columns of different lengths.
 * - `MixedTypes`: values of more than one type in a column.
 * - `UnsupportedValue`: a value that no column can hold, such as an object or an invalid Date.
 * - `InvalidColumnName`: a column without a name.
 * - `NotParquet`: a file or bytes that are no Parquet file.
 * - `UnsupportedFeatures`: neither columns, records nor a Parquet file.
 */
export type FeaturesErrorCode =
  | 'EmptyFeatures'
  | 'RaggedColumns'
  | 'MixedTypes'
  | 'UnsupportedValue'
  | 'InvalidColumnName'
  | 'NotParquet'
  | 'UnsupportedFeatures';

/** Features that cannot be sent. Nothing was sent. The message names types, never values. */
export class FeaturesError extends AiCoreError {
  override readonly name = 'FeaturesError';
  readonly code: FeaturesErrorCode;
  /** The column at fault. */
  declare readonly column?: string;
  /** The row at fault, counted from 0. */
  declare readonly row?: number;

  constructor(code: FeaturesErrorCode, message: string, at: { column?: string; row?: number } = {}) {
    super(message);
    this.code = code;
    Object.assign(this, at);
  }
}
