import { describe, expect, test } from 'vitest';
import { AlgorithmError } from '../algorithm-error.ts';
import { fitLeastSquares, predictLinear } from './least-squares.ts';

/** Longley (1967), from the NIST Statistical Reference Datasets: made to break least squares that lose digits. */
const longley = {
  employed: [
    60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331,
    70551,
  ],
  columns: {
    deflator: [
      83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9,
    ],
    gnp: [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704,
      502601, 518173, 554894,
    ],
    unemployed: [
      2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007,
    ],
    armed: [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
    population: [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366,
      125368, 127852, 130081,
    ],
    year: [1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962],
  },
};

const mpg = [
  21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
  30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
];
const wt = [
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
  2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
];

test('agrees with the certified values of the Longley data to 9 digits', () => {
  const model = fitLeastSquares(longley.columns, { name: 'employed', values: longley.employed });
  // https://www.itl.nist.gov/div898/strd/lls/data/LINKS/DATA/Longley.dat
  const certified = {
    deflator: 15.0618722713733,
    gnp: -0.035819179292591,
    unemployed: -2.02022980381683,
    armed: -1.03322686717359,
    population: -0.0511041056535807,
    year: 1829.15146461355,
  };
  expect(model.intercept / -3482258.63459582).toBeCloseTo(1, 9);
  for (const [name, value] of Object.entries(certified)) {
    expect((model.coefficients[name] ?? 0) / value, name).toBeCloseTo(1, 9);
  }
  expect(model.residualDeviation / 304.854073561965).toBeCloseTo(1, 9);
  expect(model.r2).toBeCloseTo(0.995479004577296, 12);
  expect(model.degreesOfFreedom).toBe(9);
});

test('gives the prediction interval of R', () => {
  // R: predict(lm(mpg ~ wt, mtcars), data.frame(wt = 3), interval = "prediction")
  const model = fitLeastSquares({ wt }, { name: 'mpg', values: mpg });
  const [prediction] = predictLinear(model, { wt: [3] }, 0.95);
  expect(prediction?.value).toBeCloseTo(21.25171, 5);
  expect(prediction?.lower).toBeCloseTo(14.92987, 5);
  expect(prediction?.upper).toBeCloseTo(27.57355, 5);
});

test('agrees with a regression done by hand', () => {
  // x̄ = 2, ȳ = 8/3, Sxx = 2, Sxy = 3: slope 1.5, intercept -1/3; residuals -1/6, 1/3, -1/6; s² = 1/6 over 1 degree.
  const model = fitLeastSquares({ x: [1, 2, 3] }, { name: 'y', values: [1, 3, 4] });
  expect(model.coefficients.x).toBeCloseTo(1.5, 12);
  expect(model.intercept).toBeCloseTo(-1 / 3, 12);
  expect(model.residualDeviation).toBeCloseTo(Math.sqrt(1 / 6), 12);
  // At x = 4: 17/3 ± 12.7062047 · √(1/6) · √(1 + 1/3 + 4/2).
  const [prediction] = predictLinear(model, { x: [4] }, 0.95);
  expect(prediction?.value).toBeCloseTo(17 / 3, 12);
  expect(prediction?.upper).toBeCloseTo(17 / 3 + 12.7062047362 * Math.sqrt(1 / 6) * Math.sqrt(10 / 3), 6);
});

describe('refuses', () => {
  const fitting = (columns: Record<string, number[]>, values: number[]) => () =>
    fitLeastSquares(columns, { name: 'y', values });

  test.each([
    ['fewer rows than columns + 2', fitting({ x: [1, 2] }, [1, 2]), 'at least 3 samples, but there are 2'],
    ['a constant column', fitting({ x: [0.1, 0.1, 0.1] }, [1, 2, 4]), '`x` is constant'],
    ['a constant target', fitting({ x: [1, 2, 3] }, [0.1, 0.1, 0.1]), '`y` is constant'],
    [
      'collinear columns',
      fitting({ a: [1, 2, 3, 5], b: [3, 5, 7, 11] }, [1, 2, 2, 3]),
      '`b` is a linear combination of other columns',
    ],
  ])('%s', (_case, act, message) => {
    expect(act).toThrow(AlgorithmError);
    expect(act).toThrow(message);
  });
});
