import { columnsOf, columnsOfRecords, typeName } from './columns.ts';
import { encodeParquet } from './encode-parquet.ts';
import type { FeatureColumns, FeatureRecords, Features } from './features.ts';
import { FeaturesError } from './features-error.ts';

/** The media type that AI Core expects of features. */
const mediaType = 'application/parquet';

/**
 * The features as the Parquet file to send.
 *
 * @throws {@link FeaturesError}
 */
export async function featuresFile(features: Features): Promise<Blob> {
  if (features instanceof Blob) return checkMagic(features.slice(0, features.size, mediaType));
  if (features instanceof Uint8Array || features instanceof ArrayBuffer) {
    return checkMagic(new Blob([features as Uint8Array<ArrayBuffer> | ArrayBuffer], { type: mediaType }));
  }
  return new Blob([encodeParquet(readColumns(features))], { type: mediaType });
}

function readColumns(features: FeatureColumns | FeatureRecords) {
  if (Array.isArray(features)) {
    if (features.length === 0) throw new FeaturesError('EmptyFeatures', 'The features have no rows.');
    return columnsOfRecords(features);
  }
  // A Map, a stream or a promise has no columns to list: say so rather than "empty".
  if (typeof features !== 'object' || features === null || Symbol.toStringTag in features) {
    throw new FeaturesError(
      'UnsupportedFeatures',
      `Features are an object of columns, a list of records or a Parquet file; this is ${typeName(features)}.`,
    );
  }
  return columnsOf(features as FeatureColumns);
}

/** A Parquet file begins and ends with `PAR1`. A CSV or JSON file taken for one would be refused by AI Core, much later. */
async function checkMagic(file: Blob): Promise<Blob> {
  if (file.size === 0) throw new FeaturesError('EmptyFeatures', 'The features file is empty.');
  const [head, tail] = await Promise.all([file.slice(0, 4).text(), file.slice(-4).text()]);
  if (head !== 'PAR1' || tail !== 'PAR1' || file.size < 12) {
    throw new FeaturesError('NotParquet', 'The features file is not Parquet, or it was cut off.');
  }
  return file;
}
