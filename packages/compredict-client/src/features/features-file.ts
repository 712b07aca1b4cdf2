import type { FormatNode } from '@x/result-schema';
import { BodyError } from '../errors/connection-errors.ts';
import type { ArrowTable } from './arrow-table.ts';
import { checkFeatures } from './check-features.ts';
import type { Codec } from './codec.ts';
import { encodeParquet } from './encode-parquet.ts';
import type { FeatureColumns, FeatureRecords, FeatureRows, Features } from './features.ts';
import { FeaturesError } from './features-error.ts';
import { parquetColumns } from './parquet-columns.ts';
import { readParquetSchema } from './read-parquet-schema.ts';

/** The media type that AI Core expects of features. */
const mediaType = 'application/parquet';

/** How features become a file. */
export interface FeaturesFileOptions {
  /** Compression of the file that is written here; one that is given stays as it is. */
  readonly codec?: Codec | undefined;
  /** What the algorithm asks for. Default: the features are not held against it. */
  readonly format?: readonly FormatNode[] | undefined;
}

/**
 * The features as the Parquet file to send. Runs and trainings make it themselves; alone it is for looking at what would be
 * sent, for keeping it, and for sending it more than once.
 *
 * @throws {@link FeaturesError} with everything that is wrong with them, or {@link BodyError} for a file that cannot be read.
 */
export async function featuresFile<TRow = never>(
  features: Features | FeatureRows<TRow>,
  { codec, format }: FeaturesFileOptions = {},
): Promise<Blob> {
  const file = givenFile(features);
  if (file) {
    await checkMagic(file);
    if (format) checkFeatures(await readParquetSchema(file), format);
    return file;
  }
  const columns = parquetColumns(features as FeatureColumns | FeatureRecords | ArrowTable);
  if (format) {
    const known = columns.flatMap(({ schema: [element], empty }) => (element ? [{ element, empty }] : []));
    checkFeatures(known, format);
  }
  return new Blob([encodeParquet(columns, codec)], { type: mediaType });
}

function givenFile(features: unknown): Blob | undefined {
  if (features instanceof Blob) return features.slice(0, features.size, mediaType);
  if (features instanceof Uint8Array || features instanceof ArrayBuffer) {
    return new Blob([features as Uint8Array<ArrayBuffer> | ArrayBuffer], { type: mediaType });
  }
  return undefined;
}

/** A Parquet file begins and ends with `PAR1`. A CSV or JSON file taken for one would be refused by AI Core, much later. */
async function checkMagic(file: Blob): Promise<void> {
  if (file.size === 0) {
    throw new FeaturesError({ code: 'EmptyFeatures', message: 'The features file is empty.' });
  }
  const ends = Promise.all([file.slice(0, 4).text(), file.slice(-4).text()]);
  const [head, tail] = await ends.catch((cause: unknown) => {
    throw new BodyError('The features file cannot be read: it has changed, or is gone.', undefined, {
      cause,
    });
  });
  if (head !== 'PAR1' || tail !== 'PAR1' || file.size < 12) {
    const message = 'The features file is not Parquet, or it was cut off.';
    throw new FeaturesError({ code: 'NotParquet', message });
  }
}
