import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AlgorithmDefinitionError } from './algorithm-definition-error.ts';
import { algorithmSchema } from './algorithm-schema.ts';
import type { FeatureColumns, FitFeatures, OutputColumns, OutputValues, PredictFeatures } from './columns.ts';
import type { Monitor } from './monitor.ts';
import { problemOf } from './schema-parts.ts';

/** One version of an algorithm. */
export interface AlgorithmVersion {
  /** Such as `1.0.0`. */
  readonly version: string;
  /** @default '' */
  readonly changeDescription?: string;
  /**
   * Requests with more samples than this are queued: a whole number; 0 queues everything, `Infinity` nothing that has no
   * callback.
   *
   * @default the sandbox's `sampleLimit`
   */
  readonly sampleLimit?: number;
}

interface RunContext<P> {
  /** Number of samples: the length of every column. */
  readonly rows: number;
  /** The parameters of the request, as the `parameters` schema returned them. */
  readonly parameters: P;
  /** The version that runs. */
  readonly version: string;
  /** Aborted when the job is cancelled or the sandbox stops. Long loops should look at it. */
  readonly signal: AbortSignal;
}

/** What `predict` gets. */
export interface PredictContext<F extends FeatureColumns, P, M> extends RunContext<P> {
  readonly features: PredictFeatures<F>;
  /** What `fit` returned for this version; `undefined` before the first training. */
  readonly model: M | undefined;
  /** The evaluations asked for, by name, with their parameters. Empty when the request has `evaluate` false. */
  readonly evaluate: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What `fit` gets. */
export interface FitContext<F extends FeatureColumns, P> extends RunContext<P> {
  readonly features: FitFeatures<F>;
}

/**
 * What `predict` returns. What JSON cannot hold, such as a BigInt, counts as a defect of the algorithm; all else is what
 * JSON makes of it: NaN and infinity become null, a typed array an object.
 */
export interface PredictOutcome<O extends OutputColumns> {
  /** Every declared key; one that is missing counts as a defect of the algorithm. */
  readonly results: OutputValues<O>;
  /** By evaluation name. Leave out what could not be computed. @default {} */
  readonly evaluations?: Readonly<Record<string, unknown>>;
}

/** What `fit` returns. */
export interface FitOutcome<M> {
  /** Handed to `predict` of the version that was trained. */
  readonly model: M;
  /** Goes into the `results` of the training task, beside `version` and `rows`. @default {} */
  readonly results?: Readonly<Record<string, unknown>>;
}

/** Everything that makes an algorithm. */
export interface AlgorithmDefinition<F extends FeatureColumns, O extends OutputColumns, P, M> {
  /**
   * Slug such as `mass-estimation`: lower-case letters, digits and dashes. `graph…` and `template…` are refused: the
   * official Python client takes such ids for its template and graph calls (AI Core wire contract, section 9). So is
   * `tasks`, below which jobs are found.
   */
  readonly id: string;
  readonly name: string;
  /** @default '' */
  readonly description?: string;
  /** Newest first; at least one. */
  readonly versions: readonly [AlgorithmVersion, ...AlgorithmVersion[]];
  readonly features: F;
  readonly output: O;
  /**
   * Checks and completes the request's parameters: any Standard Schema (valibot, zod, arktype …). What it returns for
   * `{}` is the parameters template. @default every object is accepted
   */
  readonly parameters?: StandardSchemaV1<unknown, P>;
  /** Evaluations a request may ask for, by name. @default none */
  readonly evaluations?: Readonly<Record<string, { readonly description: string }>>;
  /** @default none */
  readonly monitors?: readonly Monitor[];
  /** Trains a model. Leave it out if the algorithm cannot be trained. Write it above `predict`: types flow downwards. */
  fit?(context: FitContext<F, P>): FitOutcome<M> | Promise<FitOutcome<M>>;
  /** Computes results. Throw an `AlgorithmError` when the data does not allow it. */
  predict(context: PredictContext<F, P, M>): PredictOutcome<O> | Promise<PredictOutcome<O>>;
}

/** An algorithm that {@link defineAlgorithm} has checked; its types are forgotten, so that different ones fit one list. */
export type Algorithm = AlgorithmDefinition<FeatureColumns, OutputColumns, unknown, unknown>;

/**
 * Defines an algorithm of your own for `startSandbox({ algorithms: [...] })`. The types of `features`, `parameters`,
 * `model` and `results` follow from the declarations.
 *
 * @throws {AlgorithmDefinitionError} the id is no slug, a version, a feature or a function is missing, a version is there
 * twice, a type is none, a monitor looks at an unknown result.
 *
 * @example
 * ```ts
 * const energy = defineAlgorithm({
 *   id: 'energy',
 *   name: 'Energy',
 *   versions: [{ version: '1.0.0' }],
 *   features: { power: { type: 'numeric' }, hours: { type: 'numeric' } },
 *   output: { energy: { type: 'list' } },
 *   predict: ({ features }) => ({
 *     results: { energy: features.power.map((power, row) => power * (features.hours[row] ?? 0)) },
 *   }),
 * });
 * ```
 */
export function defineAlgorithm<
  const F extends FeatureColumns,
  const O extends OutputColumns,
  P = Record<string, unknown>,
  M = undefined,
>(definition: AlgorithmDefinition<F, O, P, M>): Algorithm {
  const problem = problemOf(algorithmSchema, definition);
  if (problem !== undefined) {
    const { path = '', message } = problem;
    throw new AlgorithmDefinitionError(`Algorithm \`${definition?.id}\`: ${`${path} ${message}`.trim()}.`);
  }
  // Forgets the types. The sandbox checks features and parameters against the declarations before it calls.
  return definition as unknown as Algorithm;
}
