import { Queued, type Task } from '@x/result-schema';
import { fetchInputFormat } from '../algorithms/fetch-input-format.ts';
import { pathSegment } from '../algorithms/path-segment.ts';
import type { Session } from '../auth/session.ts';
import { requestOptions } from '../call-options.ts';
import { buildCallbacks } from '../callbacks/build-callbacks.ts';
import { InvalidArgumentError } from '../errors/input-errors.ts';
import { featuresPreparer } from '../features/prepare-features.ts';
import type { Form } from '../http/form.ts';
import { readJson } from '../http/read-json.ts';
import type { ApiRequest, ApiResponse } from '../http/transport.ts';
import { taskRequest } from '../tasks/get-task.ts';
import type { AlgorithmId, ResultsOf } from '../typed-algorithms/algorithm-types.ts';
import { featuresOfV1 } from '../v1/features-of-v1.ts';
import type { RunManyOptions, RunManyOutcome } from './many/many-options.ts';
import type { Items } from './many/map-unordered.ts';
import { runMany } from './many/run-many.ts';
import { RunAnswer, type RunResult } from './run-answer.ts';
import { checkParameters, flag, jsonText, type RunForm, runForm } from './run-form.ts';
import type { FeaturesOptions, RunOptions, TrainOptions } from './run-options.ts';

/** Running and training. Neither is ever sent twice by itself. */
export interface RunMethods {
  /**
   * Runs an algorithm.
   *
   * @throws {@link FeaturesError}, {@link CallbackError} or {@link InvalidArgumentError} before anything is sent.
   */
  runAlgorithm<TId extends AlgorithmId, TRow = never>(
    id: TId,
    options: RunOptions<TId, TRow>,
  ): Promise<RunResult<ResultsOf<TId>>>;
  /**
   * Trains an algorithm. Always queued.
   *
   * @throws {@link FeaturesError} or {@link InvalidArgumentError} before anything is sent.
   */
  trainAlgorithm<TId extends AlgorithmId, TRow = never>(
    id: TId,
    options: TrainOptions<TId, TRow>,
  ): Promise<Task>;
  /**
   * Runs an algorithm for every item, several at a time, and yields what becomes of each as it comes, in no order. An item is
   * taken when there is room for it, so a source of millions is never in memory; a slow loop holds everything back.
   *
   * - An item that fails is an outcome with its `error`, and ends nothing. What ends the batch is thrown: the signal, an
   *   unusable option, a journal that fails, a source, `key` or loop that throws.
   * - One answer "too many requests" holds all requests of the batch back for as long as AI Core says.
   * - With a `journal`, another process goes on where this one ended, whatever ended it. An outcome counts as handled when
   *   the loop asks for the next one; until then the next process yields it again, and runs it again if AI Core computed it
   *   at once: the journal keeps no results. An item that failed before its run ended is tried again: its job is waited for,
   *   if it has one. A job that AI Core has forgotten stays a `NotFoundError`, since its results may have been delivered;
   *   to run it again, give its item to a batch with another journal. See `uncertain` for runs that were sent and not
   *   answered.
   * - Leaving the loop waits for the answers to what is being sent, and for nothing else. Nothing more is sent.
   *
   * @throws {@link InvalidArgumentError}, {@link JournalError}, {@link AbortedError}
   *
   * @example
   * ```ts
   * for await (const { key, ...outcome } of aiCore.runMany('axle-load', files, { run: (file) => ({ features: file }) }))
   *   console.log(key, outcome.ok ? outcome.data.results : outcome.error.message);
   * ```
   */
  runMany<T, TId extends AlgorithmId, TRow = never>(
    id: TId,
    items: Items<T>,
    options: RunManyOptions<T, TId, TRow>,
  ): AsyncGenerator<RunManyOutcome<T, ResultsOf<TId>>, void, undefined>;
}

/** How runs and trainings are sent. */
export interface RunDefaults {
  readonly apiVersion: 'v1' | 'v2';
  /** Whether results are encrypted; API v1 only. */
  readonly encrypt: boolean;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number | false;
  /** Whether they may be sent twice. */
  readonly repeat: boolean;
  /** Milliseconds that presigned callbacks must have left. */
  readonly callbackMarginMs: number;
}

/** Makes {@link RunMethods}. */
export function runMethods(session: Session, defaults: RunDefaults, now: () => Date): RunMethods {
  const prepare = featuresPreparer((id, version, signal) => fetchInputFormat(session, id, version, signal));
  function post(
    path: string,
    form: Form,
    options: FeaturesOptions,
    beforeSend?: ApiRequest['beforeSend'],
  ): Promise<ApiResponse> {
    const { onUploadProgress, timeout = defaults.timeoutMs } = options;
    const call = { ...requestOptions({ ...options, timeout }), repeat: defaults.repeat };
    return session.send({ method: 'POST', path, form, onUploadProgress, beforeSend, ...call });
  }

  const isV1 = defaults.apiVersion === 'v1';
  /** What goes into the form besides text: v1 has one file for features and parameters. */
  async function filesOf(id: string, options: RunOptions): Promise<Pick<RunForm, 'features' | 'parameters'>> {
    checkParameters(options.parameters);
    if (!isV1) {
      refuseOptionsOfV1(options);
      return { features: await prepare(id, options), parameters: options.parameters };
    }
    const { features: given, parameters, format, compression } = options;
    if (compression !== undefined && !(given instanceof Blob)) {
      throw new InvalidArgumentError(
        'compression',
        'With API v1, compress the file yourself and give a Blob.',
      );
    }
    const features = await featuresOfV1({ features: given, parameters, format });
    return { features: features ?? (await prepare(id, options)), parameters: undefined };
  }

  async function predict(
    id: string,
    options: RunOptions,
    beforeSend?: ApiRequest['beforeSend'],
  ): Promise<RunResult> {
    const { version, evaluate = true, monitor = true, compression, callbacks } = options;
    const { encrypt = defaults.encrypt } = options;
    const path = `/algorithms/${pathSegment('id', id)}/predict`;
    const { callbackUrl, callbackParam } = buildCallbacks(callbacks, {
      now: now(),
      marginMs: defaults.callbackMarginMs,
    });
    const form = await runForm({
      fields: [
        [
          'evaluate',
          typeof evaluate === 'object' && evaluate !== null
            ? jsonText('evaluate', evaluate)
            : flag('evaluate', evaluate),
        ],
        ['encrypt', isV1 ? flag('encrypt', encrypt) : undefined],
        ['monitor', flag('monitor', monitor)],
        ['callback_url', callbackUrl],
        ['callback_param', callbackParam],
        ['compression', textOf('compression', compression)],
        ['version', textOf('version', version)],
      ],
      ...(await filesOf(id, options)),
      compression,
    });
    return readJson(await post(path, form, options, beforeSend), RunAnswer);
  }

  const methods = {
    runAlgorithm: (id: string, options: RunOptions) => predict(id, options),

    async trainAlgorithm(id: string, options: TrainOptions): Promise<Task> {
      const { version, monitor = true, compression, exportNewVersion } = options;
      const path = `/algorithms/${pathSegment('id', id)}/fit`;
      const form = await runForm({
        fields: [
          [
            'export_new_version',
            exportNewVersion === undefined ? undefined : flag('exportNewVersion', exportNewVersion),
          ],
          ['compression', textOf('compression', compression)],
          ['version', textOf('version', version)],
          ['monitor', flag('monitor', monitor)],
        ],
        ...(await filesOf(id, options)),
        compression,
      });
      return readJson(await post(path, form, options), Queued);
    },

    runMany: <T>(id: string, items: Items<T>, options: RunManyOptions<T>) =>
      runMany(id, items, options, {
        now,
        run: (run, beforeSend) => predict(id, run, beforeSend),
        getTask: (jobId, call) => taskRequest(session, 'GET', jobId, { ...call, repeat: false }),
      }),
  };
  // What is known of an account's algorithms is known to the compiler alone.
  return methods as RunMethods;
}

function refuseOptionsOfV1(options: RunOptions): void {
  for (const name of ['format', 'encrypt'] as const) {
    if (options[name] !== undefined) {
      throw new InvalidArgumentError(
        name,
        `API v2 does not know \`${name}\`: it takes Parquet and encrypts nothing.`,
      );
    }
  }
}

/** Text for a field. An empty one would be sent, and mean something else than none. */
function textOf(argument: string, value: string | undefined): string | undefined {
  if (value === '')
    throw new InvalidArgumentError(argument, `\`${argument}\` must not be empty. Leave it away.`);
  return value;
}
