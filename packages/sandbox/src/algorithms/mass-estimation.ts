import * as v from 'valibot';
import { AlgorithmError } from '../algorithm-error.ts';
import { type Algorithm, defineAlgorithm } from '../define-algorithm.ts';
import { accuracy } from '../maths/accuracy.ts';
import { fitLeastSquares, type LinearModel, predictLinear } from '../maths/least-squares.ts';
import { type Range, rangeMonitor } from './range-monitor.ts';

/** What training keeps: the regression, and the weights it has seen. */
interface MassModel {
  readonly regression: LinearModel;
  readonly range: Range;
}

const range = rangeMonitor('predictions', (model) => (model as MassModel).range);

/**
 * Estimates a vehicle's mass from its technical data by linear regression. Trainable: predict fails until the version
 * was fitted once. Columns are named as in the Auto MPG data set.
 */
export const massEstimation: Algorithm = defineAlgorithm({
  id: 'mass-estimation',
  name: 'Mass Estimation',
  description: 'Estimates the mass of a vehicle from its technical data, with a prediction interval.',
  versions: [{ version: '1.0.0', changeDescription: 'Ordinary least squares.' }],
  features: {
    Miles_per_Gallon: {
      type: 'numeric',
      description: 'Fuel economy in miles per US gallon',
      example: [18, 24, 31],
    },
    Cylinders: { type: 'numeric', description: 'Number of cylinders', example: [8, 4, 4] },
    Displacement: {
      type: 'numeric',
      description: 'Engine displacement in cubic inches',
      example: [307, 113, 79],
    },
    Horsepower: { type: 'numeric', description: 'Engine power in horsepower', example: [130, 95, 67] },
    Acceleration: {
      type: 'numeric',
      description: 'Seconds from 0 to 60 miles per hour',
      example: [12, 15, 19],
    },
    Weight_in_lbs: {
      type: 'numeric',
      mandatory: 'fit',
      description: 'True mass in pounds: for training, and for the evaluations',
      example: [3504, 2372, 1950],
    },
  },
  parameters: v.object({
    confidence: v.optional(
      v.pipe(
        v.number('must be a number'),
        v.gtValue(0, 'must be greater than 0'),
        v.ltValue(1, 'must be less than 1'),
      ),
      0.95,
    ),
  }),
  output: {
    predictions: { type: 'list', description: 'Estimated mass in pounds', example: [3583, 2469, 1987] },
    lower_bound: {
      type: 'list',
      description: 'Lower end of the prediction interval in pounds',
      example: [3002, 1889, 1405],
    },
    upper_bound: {
      type: 'list',
      description: 'Upper end of the prediction interval in pounds',
      example: [4164, 3049, 2569],
    },
  },
  evaluations: {
    mae: { description: 'Mean absolute error in pounds, if the true mass was sent' },
    r2: { description: 'Coefficient of determination, if the true mass was sent' },
  },
  monitors: [range],

  fit({ features }): { model: MassModel; results: Record<string, unknown> } {
    const { Weight_in_lbs: weights, ...columns } = features;
    const regression = fitLeastSquares(columns, { name: 'Weight_in_lbs', values: weights });
    return {
      model: {
        regression,
        range: {
          minimum: weights.reduce((least, weight) => Math.min(least, weight), Number.POSITIVE_INFINITY),
          maximum: weights.reduce((most, weight) => Math.max(most, weight), Number.NEGATIVE_INFINITY),
        },
      },
      results: {
        intercept: regression.intercept,
        coefficients: regression.coefficients,
        residual_deviation: regression.residualDeviation,
        r2: regression.r2,
      },
    };
  },

  predict({ features, parameters, model, version, evaluate }) {
    if (model === undefined) {
      throw new AlgorithmError(`Version ${version} of mass-estimation has not been trained. Call fit first.`);
    }
    const { Weight_in_lbs: weights, ...columns } = features;
    const predictions = predictLinear(model.regression, columns, parameters.confidence);
    const values = predictions.map(({ value }) => value);
    const quality = Object.entries(accuracy(weights ?? [], values) ?? {});
    return {
      results: {
        predictions: values,
        lower_bound: predictions.map(({ lower }) => lower),
        upper_bound: predictions.map(({ upper }) => upper),
      },
      evaluations: Object.fromEntries(
        quality.filter(([name, value]) => value !== undefined && Object.hasOwn(evaluate, name)),
      ),
    };
  },
});
