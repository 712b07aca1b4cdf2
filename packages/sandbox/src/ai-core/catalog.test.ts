import { expect, test } from 'vitest';
import { defineAlgorithm } from '../define-algorithm.ts';
import { createCatalog } from './catalog.ts';

const algorithm = (...versions: [string, ...string[]]) =>
  defineAlgorithm({
    id: 'a',
    name: 'A',
    versions: versions.map((version) => ({ version })) as [{ version: string }],
    features: { x: { type: 'numeric' } },
    output: { y: { type: 'list' } },
    predict: ({ features }) => ({ results: { y: features.x } }),
  });

test.each([
  [['1.4.2'], '1.5.0'],
  [['1.4'], '1.5.0'],
  [['1.0.0', '1.1.0'], '1.2.0'],
  [['beta'], 'beta.1'],
] as const)('after %j comes %s, newest first', (versions, expected) => {
  const served = createCatalog([algorithm(...(versions as [string]))], 500).find('a');
  expect(served.addVersion('model', 'trained').version).toBe(expected);
  expect(served.versions.map(({ version }) => version)).toEqual([expected, ...versions]);
});

test('a later algorithm replaces an earlier one of the same id', () => {
  const catalog = createCatalog([algorithm('1.0.0'), algorithm('2.0.0')], 500);
  expect(catalog.all).toHaveLength(1);
  expect(catalog.find('a').versions[0]?.version).toBe('2.0.0');
});

test('two catalogs share no model', () => {
  const shared = algorithm('1.0.0');
  const [first, second] = [createCatalog([shared], 500).find('a'), createCatalog([shared], 500).find('a')];
  first.addVersion('model', '');
  expect(second.versions).toHaveLength(1);
});
