import type { Callback } from '../callbacks/callback.ts';
import type { FeaturesSettings } from '../features/prepare-features.ts';
import type { UploadProgress } from '../http/transport.ts';
import type { JsonObject } from '../json-object.ts';
import type { ParametersOf } from '../typed-algorithms/algorithm-types.ts';
import type { FeaturesFormat } from '../v1/features-of-v1.ts';

/** What running and training have in common. */
export interface FeaturesOptions<TId extends string = string, TRow = never>
  extends FeaturesSettings<TId, TRow> {
  /** Parameters of the algorithm, as JSON. An empty object is as good as none. */
  readonly parameters?: ParametersOf<TId>;
  /**
   * Whether the algorithm's monitoring tools look at the run.
   *
   * @default true
   */
  readonly monitor?: boolean;
  /**
   * Name of the compression, as AI Core knows it. With `gzip` the parameters are compressed too. Parquet compresses its own
   * pages; features never need it. Default: none is named.
   */
  readonly compression?: string;
  /**
   * API v1 only: how columns and records are sent. A `Blob` of the type `application/json` or `text/csv` is sent as it is.
   *
   * @default 'json'
   */
  readonly format?: FeaturesFormat;
  /**
   * Told how far the upload is, with every piece that the network has taken; in browsers and with a `fetch` of your own
   * only at its end. What it throws, or rejects with, before that gives the upload up: `BodyError`.
   */
  readonly onUploadProgress?: (progress: UploadProgress) => void;
}

/** Options of `runAlgorithm`. */
export interface RunOptions<TId extends string = string, TRow = never> extends FeaturesOptions<TId, TRow> {
  /**
   * Whether to evaluate, or how: `{ [evaluation]: { [parameter]: value } }`.
   *
   * @default true
   */
  readonly evaluate?: boolean | JsonObject;
  /**
   * API v1 only: whether AI Core encrypts the results for the key in the dashboard. Default: if the client has a `privateKey`.
   */
  readonly encrypt?: boolean;
  /** Where AI Core delivers the result of a queued run to. */
  readonly callbacks?: Callback | readonly Callback[];
}

/** Options of `trainAlgorithm`. */
export interface TrainOptions<TId extends string = string, TRow = never> extends FeaturesOptions<TId, TRow> {
  /** Whether the trained model becomes a version of its own. Default: as AI Core decides. */
  readonly exportNewVersion?: boolean;
}
