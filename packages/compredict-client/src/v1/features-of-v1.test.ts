import { expect, test } from 'vitest';
import { rejection } from '../../test/support.ts';
import { ParquetStream } from '../features/parquet-stream.ts';
import { type FeaturesOfV1, featuresOfV1 } from './features-of-v1.ts';

async function sent(input: FeaturesOfV1) {
  const file = await featuresOfV1(input);
  return file && [file.type, await file.text()];
}

const features = { speed: [1, 2.5, null], name: ['a', 'b,"c"', ''] };

test('columns and records as JSON, by column', async () => {
  const json = ['application/json', '{"speed":[1,2.5,null],"name":["a","b,\\"c\\"",""]}'];
  expect(await sent({ features })).toEqual(json);
  const records = [{ speed: 1, name: 'a' }, { speed: 2.5, name: 'b,"c"' }, { name: '' }];
  expect(await sent({ features: records })).toEqual(json);
});

test('parameters beside the data', async () => {
  expect(await sent({ features: { a: [1] }, parameters: { p: 7 } })).toEqual([
    'application/json',
    '{"data":{"a":[1]},"parameters":{"p":7}}',
  ]);
  expect(await sent({ features: { a: [1] }, parameters: {} })).toEqual(['application/json', '{"a":[1]}']);
});

test('CSV as pandas writes it', async () => {
  expect(await sent({ features, format: 'csv' })).toEqual([
    'text/csv',
    ',speed,name\n0,1,a\n1,2.5,"b,""c"""\n2,,',
  ]);
});

test('streams of Parquet are left as they are', async () => {
  const stream = () => new Blob(['PAR1']).stream();
  expect(await sent({ features: stream() })).toBeUndefined();
  expect(await sent({ features: new ParquetStream(stream()), format: 'csv' })).toBeUndefined();
});

test('every kind of value', async () => {
  const values = {
    big: [12n],
    bool: [true],
    date: [new Date('2026-03-01T12:00:00Z')],
    list: [[1, null]],
    typed: Float32Array.of(0.5),
    lists: [Int32Array.of(1, 2)],
  };
  expect(await sent({ features: values })).toEqual([
    'application/json',
    '{"big":[12],"bool":[true],"date":["2026-03-01T12:00:00.000Z"],"list":[[1,null]],"typed":[0.5],"lists":[[1,2]]}',
  ]);
  expect((await sent({ features: values, format: 'csv' }))?.[1]).toBe(
    ',big,bool,date,list,typed,lists\n0,12,true,2026-03-01T12:00:00.000Z,"[1,null]",0.5,"[1,2]"',
  );
});

test('a file of JSON or CSV as it is; Parquet is not its business', async () => {
  const csv = new Blob(['a\n1\n'], { type: 'text/csv;charset=utf-8' });
  expect(await sent({ features: csv })).toEqual(['text/csv', 'a\n1\n']);
  for (const given of [new Blob(['PAR1']), new Uint8Array(4), new ArrayBuffer(4)]) {
    expect(await sent({ features: given })).toBeUndefined();
  }
  expect(await sent({ features, format: 'parquet' })).toBeUndefined();
});

test.each<[string, FeaturesOfV1, string]>([
  ['NaN', { features: { a: [Number.NaN] } }, 'UnsupportedValue'],
  ['a number too large', { features: { a: [2n ** 60n] } }, 'UnsupportedValue'],
  ['an invalid Date', { features: { a: [new Date('x')] } }, 'UnsupportedValue'],
  ['a list of NaN', { features: { a: [[Number.NaN]] } }, 'UnsupportedValue'],
  ['ragged columns', { features: { a: [1], b: [] } }, 'RaggedColumns'],
  ['nothing', { features: {} }, 'EmptyFeatures'],
  ['parameters with CSV', { features: { a: [1] }, format: 'csv', parameters: { p: 1 } }, 'InvalidArgument'],
  ['parameters with a file', { features: new Blob(['{}']), parameters: { p: 1 } }, 'InvalidArgument'],
  [
    'parameters that are not JSON',
    { features: { a: [1] }, parameters: { p: Number.NaN } },
    'InvalidArgument',
  ],
])('refuses %s', async (_name, input, code) => {
  expect(await rejection(featuresOfV1(input))).toMatchObject({ code });
});
