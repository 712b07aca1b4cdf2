import type { FormatNode } from '@x/result-schema';
import type { CallOptions } from '../call-options.ts';
import type { FeaturesOf } from '../typed-algorithms/algorithm-types.ts';
import type { Codec } from './codec.ts';
import { FeaturesError, type FeaturesErrorCode } from './features-error.ts';
import { featuresFile } from './features-file.ts';
import { ParquetStream } from './parquet-stream.ts';

/** Options of a call that sends features. */
export interface FeaturesSettings<TId extends string = string, TRow = never> extends CallOptions {
  /** What to compute from: columns, records, an Arrow table or a Parquet file. */
  readonly features: FeaturesOf<TId, TRow>;
  /** Default: the latest version. */
  readonly version?: string;
  /**
   * Compression of the Parquet file that is written of columns, records and Arrow tables. `zstd` makes it smaller and needs
   * Node.js ≥ 22.15, Bun or Deno. A Parquet file that is given is sent as it is.
   *
   * @default 'snappy'
   */
  readonly codec?: Codec;
  /**
   * Whether the features are held against the algorithm's `features_format` before they are sent, so that every missing,
   * unknown and ill-typed column is in one {@link FeaturesError}. Of a Parquet file that is given, only the footer is read.
   *
   * - A `features_format`: that of a version that you have at hand. Nothing is asked for.
   * - `true`: the client asks AI Core for it, once for each algorithm and version, and again before it refuses features
   *   that a format of an earlier call does not fit.
   *
   * @default false
   */
  readonly checkFeatures?: boolean | readonly FormatNode[];
}

/** Asks AI Core for the `features_format` of a version of an algorithm; without a version, of the latest. */
export type FetchFormat = (
  id: string,
  version: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<readonly FormatNode[]>;

/** Makes the file to send of features, held against what the algorithm asks for if that is wanted. */
export type PrepareFeatures = (id: string, settings: FeaturesSettings) => Promise<Blob | ParquetStream>;

/**
 * Makes a {@link PrepareFeatures} that asks for each format once. A format that refuses features is asked for again before
 * they are refused: the algorithm may have a new version.
 */
export function featuresPreparer(fetchFormat: FetchFormat): PrepareFeatures {
  const remembered = new Map<string, readonly FormatNode[]>();
  return async (id, { features: given, codec, version, checkFeatures = false, signal }) => {
    const features = given instanceof ReadableStream ? new ParquetStream(given) : given;
    if (features instanceof ParquetStream) {
      if (!checkFeatures) return features;
      const message = 'A stream cannot be checked before it is sent. Leave `checkFeatures` away.';
      throw new FeaturesError({ code: 'UnsupportedFeatures', message });
    }
    if (typeof checkFeatures === 'object') return featuresFile(features, { codec, format: checkFeatures });
    if (!checkFeatures) return featuresFile(features, { codec });
    const key = JSON.stringify([id, version]);
    const known = remembered.get(key);
    if (known) {
      try {
        return await featuresFile(features, { codec, format: known });
      } catch (error) {
        if (!(error instanceof FeaturesError) || !formatCodes.has(error.code)) throw error;
      }
    }
    const format = await fetchFormat(id, version, signal);
    remembered.set(key, format);
    return featuresFile(features, { codec, format });
  };
}

/** What only a format finds wrong. */
const formatCodes: ReadonlySet<FeaturesErrorCode> = new Set(['MissingColumn', 'UnknownColumn', 'WrongType']);
