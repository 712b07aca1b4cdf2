import type { FeatureValue } from './features.ts';

/** What the cells of a CSV column can be read as. */
export type CsvType = 'number' | 'bigint' | 'boolean' | 'string' | 'Date';

/** Reads one cell that is not empty; undefined where it is of another type. */
export const readCell: Readonly<Record<CsvType, (cell: string) => FeatureValue>> = {
  number: (cell) => {
    if (numeric.test(cell)) return Number(cell);
    return special.get(cell.toLowerCase().replace(/^\+/, ''));
  },
  bigint: (cell) => {
    if (!/^[+-]?\d+$/.test(cell)) return undefined;
    const value = BigInt(cell.replace(/^\+/, ''));
    return BigInt.asIntN(64, value) === value ? value : undefined;
  },
  boolean: (cell) => booleans.get(cell.toLowerCase()),
  string: (cell) => cell,
  Date: (cell) => {
    const [, day, time = '00:00', zone = 'Z'] = isoDate.exec(cell) ?? [];
    const date = new Date(`${day}T${time}${zone}`);
    if (Number.isNaN(date.getTime())) return undefined;
    // JavaScript takes 30 February for 2 March.
    return new Date(`${day}T00:00Z`).toISOString().startsWith(`${day}T`) ? date : undefined;
  },
};

/** The type of a column by its cells: the first that reads them all. */
export function csvTypeOf(cells: readonly (string | null)[]): CsvType {
  const all = (type: CsvType) => cells.every((cell) => cell === null || readCell[type](cell) !== undefined);
  if (cells.some((cell) => cell !== null && /^[+-]?0\d/.test(cell))) return 'string';
  if (all('number')) {
    const isUnsafe = (cell: string | null) => cell !== null && !Number.isSafeInteger(Number(cell));
    return all('bigint') && cells.some(isUnsafe) ? 'bigint' : 'number';
  }
  return all('boolean') ? 'boolean' : 'string';
}

const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const special: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** ISO 8601: a day, perhaps a time of it, perhaps its zone. */
const isoDate = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;
