import * as v from 'valibot';
import { AlgorithmError, isAlgorithmError } from '../algorithm-error.ts';
import { DataDirError } from '../data-dir/data-dir-error.ts';
import type { ServedAlgorithm, ServedVersion } from './catalog.ts';
import type { CheckedFeatures } from './features/check-features.ts';
import type { Evaluate } from './form-fields.ts';
import type { Outcome, ResultBody, RunResult } from './job.ts';
import { jsonValue } from './json-value.ts';

/** A checked request to run an algorithm. */
export interface Run {
  readonly served: ServedAlgorithm;
  readonly version: ServedVersion;
  readonly features: CheckedFeatures;
  readonly rows: number;
  readonly parameters: unknown;
  readonly monitor: boolean;
}

/**
 * Runs a prediction, then its monitors.
 *
 * @throws {Error} what the algorithm throws, or that it returned something else than it declares.
 */
export async function runPredict(
  run: Run & { readonly evaluate: Evaluate },
  signal: AbortSignal,
): Promise<RunResult> {
  const { served, version, features, rows, parameters, evaluate } = run;
  const { results, evaluations = {} } = await served.algorithm.predict({
    features,
    rows,
    parameters,
    evaluate,
    version: version.version,
    model: version.model,
    signal,
  });
  const monitors = run.monitor ? inspect(run, results) : {};
  const result = jsonValue({ results, evaluations, monitors });
  for (const key of Object.keys(served.algorithm.output))
    if (!Object.hasOwn(result.results ?? {}, key)) throw new Error(`predict returned no \`${key}\`.`);
  return result;
}

/** Trains, and keeps the model: in a new version on top, or in the version itself. */
export async function runFit(
  run: Run & { readonly exportNewVersion: boolean },
  signal: AbortSignal,
): Promise<RunResult> {
  const { served, version, features, rows, parameters, exportNewVersion } = run;
  const fit = served.algorithm.fit;
  if (fit === undefined) throw new AlgorithmError(`\`${served.algorithm.id}\` cannot be trained.`);
  const outcome = await fit.call(served.algorithm, {
    features,
    rows,
    parameters,
    version: version.version,
    signal,
  });
  // A training that was cancelled, or fails for what it tells, must not change what runs.
  const results = jsonValue(outcome.results ?? {});
  signal.throwIfAborted();
  const trained = exportNewVersion
    ? served.addVersion(outcome.model, `Trained on ${rows} samples.`)
    : served.train(version, outcome.model);
  return { results: { ...results, version: trained.version, rows }, evaluations: {}, monitors: {} };
}

const monitorReport = v.object({ isAlarmed: v.boolean(), readings: v.record(v.string(), v.unknown()) });

function inspect({ served, version }: Run, results: RunResult['results']): RunResult['monitors'] {
  return Object.fromEntries(
    (served.algorithm.monitors ?? []).map((monitor) => {
      const key = `${monitor.name}#${monitor.signal}`;
      try {
        const report: unknown = monitor.inspect({ results, model: version.model });
        // It is no report, and its failure would end the process.
        if (report instanceof Promise) report.catch(() => {});
        const { isAlarmed, readings } = v.parse(monitorReport, report);
        return [key, { is_alarmed: isAlarmed, success: true, readings: jsonValue(readings) }];
      } catch {
        return [key, { is_alarmed: false, success: false, readings: {} }];
      }
    }),
  );
}

/** Runs for the queue: what is thrown becomes the outcome. */
export const toOutcome = (result: Promise<ResultBody>): Promise<Outcome> =>
  result.then(
    (body) => ({ success: true, body }),
    (error: unknown) => ({ success: false, error: describeFailure(error) }),
  );

/** What the user is told of a failed run. What neither the algorithm nor the data folder says itself is named a defect. */
export function describeFailure(error: unknown): string {
  if (isAlgorithmError(error) || error instanceof DataDirError) return textOf(error.message);
  return `The algorithm failed unexpectedly: ${textOf(error instanceof Error ? error.message : error)}`;
}

/** Algorithms may throw anything, also what has no text: its failure would end the process. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'it threw something that has no text';
  }
}
