import { expect, test } from 'vitest';
import { fitLine } from './fit-line.ts';

test('an exact line has no uncertainty', () => {
  const line = fitLine([0, 10, 20, 30], [0.1, 0.2, 0.3, 0.4]);
  expect(line.slope).toBeCloseTo(0.01, 12);
  const reached = line.reaches(1, 0.95);
  expect(reached?.x).toBeCloseTo(90, 9);
  expect(reached?.lower).toBeCloseTo(90, 6);
  expect(reached?.upper).toBeCloseTo(90, 6);
});

test('the ends are where the prediction interval touches the level', () => {
  // x̄ = 2.5, ȳ = 5, Sxx = 5, slope 1.94, s² = 0.082 / 2; t(0.975, 2) = 4.302652729749462.
  const line = fitLine([1, 2, 3, 4], [2.1, 3.9, 6.2, 7.8]);
  expect(line.slope).toBeCloseTo(1.94, 12);
  const reached = line.reaches(20, 0.95);
  const interval = (x: number) =>
    4.302652729749462 * Math.sqrt((0.082 / 2) * (1 + 1 / 4 + (x - 2.5) ** 2 / 5));
  const [lower, upper] = [reached?.lower ?? Number.NaN, reached?.upper ?? Number.NaN];
  expect(line.at(lower) + interval(lower)).toBeCloseTo(20, 6);
  expect(line.at(upper) - interval(upper)).toBeCloseTo(20, 6);
  expect(lower).toBeLessThan(reached?.x ?? 0);
});

test('a flat or falling line never gets there', () => {
  expect(fitLine([1, 2, 3], [1, 1, 1]).reaches(2, 0.95)).toBeUndefined();
  expect(fitLine([1, 2, 3], [3, 2, 1]).reaches(4, 0.95)).toBeUndefined();
});

test('a slope that could be zero leaves the ends open', () => {
  const reached = fitLine([1, 2, 3], [0, 5, 1]).reaches(20, 0.95);
  expect(reached).toEqual({ x: expect.any(Number), lower: undefined, upper: undefined });
});
