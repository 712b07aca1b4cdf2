import { expect, test } from 'vitest';
import { AlgorithmDefinitionError } from './algorithm-definition-error.ts';
import { rangeMonitor } from './algorithms/range-monitor.ts';
import { defineAlgorithm } from './define-algorithm.ts';

const valid = {
  id: 'double',
  name: 'Double',
  versions: [{ version: '1.0.0' }] as [{ version: string }],
  features: { speed: { type: 'numeric' } },
  output: { load: { type: 'list' } },
  predict: () => ({ results: { load: [] } }),
} as const;

test('hands back the definition', () => {
  expect(defineAlgorithm(valid)).toBe(valid);
});

test.each([
  ['an id with capitals', { id: 'Mass' }, 'must be a slug'],
  ['an id with a slash', { id: 'a/b' }, 'must be a slug'],
  ['an id the official client cannot call', { id: 'graphite' }, 'does not begin with `graph`'],
  ['no version', { versions: [] as never }, 'at least one version'],
  ['a version twice', { versions: [{ version: '1' }, { version: '1' }] as never }, 'lists a version twice'],
  ['no features', { features: {} as never }, 'at least one column'],
  ['no output', { output: {} as never }, 'at least one key'],
  [
    'a monitor of nothing',
    { monitors: [rangeMonitor('mass', () => ({ minimum: 0, maximum: 1 }))] },
    'looks at `mass`',
  ],
])('refuses %s', (_case, change, message) => {
  const act = () => defineAlgorithm({ ...valid, ...change });
  expect(act).toThrow(AlgorithmDefinitionError);
  expect(act).toThrow(message);
});
