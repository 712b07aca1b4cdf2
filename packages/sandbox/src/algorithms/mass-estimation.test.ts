import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { massEstimation } from './mass-estimation.ts';

// The package exports only a loader that downloads; the file itself is what we want.
const file = new URL('../data/cars.json', import.meta.resolve('vega-datasets'));
type Car = Record<string, number | null>;
const columns = ['Miles_per_Gallon', 'Cylinders', 'Displacement', 'Horsepower', 'Acceleration'];
const names = [...columns, 'Weight_in_lbs'];
const cars = (JSON.parse(readFileSync(file, 'utf8')) as Car[]).filter((car) =>
  names.every((name) => car[name] !== null),
);

const features = (rows: readonly Car[]) =>
  Object.fromEntries(names.map((name) => [name, rows.map((car) => car[name])]));
const run = { version: '1.0.0', signal: new AbortController().signal };

test('learns Auto MPG, predicts the rest within its interval, and says how well', async () => {
  const training = cars.filter((_, index) => index % 5 !== 0);
  const held = cars.filter((_, index) => index % 5 === 0);
  const fitted = await massEstimation.fit?.({
    ...run,
    rows: training.length,
    parameters: {},
    features: features(training) as Record<string, number[]>,
  });
  const { results, evaluations } = await massEstimation.predict({
    ...run,
    rows: held.length,
    parameters: { confidence: 0.95 },
    features: features(held) as Record<string, number[]>,
    model: fitted?.model,
    evaluate: { mae: {}, r2: {} },
  });
  const [lower, upper] = [results.lower_bound, results.upper_bound] as number[][];
  const inside = held.filter(({ Weight_in_lbs: weight }, row) => {
    return Number(weight) >= (lower?.[row] ?? Infinity) && Number(weight) <= (upper?.[row] ?? 0);
  });
  expect(inside.length / held.length).toBeGreaterThan(0.88);
  expect(evaluations?.r2).toBeGreaterThan(0.85);
  expect(evaluations?.mae).toBeLessThan(300);
});

test('says that it was not trained', () => {
  expect(() =>
    massEstimation.predict({
      ...run,
      rows: 1,
      parameters: { confidence: 0.95 },
      features: features(cars.slice(0, 1)) as Record<string, number[]>,
      model: undefined,
      evaluate: {},
    }),
  ).toThrow('has not been trained');
});

test('computes only the evaluations asked for, and none without the truth', async () => {
  const fitted = await massEstimation.fit?.({
    ...run,
    rows: cars.length,
    parameters: {},
    features: features(cars) as Record<string, number[]>,
  });
  const evaluate = async (asked: Record<string, object>, weights: number[] | undefined) =>
    (
      await massEstimation.predict({
        ...run,
        rows: cars.length,
        parameters: { confidence: 0.95 },
        features: { ...features(cars), Weight_in_lbs: weights } as Record<string, number[]>,
        model: fitted?.model,
        evaluate: asked as Record<string, Record<string, unknown>>,
      })
    ).evaluations;
  const weights = cars.map((car) => Number(car.Weight_in_lbs));
  expect(Object.keys((await evaluate({ mae: {} }, weights)) ?? {})).toEqual(['mae']);
  expect(await evaluate({}, weights)).toEqual({});
  expect(await evaluate({ mae: {}, r2: {} }, undefined)).toEqual({});
});
