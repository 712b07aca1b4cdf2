import { arrowColumns } from './arrow-columns.ts';
import { type ArrowTable, isArrowTable } from './arrow-table.ts';
import { columnsOf, columnsOfRecords, typeName } from './columns.ts';
import type { FeatureColumns, FeatureRecords } from './features.ts';
import { type FeatureProblem, FeaturesError, refuseIfAny } from './features-error.ts';
import { inferColumn } from './infer-column.ts';
import type { ParquetColumn } from './parquet-schema.ts';

/**
 * Columns, records or an Arrow table as the Parquet writer takes them.
 *
 * @throws {@link FeaturesError} with every column that cannot be written.
 */
export function parquetColumns(features: FeatureColumns | FeatureRecords | ArrowTable): ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  const problems: FeatureProblem[] = [];
  for (const read of columnReaders(features)) {
    try {
      columns.push(read());
    } catch (error) {
      if (!(error instanceof FeaturesError)) throw error;
      problems.push(...error.problems);
    }
  }
  refuseIfAny(problems);
  return columns;
}

/** A function for each column, so that one that throws does not hide what is wrong with the others. */
function columnReaders(features: FeatureColumns | FeatureRecords | ArrowTable): (() => ParquetColumn)[] {
  if (Array.isArray(features)) {
    if (features.length === 0) {
      throw new FeaturesError({ code: 'EmptyFeatures', message: 'The features have no rows.' });
    }
    return columnsOfRecords(features).map((column) => () => inferColumn(column));
  }
  if (typeof features === 'object' && features !== null) {
    if (isArrowTable(features)) return arrowColumns(features);
    // A Map, a set or a promise has no columns to list: say so rather than "empty".
    if (!(Symbol.toStringTag in features)) {
      return columnsOf(features as FeatureColumns).map((column) => () => inferColumn(column));
    }
  }
  const what = 'an object of columns, a list of records, an Arrow table or a Parquet file';
  const hint =
    typeof features === 'string' ? ' `openParquet` opens a file by its path, `readCsv` reads CSV.' : '';
  const message = `Features are ${what}; this is ${typeName(features)}.${hint}`;
  throw new FeaturesError({ code: 'UnsupportedFeatures', message });
}
