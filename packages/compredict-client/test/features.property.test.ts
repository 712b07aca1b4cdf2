import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { encodeParquet } from '../src/features/encode-parquet.ts';
import type { FeatureValue } from '../src/features/features.ts';
import { parquetColumns } from '../src/features/parquet-columns.ts';
import { readCsv } from '../src/features/read-csv.ts';

// Whatever the table, what is read back is what was given.

/** Whole numbers beyond 2^53 - 1 are refused, since they may be rounded already. */
const number = fc.double().filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
const kinds: fc.Arbitrary<fc.Arbitrary<FeatureValue>> = fc.constantFrom<fc.Arbitrary<FeatureValue>>(
  number,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.boolean(),
  fc.string({ unit: 'grapheme' }),
  fc.date({ noInvalidDate: true }),
  fc.array(fc.option(fc.double())),
);
const column = (rows: number): fc.Arbitrary<FeatureValue[]> =>
  kinds.chain((value) => fc.array(fc.option(value), { minLength: rows, maxLength: rows }));
// The reader sets columns on plain objects, where this one is no key.
const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
const columns = fc
  .integer({ min: 1, max: 60 })
  .chain((rows) => fc.dictionary(name, column(rows), { minKeys: 1, maxKeys: 6 }));

/** The rows of columns; the reader says undefined for a list that is null. */
function rowsOf(table: Readonly<Record<string, readonly unknown[]>>): [string, unknown][][] {
  const rows = Object.values(table)[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    Object.entries(table).map(([name, values]): [string, unknown] => [name, values[row] ?? null]),
  );
}

test('columns and records are read back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(columns, fc.boolean(), async (table, asRecords) => {
      const rows = rowsOf(table);
      const records = rows.map((row) => Object.fromEntries(row) as Record<string, FeatureValue>);
      const file = encodeParquet(parquetColumns(asRecords ? records : table));
      const read = await parquetReadObjects({ file });
      const found = read.map((row) => Object.entries(row).map(([name, value]) => [name, value ?? null]));
      expect(found).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test('text comes out of CSV as it went in, whatever stands in it', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ü', ';') });
  // A line of one empty field is a blank line, and an empty field is no value.
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 20 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(table, async (lines) => {
      const csv = ['x,y', ...lines.map((line) => line.map(quoted).join(','))].join('\n');
      const columnOf = (index: number) => lines.map((line) => line[index] || null);
      expect(await readCsv(csv)).toEqual({ x: columnOf(0), y: columnOf(1) });
    }),
    { numRuns: 300 },
  );
});
