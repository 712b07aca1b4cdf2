import * as v from 'valibot';
import { AlgorithmError } from '../algorithm-error.ts';
import { type Algorithm, defineAlgorithm } from '../define-algorithm.ts';
import { fitLine } from '../maths/fit-line.ts';
import { rangeMonitor } from './range-monitor.ts';

/** By Miner's rule a part fails when its accumulated damage reaches 1. */
const FAILURE = 1;

const positive = v.pipe(v.number('must be a number'), v.gtValue(0, 'must be greater than 0'));

/**
 * Forecasts accumulated damage over distance: fits the damage rate by least squares and draws the line on, over the
 * `horizon`. Needs no training.
 */
export const damageForecast: Algorithm = defineAlgorithm({
  id: 'damage-forecast',
  name: 'Damage Forecast',
  description: 'Extrapolates the accumulated damage of a part over distance and says when it will fail.',
  versions: [{ version: '1.0.0', changeDescription: 'Constant damage rate.' }],
  features: {
    distance: {
      type: 'numeric',
      description: 'Distance driven in km, strictly increasing',
      example: [0, 10_000, 20_000],
    },
    damage: {
      type: 'numeric',
      description: "Damage accumulated up to there, such as Miner's sum: never decreasing, 1 is failure",
      example: [0, 0.049, 0.102],
    },
  },
  parameters: v.object({
    // Farther than any vehicle drives, and near enough for its end to be a finite number.
    horizon: v.optional(v.pipe(positive, v.maxValue(1e9, 'must be at most 1000000000')), 100_000),
    steps: v.optional(
      v.pipe(positive, v.integer('must be a whole number'), v.maxValue(100_000, 'must be at most 100000')),
      10,
    ),
    confidence: v.optional(v.pipe(positive, v.ltValue(1, 'must be less than 1')), 0.95),
  }),
  output: {
    distance: { type: 'list', description: 'Distances of the forecast in km', example: [30_000, 40_000] },
    damage: { type: 'list', description: 'Forecast damage at these distances', example: [0.153, 0.203] },
    distance_to_failure: {
      type: 'list',
      description: 'The distance in km at which damage reaches 1; empty if it never does',
      example: [196_000],
    },
    distance_to_failure_lower: {
      type: 'list',
      description: 'Lower end of its interval in km; empty if the data do not bound it',
      example: [170_000],
    },
    distance_to_failure_upper: {
      type: 'list',
      description: 'Upper end of its interval in km; empty if the data do not bound it',
      example: [231_000],
    },
  },
  monitors: [rangeMonitor('damage', () => ({ minimum: 0, maximum: FAILURE }))],

  predict({ features: { distance, damage }, parameters, rows }) {
    if (rows < 3) throw new AlgorithmError(`The forecast needs at least 3 samples, but there are ${rows}.`);
    mustGrow('distance', distance, (previous, value) => value > previous, 'strictly increasing');
    mustGrow('damage', damage, (previous, value) => value >= previous, 'non-decreasing');
    const line = fitLine(distance, damage);
    const last = distance[rows - 1] ?? 0;
    const ahead = Array.from(
      { length: parameters.steps },
      (_, step) => last + ((step + 1) * parameters.horizon) / parameters.steps,
    );
    const failure = line.reaches(FAILURE, parameters.confidence);
    const listed = (value: number | undefined): number[] => (value === undefined ? [] : [value]);
    return {
      results: {
        distance: ahead,
        damage: ahead.map(line.at),
        distance_to_failure: listed(failure?.x),
        distance_to_failure_lower: listed(failure?.lower),
        distance_to_failure_upper: listed(failure?.upper),
      },
    };
  },
});

function mustGrow(
  name: string,
  values: readonly number[],
  grows: (previous: number, value: number) => boolean,
  word: string,
): void {
  const row = values.findIndex((value, index) => index > 0 && !grows(values[index - 1] ?? 0, value));
  if (row === -1) return;
  throw new AlgorithmError(
    `Input name: \`${name}\` must be ${word}, but row ${row} is ${values[row]} after ${values[row - 1]}!`,
  );
}
