// Prints what polars reads of a Parquet file, as JSON rows: node read-polars.mjs FOLDER FILE, polars installed in FOLDER.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , folder = '', file = ''] = process.argv;
const polars = createRequire(join(folder, 'package.json'))('nodejs-polars');

const plain = (value) => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === undefined || Number.isNaN(value)) return null;
  if (Object.is(value, -0)) return '-0.0';
  return value === Number.POSITIVE_INFINITY ? 'inf' : value;
};
const integer = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

// Its 64-bit integers become rounded numbers in JavaScript: they leave as text.
const read = polars.readParquet(file);
const integers = read.columns.filter((name) => read.getColumn(name).dtype.equals(polars.Int64));
const frame = read.withColumns(...integers.map((name) => polars.col(name).cast(polars.Utf8)));
const rows = frame.toRecords().map((row) => {
  const cells = Object.entries(row).map(([name, value]) => {
    const cell = integers.includes(name) ? integer(value) : plain(value?.toArray?.() ?? value);
    return [name, cell];
  });
  return Object.fromEntries(cells);
});
console.log(JSON.stringify(rows));
