import { Hono } from 'hono';
import { isAlgorithmError } from '../algorithm-error.ts';
import { BadRequest, methodNotAllowed, refuse, ServerError } from './api-error.ts';
import type { ApiEnv } from './authenticate.ts';
import { readCallbacks } from './callbacks.ts';
import type { ServedAlgorithm } from './catalog.ts';
import { type DeliveriesContext, deliverAll } from './deliver-all.ts';
import { askFor } from './features/check-features.ts';
import type { FeatureReader, Features } from './features/feature-reader.ts';
import { readBoolean, readEvaluate, readVersion } from './form-fields.ts';
import { gather } from './gather.ts';
import { createJob, instantBody, resultBody } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import { type Form, readForm } from './read-form.ts';
import { readParameters } from './read-parameters.ts';
import { describeFailure, runFit, runPredict, toOutcome } from './run-algorithm.ts';

/** v1 takes more kinds of features, and encrypts results: wire contract, section 1. */
export type ApiVersion = 'v1' | 'v2';

/** What running needs. */
export interface RunsContext extends DeliveriesContext {
  readonly featureReader: FeatureReader;
  readonly queue: JobQueue;
  readonly maxUploadBytes: number;
}

/** `POST /algorithms/{id}/predict` and `/fit`: AI Core wire contract, sections 4 and 5. */
export function runsRoutes(context: RunsContext, api: ApiVersion): Hono<ApiEnv> {
  const { queue, maxUploadBytes, stopped, now } = context;

  return new Hono<ApiEnv>()
    .post('/:id/predict', async (c) => {
      const { account, catalog } = c.get('user');
      const served = catalog.find(c.req.param('id'));
      const form = await readForm(c.req.raw, maxUploadBytes);
      const data = dataReaders(form, served, { purpose: 'predict', api, reader: context.featureReader });
      const { callbacks, table, encrypt, ...fields } = await gather({
        evaluate: () => readEvaluate(form, served.algorithm),
        encrypt: () => api === 'v1' && readBoolean(form, 'encrypt'),
        monitor: () => readBoolean(form, 'monitor'),
        callbacks: () => readCallbacks(form),
        version: () => readVersion(form, served),
        ...data,
      });
      const run = { served, ...fields, rows: table.rows, features: table.features };
      const key = encrypt ? account.publicKey : undefined;
      const compute = async (signal: AbortSignal) => resultBody(await runPredict(run, signal), key);
      if (callbacks.targets.length === 0 && run.rows <= run.version.sampleLimit) {
        const body = await compute(stopped).catch((error: unknown) => throwFailure(error, form));
        return c.json(instantBody(body, api));
      }
      const job = createJob({
        owner: account.username,
        algorithmId: served.algorithm.id,
        purpose: 'predict',
        createdAt: now(),
        callbackParam: callbacks.param,
      });
      queue.add(job, {
        compute: (signal) => toOutcome(compute(signal)),
        followUp: (outcome) => deliverAll(job, outcome, callbacks.targets, context),
      });
      return c.json({ job_id: job.id });
    })
    .post('/:id/fit', async (c) => {
      const { account, catalog } = c.get('user');
      const served = catalog.find(c.req.param('id'));
      if (served.algorithm.fit === undefined) {
        throw new BadRequest([`Algorithm \`${served.algorithm.id}\` cannot be trained.`]);
      }
      const form = await readForm(c.req.raw, maxUploadBytes);
      const data = dataReaders(form, served, { purpose: 'fit', api, reader: context.featureReader });
      const { table, ...fields } = await gather({
        exportNewVersion: () => readBoolean(form, 'export_new_version'),
        monitor: () => readBoolean(form, 'monitor'),
        version: () => readVersion(form, served),
        ...data,
      });
      const run = { served, ...fields, rows: table.rows, features: table.features };
      const job = createJob({
        owner: account.username,
        algorithmId: served.algorithm.id,
        purpose: 'fit',
        createdAt: now(),
        callbackParam: null,
      });
      queue.add(job, {
        compute: (signal) => toOutcome(runFit(run, signal).then((result) => resultBody(result))),
        followUp: async () => {},
      });
      return c.json({ job_id: job.id });
    })
    .all('/:id/predict', methodNotAllowed('POST'))
    .all('/:id/fit', methodNotAllowed('POST'));
}

/** What reads the features of a form, and its parameters, which may be among them. */
function dataReaders(
  form: Form,
  { algorithm }: ServedAlgorithm,
  {
    purpose,
    api,
    reader,
  }: { readonly purpose: 'predict' | 'fit'; readonly api: ApiVersion; readonly reader: FeatureReader },
) {
  let inFeatures: unknown;
  return {
    table: async (): Promise<Features> => {
      const bytes = form.file('features');
      if (bytes === undefined) throw refuse('features', noFile(form));
      const asked = askFor(algorithm.features, purpose);
      const read = await reader.read(bytes, asked, api === 'v1' ? 'v1' : 'parquet');
      inFeatures = read.parameters;
      return read;
    },
    parameters: () => readParameters(form, algorithm, inFeatures),
  };
}

/** What Django REST framework says in place of a file, which `curl -F 'features=<f.parquet'` sends as text. */
const noFile = ({ fields }: Form): string =>
  fields.some(([name]) => name === 'features')
    ? 'The submitted data was not a file. Check the encoding type on the form.'
    : 'No file was submitted.';

/** Answers an instant run that failed: 400 for what the data caused, 500 for a defect. */
function throwFailure(error: unknown, form: Form): never {
  const message = describeFailure(error);
  throw isAlgorithmError(error) ? new BadRequest([message]) : new ServerError(message, form.fields);
}
