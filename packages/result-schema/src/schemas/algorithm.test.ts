import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Algorithm } from './algorithm.ts';
import { listOf } from './list-of.ts';

const axleLoad = {
  id: 'axle-load',
  name: 'Axle Load',
  description: '',
  active: true,
  evaluations: [],
  versions: [
    {
      version: '1.2.0',
      change_description: '',
      results: 'Requests are queued above 500 samples.',
      features_format: [
        {
          input_name: 'data',
          description: 'd',
          type: 'dict',
          mandatory: true,
          children: [{ input_name: 'speed', description: 'd', type: 'list', mandatory: true, children: [] }],
        },
      ],
      output_format: [{ input_name: 'load', type: 'list', children: [], mandatory: true, description: 'd' }],
      monitoring_tools: [
        {
          name: 'Range',
          monitored_signal: 'load',
          output_schema: { n_maximum: { description: 'd', type: 'numeric' } },
        },
      ],
    },
  ],
};

test('takes an algorithm as AI Core sends it', () => {
  expect(v.parse(Algorithm, axleLoad)).toEqual(axleLoad);
});

test('fills what AI Core leaves away, keeps what is unknown', () => {
  expect(v.parse(Algorithm, { id: 'a', name: null, owner: 'me', versions: [{ version: '1' }] })).toEqual({
    id: 'a',
    name: '',
    description: '',
    evaluations: [],
    owner: 'me',
    versions: [
      {
        version: '1',
        change_description: '',
        results: '',
        features_format: [],
        output_format: [],
        monitoring_tools: [],
      },
    ],
  });
});

test('takes a root node that says name, and nodes without children', () => {
  const versions = [{ version: '1', features_format: [{ name: 'root', type: 'dict', description: null }] }];
  expect(v.parse(Algorithm, { id: 'a', versions }).versions[0]?.features_format).toEqual([
    { name: 'root', input_name: 'root', type: 'dict', children: [] },
  ]);
});

test('takes evaluations as an object', () => {
  expect(v.parse(Algorithm, { id: 'a', evaluations: { mae: {} } }).evaluations).toEqual({ mae: {} });
});

test.each([
  [{ versions: [] }, 'id'],
  [{ id: '' }, 'id'],
  [{ id: 'a', versions: [{ version: 1 }] }, 'versions.0.version'],
  [{ id: 'a', versions: {} }, 'versions'],
  [
    { id: 'a', versions: [{ version: '1', output_format: [{ input_name: 'x', children: [{}] }] }] },
    'versions.0.output_format.0.type',
  ],
])('refuses %j and says where', (body, path) => {
  const issues = v.safeParse(Algorithm, body).issues ?? [];
  expect(issues.map((issue) => v.getDotPath(issue))).toContain(path);
});

test('a list may be bare or a page', () => {
  const schema = listOf(Algorithm);
  expect(v.parse(schema, [axleLoad])).toEqual([axleLoad]);
  expect(v.parse(schema, { count: 1, results: [axleLoad] })).toEqual([axleLoad]);
  expect(v.safeParse(schema, { count: 1 }).success).toBe(false);
  expect(v.safeParse(schema, null).success).toBe(false);
});
