import * as v from 'valibot';
import { expectTypeOf, test } from 'vitest';
import { defineAlgorithm } from './define-algorithm.ts';

const common = { id: 'a', name: 'A', versions: [{ version: '1' }] } as const;

test('features, parameters, model and results follow from the declarations', () => {
  defineAlgorithm({
    ...common,
    features: {
      speed: { type: 'numeric' },
      label: { type: 'str', mandatory: false },
      truth: { type: 'numeric', mandatory: 'fit' },
      spectrum: { type: 'list' },
    },
    parameters: v.object({ factor: v.optional(v.number(), 2) }),
    output: { load: { type: 'list' }, peak: { type: 'numeric' } },
    fit({ features, parameters }) {
      expectTypeOf(features.truth).toEqualTypeOf<readonly number[]>();
      expectTypeOf(parameters.factor).toEqualTypeOf<number>();
      return { model: { slope: 1 } };
    },
    predict({ features, model }) {
      expectTypeOf(features.speed).toEqualTypeOf<readonly number[]>();
      expectTypeOf(features.label).toEqualTypeOf<readonly (string | null)[] | undefined>();
      expectTypeOf(features.truth).toEqualTypeOf<readonly (number | null)[] | undefined>();
      expectTypeOf(features.spectrum).toEqualTypeOf<readonly (readonly number[])[]>();
      expectTypeOf(model).toEqualTypeOf<{ slope: number } | undefined>();
      return { results: { load: [1], peak: null } };
    },
  });
});

test('a result that was not declared, or is missing, does not compile', () => {
  defineAlgorithm({
    ...common,
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    // @ts-expect-error -- `load` is missing
    predict: () => ({ results: {} }),
  });
  defineAlgorithm({
    ...common,
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    // @ts-expect-error -- `load` is a list
    predict: () => ({ results: { load: 'high' } }),
  });
});

test('a column that was not declared cannot be read', () => {
  defineAlgorithm({
    ...common,
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    // @ts-expect-error -- there is no `torque`
    predict: ({ features }) => ({ results: { load: [features.torque] } }),
  });
});
