import { Hono } from 'hono';
import { AlgorithmError } from '../algorithm-error.ts';
import { ApiError, BadRequest, refuse } from './api-error.ts';
import { type Callbacks, readCallbacks } from './callbacks.ts';
import type { Catalog, ServedAlgorithm } from './catalog.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import { askFor } from './features/check-features.ts';
import type { FeatureReader, Features } from './features/feature-reader.ts';
import { readBoolean, readEvaluate, readVersion } from './form-fields.ts';
import { gather } from './gather.ts';
import { callbackBody, createJob, instantBody, type Job, type Outcome } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import { type Form, readForm } from './read-form.ts';
import { readParameters } from './read-parameters.ts';
import { describeFailure, runFit, runPredict, toOutcome } from './run-algorithm.ts';

/** What running needs. */
export interface RunsContext {
  readonly catalog: Catalog;
  readonly featureReader: FeatureReader;
  readonly queue: JobQueue;
  /** Every attempt to deliver is added here. */
  readonly deliveries: Delivery[];
  readonly maxUploadBytes: number;
  readonly deliveryTimeoutMs: number;
  readonly now: () => Date;
  /** Aborted when the sandbox stops. */
  readonly stopped: AbortSignal;
}

/** `POST /algorithms/{id}/predict` and `/fit`: AI Core wire contract, sections 4 and 5. */
export function runsRoutes(context: RunsContext): Hono {
  const { catalog, featureReader, queue, maxUploadBytes, stopped } = context;

  /** The features of a form, read and checked. */
  const readTable = async (
    form: Form,
    { algorithm }: ServedAlgorithm,
    purpose: 'predict' | 'fit',
  ): Promise<Features> => {
    const bytes = form.file('features');
    if (bytes === undefined) throw refuse('features', 'No file was submitted.');
    return featureReader.read(bytes, askFor(algorithm.features, purpose));
  };

  return new Hono()
    .post('/:id/predict', async (c) => {
      const served = catalog.find(c.req.param('id'));
      const form = await readForm(c.req.raw, maxUploadBytes);
      const { callbacks, table, ...fields } = await gather({
        evaluate: () => readEvaluate(form, served.algorithm),
        monitor: () => readBoolean(form, 'monitor'),
        callbacks: () => readCallbacks(form),
        version: () => readVersion(form, served),
        table: () => readTable(form, served, 'predict'),
        parameters: () => readParameters(form, served.algorithm),
      });
      const run = { served, ...table, ...fields };
      if (callbacks.targets.length === 0 && run.rows <= run.version.sampleLimit) {
        return c.json(instantBody(await runPredict(run, stopped).catch(throwFailure)));
      }
      const job = createJob(callbacks.param);
      queue.add(job, {
        compute: (signal) => toOutcome(runPredict(run, signal)),
        followUp: (outcome) => deliverAll(job, outcome, callbacks, context),
      });
      return c.json({ job_id: job.id });
    })
    .post('/:id/fit', async (c) => {
      const served = catalog.find(c.req.param('id'));
      if (served.algorithm.fit === undefined) {
        throw new BadRequest([`Algorithm \`${served.algorithm.id}\` cannot be trained.`]);
      }
      const form = await readForm(c.req.raw, maxUploadBytes);
      const { table, ...fields } = await gather({
        exportNewVersion: () => readBoolean(form, 'export_new_version'),
        monitor: () => readBoolean(form, 'monitor'),
        version: () => readVersion(form, served),
        table: () => readTable(form, served, 'fit'),
        parameters: () => readParameters(form, served.algorithm),
      });
      const run = { served, ...table, ...fields };
      const job = createJob();
      queue.add(job, {
        compute: (signal) => toOutcome(runFit(run, signal)),
        followUp: async () => {},
      });
      return c.json({ job_id: job.id });
    });
}

/** Answers an instant run that failed: 400 for what the data caused, 500 for a defect. */
function throwFailure(error: unknown): never {
  const message = describeFailure(error);
  throw error instanceof AlgorithmError ? new BadRequest([message]) : new ApiError(500, { error: message });
}

/** Delivers to all targets at once; none waits for another, none stops another. */
async function deliverAll(
  job: Job,
  outcome: Outcome,
  { targets }: Callbacks,
  context: RunsContext,
): Promise<void> {
  const { deliveries, deliveryTimeoutMs, now, stopped } = context;
  await Promise.all(
    targets.map(async (target) => {
      const delivery = await deliver(target, {
        jobId: job.id,
        body: callbackBody(job, outcome, target.param),
        now,
        signal: AbortSignal.any([stopped, AbortSignal.timeout(deliveryTimeoutMs)]),
      });
      deliveries.push(delivery);
    }),
  );
}
