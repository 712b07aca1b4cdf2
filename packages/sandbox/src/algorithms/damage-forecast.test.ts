import { describe, expect, test } from 'vitest';
import { damageForecast } from './damage-forecast.ts';

const forecast = (distance: number[], damage: number[], parameters = {}) =>
  damageForecast.predict({
    features: { distance, damage },
    rows: distance.length,
    parameters: { horizon: 40, steps: 4, confidence: 0.95, ...parameters },
    version: '1.0.0',
    model: undefined,
    evaluate: {},
    signal: new AbortController().signal,
  });

test('draws a constant damage rate on and finds the failure', async () => {
  const { results } = await forecast([0, 10, 20, 30], [0, 0.25, 0.5, 0.75]);
  expect(results.distance).toEqual([40, 50, 60, 70]);
  expect(results.damage).toEqual([1, 1.25, 1.5, 1.75].map((value) => expect.closeTo(value, 12)));
  expect(results.distance_to_failure).toEqual([expect.closeTo(40, 9)]);
  expect(results.distance_to_failure_lower).toEqual([expect.closeTo(40, 6)]);
  expect(results.distance_to_failure_upper).toEqual([expect.closeTo(40, 6)]);
});

test('a part that takes no damage never fails', async () => {
  const { results } = await forecast([0, 10, 20], [0.1, 0.1, 0.1]);
  expect(results.distance_to_failure).toEqual([]);
});

describe('refuses', () => {
  test.each([
    ['too few samples', [0, 1], [0, 0.1], 'at least 3 samples, but there are 2'],
    ['a distance that stands still', [0, 5, 5], [0, 0.1, 0.2], 'strictly increasing, but row 2 is 5 after 5'],
    ['healing damage', [0, 5, 6], [0.2, 0.1, 0.3], 'non-decreasing, but row 1 is 0.1 after 0.2'],
  ])('%s', (_case, distance, damage, message) => {
    expect(() => forecast(distance, damage)).toThrow(message);
  });
});
