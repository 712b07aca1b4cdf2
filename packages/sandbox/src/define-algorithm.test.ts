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

const limited = (sampleLimit: number) => ({ versions: [{ version: '1', sampleLimit }] });

test('hands back the definition', () => {
  expect(defineAlgorithm(valid)).toBe(valid);
});

test('takes an object of a class, whose functions it inherits', () => {
  class Double {
    predict() {
      return { results: { load: [] } };
    }
  }
  const { predict: _, ...declared } = valid;
  const algorithm = Object.assign(new Double(), declared);
  expect(defineAlgorithm(algorithm)).toBe(algorithm);
});

test('takes a schema that is a function, as those of ArkType are', () => {
  const validate = (value: unknown) => ({ value });
  const schema = Object.assign(() => {}, { '~standard': { version: 1, vendor: 'test', validate } as const });
  expect(defineAlgorithm({ ...valid, parameters: schema }).parameters).toBe(schema);
});

test.each([0, 10_000_000_000, Number.POSITIVE_INFINITY])('takes a limit of %d samples', (sampleLimit) => {
  const algorithm = { ...valid, versions: [{ version: '1', sampleLimit }] } as const;
  expect(defineAlgorithm(algorithm)).toBe(algorithm);
});

test.each([[undefined], [null], [5]])('refuses %j', (definition) => {
  expect(() => defineAlgorithm(definition as never)).toThrow(AlgorithmDefinitionError);
});

test.each([
  ['an id with capitals', { id: 'Mass' }, 'must be a slug'],
  ['an id with a slash', { id: 'a/b' }, 'must be a slug'],
  ['an id the official client cannot call', { id: 'graphite' }, 'does not begin with `graph`'],
  ['no version', { versions: [] as never }, 'at least one version'],
  ['a version twice', { versions: [{ version: '1' }, { version: '1' }] as never }, 'lists a version twice'],
  ['no features', { features: {} as never }, 'at least one column'],
  ['no output', { output: {} as never }, 'at least one key'],
  ['the id under which jobs are found', { id: 'tasks' }, 'that is not `tasks`'],
  ['a type there is not', { features: { speed: { type: 'number' } } }, 'features.speed.type must be one of'],
  ['an output of no type', { output: { load: {} } }, 'output.load.type is missing'],
  [
    'a misspelt field of a column',
    { features: { speed: { type: 'numeric', mandatry: false } } },
    'features.speed.mandatry is not known',
  ],
  [
    'a misspelt field of a result',
    { output: { load: { type: 'list', exmple: [1] } } },
    'exmple is not known',
  ],
  [
    'a misspelt field of a version',
    { versions: [{ version: '1', samplelimit: 5 }] as never },
    'versions.0.samplelimit is not known',
  ],
  ['no way to predict', { predict: undefined }, 'predict must be a function'],
  ['a way to train that is none', { fit: 5 }, 'fit must be a function'],
  ['a limit that is no number', limited(Number.NaN), 'versions.0.sampleLimit must be a whole number'],
  ['a limit below zero', limited(-5), 'versions.0.sampleLimit must be a whole number'],
  ['parameters that are no schema', { parameters: {} }, 'parameters must be a Standard Schema'],
  ['features that are no table', { features: null }, 'features must be an object'],
  ['a monitor that looks at nothing', { monitors: [{}] }, 'monitors.0.name is missing'],
  [
    'a monitor of nothing',
    { monitors: [rangeMonitor('mass', () => ({ minimum: 0, maximum: 1 }))] },
    'looks at `mass`',
  ],
])('refuses %s', (_case, change: object, message) => {
  const act = () => defineAlgorithm({ ...valid, ...change });
  expect(act).toThrow(AlgorithmDefinitionError);
  expect(act).toThrow(message);
});
