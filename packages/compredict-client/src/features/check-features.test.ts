import type { FormatNode } from '@x/result-schema';
import { describe, expect, test } from 'vitest';
import { encodeParquet } from './encode-parquet.ts';
import type { Features } from './features.ts';
import { featuresFile } from './features-file.ts';
import { parquetColumns } from './parquet-columns.ts';

const node = (
  input_name: string,
  type: string,
  mandatory = true,
  children: FormatNode[] = [],
): FormatNode => ({
  input_name,
  type,
  mandatory,
  children,
});
const list = (name: string, cell: string, mandatory?: boolean) =>
  node(name, 'list', mandatory, [node('', cell)]);
const table = (...children: FormatNode[]) => [node('data', 'dict', true, children)];

async function problems(features: Features, format: FormatNode[]): Promise<string[]> {
  try {
    await featuresFile(features, { format });
    return [];
  } catch (error) {
    const { name, problems } = error as { name: string; problems: { code: string; column: string }[] };
    expect(name).toBe('FeaturesError');
    return problems.map(({ code, column }) => `${code} ${column}`);
  }
}

// The same table as columns, as records and as a file: what is wrong with it must not depend on that.
const columns = {
  speed: [1, null],
  name: ['a', 'b'],
  on: [true, false],
  load: [[1], [2]],
  at: [new Date(0), null],
};
const forms: [string, Features][] = [
  ['columns', columns],
  [
    'records',
    columns.speed.map((speed, row) => ({
      ...Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, values[row]])),
      speed,
    })),
  ],
  ['a Parquet file', new Blob([encodeParquet(parquetColumns(columns))])],
];

describe.each(forms)('%s', (_form, features) => {
  test('fit a format that asks for them', async () => {
    const format = table(
      list('speed', 'numeric'),
      list('name', 'str'),
      list('on', 'bool'),
      list('load', 'list'),
      node('at', 'list'),
    );
    expect(await problems(features, format)).toEqual([]);
  });

  test('are refused with every column that does not', async () => {
    const format = table(
      list('speed', 'str'),
      list('name', 'numeric'),
      list('on', 'bool'),
      list('rpm', 'numeric'),
      list('mass', 'numeric', false),
    );
    expect(await problems(features, format)).toEqual([
      'WrongType speed',
      'WrongType name',
      'MissingColumn rpm',
      'UnknownColumn load',
      'UnknownColumn at',
    ]);
  });
});

test('messages say what is asked for and what is there', async () => {
  const format = table(
    list('speed', 'str'),
    list('at', 'numeric'),
    list('load', 'numeric'),
    node('rpm', 'list'),
  );
  await expect(
    featuresFile({ speed: [1], at: [new Date()], load: [[1]], x: ['SECRET'] }, { format }),
  ).rejects.toThrow(
    `5 problems with the features:
- Column "speed": expected str, found numeric.
- Column "at": expected numeric, found a date or time.
- Column "load": expected numeric, found list.
- Column "rpm" is missing.
- Column "x" is not in the algorithm's features_format.`,
  );
});

test.each<[string, Features, FormatNode[]]>([
  ['a type that the format does not tell', { x: ['a'] }, table(node('x', 'list'))],
  ['a type that is not known here', { x: ['a'] }, table(node('x', 'complex128'))],
  ['a column without any value', { x: [null, null] }, table(list('x', 'str'))],
  ['columns of a table that is not described', { x: [1] }, table()],
  ['columns without any format', { x: [1] }, []],
  ['columns at the top of the format', { x: [1] }, [list('x', 'numeric')]],
  [
    'integers as numbers',
    { x: [1n], y: Int32Array.of(1) },
    table(list('x', 'numeric'), list('y', 'numeric')),
  ],
  ['the index of pandas', { x: [1], __index_level_0__: [0] }, table(list('x', 'numeric'))],
  [
    'columns beside parameters',
    { x: [1] },
    [...table(list('x', 'numeric')), node('parameters', 'dict', true, [node('p', 'numeric')])],
  ],
])('%s passes', async (_name, features, format) => {
  expect(await problems(features, format)).toEqual([]);
});

test('a Parquet file whose footer is damaged is refused without quoting it', async () => {
  const bytes = new Uint8Array(encodeParquet(parquetColumns({ SECRET: [1] })));
  bytes.fill(0xff, -60, -8);
  await expect(featuresFile(bytes, { format: table() })).rejects.toMatchObject({
    code: 'NotParquet',
    message: 'The footer of the Parquet file cannot be read.',
  });
});
