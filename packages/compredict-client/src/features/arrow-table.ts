/**
 * A table of `apache-arrow`, known by its shape: this package neither depends on that one nor minds which copy or version of
 * it made the table.
 */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: ArrowType }[] };
  getChildAt(index: number): ArrowVector | null;
}

/** A column of an {@link ArrowTable}. */
export interface ArrowVector extends Iterable<unknown> {
  readonly nullCount: number;
  isValid(row: number): boolean;
  /** The values as they lie in memory; where a row has none, whatever stands there. */
  toArray(): ArrayLike<unknown>;
}

/** The type of an Arrow column, as far as it matters here. Which fields there are depends on `typeId`. */
export interface ArrowType {
  /** A number of Arrow's `Type`. */
  readonly typeId: number;
  readonly bitWidth?: number | undefined;
  readonly isSigned?: boolean | undefined;
  readonly precision?: number | undefined;
  readonly unit?: number | undefined;
  readonly timezone?: string | null | undefined;
  readonly dictionary?: ArrowType | undefined;
  readonly children?: readonly { readonly type: ArrowType }[] | undefined;
}

/** Whether something has the shape of an {@link ArrowTable}. */
export function isArrowTable(value: object): value is ArrowTable {
  return (
    'numRows' in value &&
    'getChildAt' in value &&
    typeof value.getChildAt === 'function' &&
    'schema' in value &&
    typeof value.schema === 'object' &&
    value.schema !== null &&
    'fields' in value.schema &&
    Array.isArray(value.schema.fields)
  );
}
