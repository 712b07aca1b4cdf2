import { describe, expect, test } from 'vitest';
import { type CsvOptions, readCsv } from './read-csv.ts';

test('columns have the types of their fields', async () => {
  const csv = [
    '\uFEFFspeed,note,"say ""hi""",id,code,on,none,odd',
    '80,"two\r\nlines",a,9007199254740993,007,True,,NaN',
    '',
    '-1.5e3,plain,"a,b",1,1,false,,+inf',
    '',
  ].join('\r\n');
  expect(await readCsv(csv)).toEqual({
    speed: [80, -1500],
    note: ['two\r\nlines', 'plain'],
    'say "hi"': ['a', 'a,b'],
    id: [9007199254740993n, 1n],
    code: ['007', '1'],
    on: [true, false],
    none: [null, null],
    odd: [Number.NaN, Number.POSITIVE_INFINITY],
  });
});

test('a number among words makes words', async () => {
  expect(await readCsv('a,b\n1,true\nx,1\n,\n')).toEqual({ a: ['1', 'x', null], b: ['true', '1', null] });
});

test.each([
  ['\n first', 'a,b\n1,2\r\n3,4\r\n'],
  ['\r\n first', 'a,b\r\n1,2\n3,4\r\n'],
  ['\r among them', 'a,b\r\n1,2\r3,4\n'],
  ['quotes', '"a","b"\n"1","2"\r\n"3","4"\r'],
])('line ends that differ are all line ends: %j', async (_name, csv) => {
  expect(await readCsv(csv)).toEqual({ a: [1, 3], b: [2, 4] });
});

test.each([',', ';', '\t', '|'] as const)('and those in quotes are data, between %j', async (delimiter) => {
  const csv = ['"a\r\n"|b', '"1\r"|"x""\r\n|"\r', '"\r\n2"|5"\r', '|"\r"\n']
    .join('\n')
    .replaceAll('|', delimiter);
  expect(await readCsv(csv, { delimiter })).toEqual({
    'a\r\n': ['1\r', '\r\n2', null],
    b: [`x"\r\n${delimiter}`, '5"', '\r'],
  });
});

test('lines are counted as they are, however they end', async () => {
  const error = await readCsv('a,b\r\n"1\r\n",2\r3,4\n5\r\n').catch((caught: unknown) => caught);
  expect(error).toMatchObject({ problems: [{ message: 'Line 5 has 1 fields, the header has 2.' }] });
});

test('a long text of quotes is read', async () => {
  const note = '""\r\n'.repeat(300_000);
  const { a, b } = await readCsv(`a,b\r\n1,"${note}"\n2,\r\n`);
  expect(a).toEqual([1, 2]);
  expect(b?.[0]).toHaveLength(900_000);
});

test('types can be said', async () => {
  const csv =
    'at;id;code;on\n2026-01-01;1;07;TRUE\n2026-01-01T10:00:00.5+01:00;2;08;\n2026-01-01 10:00;;9;false';
  expect(await readCsv(csv, { delimiter: ';', types: { at: 'Date', id: 'bigint', code: 'number' } })).toEqual(
    {
      at: ['2026-01-01', '2026-01-01T09:00:00.500Z', '2026-01-01T10:00Z'].map((at) => new Date(at)),
      id: [1n, 2n, null],
      code: [7, 8, 9],
      on: [true, null, false],
    },
  );
});

test('a delimiter that is set is taken at its word', async () => {
  expect(await readCsv('a;b\n1;2\n', { delimiter: ',' })).toEqual({ 'a;b': ['1;2'] });
});

test('a file is read, and names of prototypes are just columns', async () => {
  const columns = await readCsv(new Blob(['__proto__,constructor\n1,ü\n']));
  expect(Object.entries(columns)).toEqual([
    ['__proto__', [1]],
    ['constructor', ['ü']],
  ]);
});

describe('refuses, by line', () => {
  test.each<[string, string, CsvOptions, string, string[]]>([
    ['nothing', '', {}, 'EmptyFeatures', ['The CSV is empty.']],
    [
      'lines of other lengths',
      'a,b\n1,"x\ny"\n\n1,2,3\n4\n',
      {},
      'RaggedColumns',
      ['Line 5 has 3 fields, the header has 2.', 'Line 6 has 1 fields, the header has 2.'],
    ],
    [
      'open quotes',
      'a,b\n1,2\n3,"x\n',
      {},
      'NotCsv',
      ['Line 3: quotes that are not closed, or something behind them.'],
    ],
    [
      'a header with holes',
      ',a,a\n1,2,3',
      {},
      'InvalidColumnName',
      ['Field 1 of the header has no name.', 'Field 3 of the header is named "a" like another.'],
    ],
    [
      'another delimiter',
      'a;b\n1;2\n',
      {},
      'NotCsv',
      ['The header is one field with ";" in it. Set `delimiter`.'],
    ],
    [
      'types of nobody',
      'a\n1',
      { types: { b: 'number' } },
      'MissingColumn',
      ['`types` names "b", the header does not.'],
    ],
    [
      'fields of another type than said',
      'a,b,c,d\n"1\n",,true,2026-02-29T99:00\nx,SECRET,yes,2026-01-01\n',
      { types: { b: 'number', c: 'boolean', d: 'Date' } },
      'MixedTypes',
      [
        'Line 4, column "b": expected a number.',
        'Line 4, column "c": expected a boolean.',
        'Line 2, column "d": expected a Date.',
      ],
    ],
    [
      'days that there are not',
      'at\n2026-02-29\n2028-02-29\n2026-04-31T23:00-05:00\n2026-12-31T23:00-05:00\n',
      { types: { at: 'Date' } },
      'MixedTypes',
      ['Line 2, column "at": expected a Date.'],
    ],
    [
      'integers of more than 64 bits',
      'a\n9223372036854775808\n',
      { types: { a: 'bigint' } },
      'MixedTypes',
      ['Line 2, column "a": expected a bigint.'],
    ],
  ])('%s', async (_name, csv, options, code, messages) => {
    const error = await readCsv(csv, options).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'FeaturesError', code });
    expect((error as { problems: { message: string }[] }).problems.map(({ message }) => message)).toEqual(
      messages,
    );
  });
});
