import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parseResult, safeParseResult } from '../read/parse-result.ts';
import { createResultSchema } from './create-result-schema.ts';
import { FormatNode } from './format-node.ts';
import { schemaFromOutputFormat } from './schema-from-output-format.ts';

const formatOf = (nodes: unknown) => v.parse(v.array(FormatNode), nodes);
const format = formatOf([
  { input_name: 'load', type: 'list', mandatory: true },
  { input_name: 'mileage', type: 'numeric', mandatory: false },
  {
    input_name: 'summary',
    type: 'dict',
    children: [
      { input_name: 'worn', type: 'bool', mandatory: true },
      { input_name: 'note', type: 'str' },
    ],
  },
  { input_name: 'map', type: 'heatmap', mandatory: true },
]);
const schema = schemaFromOutputFormat(format);

test.each([
  [{ load: [1, 2], map: 7 }],
  [{ load: [], map: {}, mileage: null, summary: { worn: true, note: 'n', extra: 1 }, evaluations: {} }],
])('takes %j as it is', (results) => {
  expect(v.parse(schema, results)).toEqual(results);
});

test.each([
  [{ map: 7 }, 'load'],
  [{ load: null, map: 7 }, 'load'],
  [{ load: { 0: 1 }, map: 7 }, 'load'],
  [{ load: [] }, 'map'],
  [{ load: [], map: 7, mileage: '7' }, 'mileage'],
  [{ load: [], map: 7, mileage: Number.POSITIVE_INFINITY }, 'mileage'],
  [{ load: [], map: 7, summary: {} }, 'summary.worn'],
  [{ load: [], map: 7, summary: { worn: 1 } }, 'summary.worn'],
  [{ load: [], map: 7, summary: { worn: true, note: 7 } }, 'summary.note'],
])('refuses %j and says where', (results, path) => {
  expect(v.safeParse(schema, results).issues?.map((issue) => v.getDotPath(issue))).toEqual([path]);
});

test('hands series through without copying them', () => {
  const load = [1, 2];
  expect((v.parse(schema, { load, map: 1 }) as { load: unknown }).load).toBe(load);
});

test('a nameless root is the results themselves', () => {
  const list = schemaFromOutputFormat(formatOf([{ type: 'list' }]));
  expect(v.parse(list, [1])).toEqual([1]);
  expect(v.is(list, {})).toBe(false);
  const dict = formatOf([{ type: 'dict', children: [{ input_name: 'a', type: 'bool', mandatory: true }] }]);
  expect(v.is(schemaFromOutputFormat(dict), { a: true })).toBe(true);
  expect(v.is(schemaFromOutputFormat(dict), {})).toBe(false);
});

test.each([
  [{ load: [], map: 1, summary: [true] }, 'summary', 'Object'],
  [[[1], 7], '', 'Object'],
])('refuses %j, a list where an object is meant', (results, path, expected) => {
  const issues = v
    .safeParse(schema, results)
    .issues?.map((issue) => [v.getDotPath(issue) ?? '', issue.expected]);
  expect(issues).toEqual([[path, expected]]);
});

test('takes an empty list for an empty object', () => {
  const optional = formatOf([{ type: 'dict', children: [{ input_name: 'a', type: 'bool' }] }]);
  expect(v.parse(schemaFromOutputFormat(optional), [])).toEqual({});
});

test('no format states nothing', () => {
  expect(v.parse(schemaFromOutputFormat([]), [1])).toEqual([1]);
  expect(v.parse(schemaFromOutputFormat([]), { a: 1 })).toEqual({ a: 1 });
  expect(v.is(schemaFromOutputFormat([]), 'text')).toBe(false);
});

test('serves as the schema of a result file', () => {
  const file = { job_id: 'j', status: 'Finished', success: true };
  const options = { schema: createResultSchema({ results: schema }) };
  expect(parseResult({ ...file, results: { load: [1], map: 1 } }, options).success).toBe(true);
  expect(safeParseResult({ ...file, results: { map: 1 } }, options)).toMatchObject({
    error: { issues: [{ path: 'results.load', expected: '"load"' }] },
  });
});

test('is a Standard Schema', async () => {
  const { issues } = await schema['~standard'].validate({ load: [] });
  expect(issues?.[0]?.path).toMatchObject([{ key: 'map' }]);
});
