/** What one cell of a feature column holds. `list` is a list of numbers per row. */
export type ValueType = 'numeric' | 'bool' | 'str' | 'list';

/** One column of the features table, as the algorithm declares it. */
export interface FeatureColumn {
  readonly type: ValueType;
  /** Shown in the algorithm's `features_format`. @default '' */
  readonly description?: string;
  /**
   * Whether the column must be there, without a null: always, never, or only when the algorithm is trained.
   *
   * @default true
   */
  readonly mandatory?: boolean | 'fit';
  /** Values for the input template and graph. @default three values of the type */
  readonly example?: readonly unknown[];
}

/** Feature columns by name. */
export type FeatureColumns = Readonly<Record<string, FeatureColumn>>;

/** One key of the results, as the algorithm declares it. */
export interface OutputColumn {
  /** `list` for a list of values; a list of one is how AI Core gives a single number. */
  readonly type: ValueType;
  /** Shown in the algorithm's `output_format`. @default '' */
  readonly description?: string;
  /** Value for the output template and graph. @default one value of the type */
  readonly example?: unknown;
}

/** Result keys by name. */
export type OutputColumns = Readonly<Record<string, OutputColumn>>;

interface Cell {
  numeric: number;
  bool: boolean;
  str: string;
  list: readonly number[];
}

interface Output {
  numeric: number | null;
  bool: boolean | null;
  str: string | null;
  list: readonly unknown[];
}

type Present<C extends FeatureColumn> = readonly Cell[C['type']][];
type Perhaps<C extends FeatureColumn> = readonly (Cell[C['type']] | null)[] | undefined;

/** The columns `predict` gets: a column that is not mandatory may be missing or hold nulls. */
export type PredictFeatures<F extends FeatureColumns> = {
  readonly [K in keyof F]: F[K] extends { readonly mandatory: false | 'fit' } ? Perhaps<F[K]> : Present<F[K]>;
};

/** The columns `fit` gets: those mandatory for training are complete. */
export type FitFeatures<F extends FeatureColumns> = {
  readonly [K in keyof F]: F[K] extends { readonly mandatory: false } ? Perhaps<F[K]> : Present<F[K]>;
};

/** The results `predict` must return, one value per declared key. */
export type OutputValues<O extends OutputColumns> = { readonly [K in keyof O]: Output[O[K]['type']] };
