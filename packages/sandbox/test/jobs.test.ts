import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startServer } from '@x/test-kit';
import { expect, test } from 'vitest';
import { defineAlgorithm, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const features = parquet({ speed: [1] });

/** An algorithm that says when it begins and works until it is told to end, or aborted. */
function gated() {
  const started: string[] = [];
  const aborted: string[] = [];
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const algorithm = defineAlgorithm({
    id: 'gated',
    name: 'Gated',
    versions: [{ version: '1.0.0' }],
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    async predict({ features, signal, version }) {
      started.push(version);
      signal.addEventListener('abort', () => aborted.push(version));
      begun.resolve();
      await end.promise;
      return { results: { load: features.speed } };
    },
  });
  return { algorithm, started, aborted, begun: begun.promise, end: end.resolve };
}

test('goes from Pending over In Progress to Finished, one job after the other', async () => {
  const { algorithm, started, begun, end } = gated();
  await using sandbox = await startSandbox({ algorithms: [algorithm], sampleLimit: 0 });
  const { post, task } = await connect(sandbox);
  const first = (await post('/algorithms/gated/predict', form({ callback_param: '{"trip": 7}' }, features)))
    .body;
  const second = (await post('/algorithms/gated/predict', form({}, features))).body;
  await begun;
  expect((await task(first.job_id)).body).toEqual({
    job_id: first.job_id,
    status: 'In Progress',
    callback_param: { trip: 7 },
  });
  expect((await task(second.job_id)).body.status).toBe('Pending');
  expect(started).toHaveLength(1);
  end();
  await sandbox.settled();
  expect((await task(first.job_id)).body.status).toBe('Finished');
  expect((await task(second.job_id)).body.status).toBe('Finished');
});

test('cancels a job in progress: the work is aborted, the next one gets the worker, nothing is delivered', async () => {
  const { algorithm, aborted, begun, end } = gated();
  await using target = await startServer((_request, response) => void response.end());
  await using sandbox = await startSandbox({ algorithms: [algorithm], sampleLimit: 0 });
  const { post, request, task } = await connect(sandbox);
  const run = form({ callback_url: target.url }, features);
  const first = (await post('/algorithms/gated/predict', run)).body;
  const second = (await post('/algorithms/gated/predict', form({}, features))).body;
  await begun;
  // As the official Python client would: a DELETE labelled JSON, without a body.
  const cancelled = await request(`/algorithms/tasks/${first.job_id}`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });
  expect(cancelled).toMatchObject({
    status: 202,
    body: { job_id: first.job_id, status: 'Canceled', callback_param: null },
  });
  expect(aborted).toHaveLength(1);
  end();
  await sandbox.settled();
  expect((await task(first.job_id)).body.status).toBe('Canceled');
  expect((await task(second.job_id)).body.status).toBe('Finished');
  expect(target.requests).toHaveLength(0);
});

test('without a worker every job stays Pending until it is cancelled', async () => {
  await using sandbox = await startSandbox({ queue: { workers: 0 }, sampleLimit: 0 });
  const { post, request, task } = await connect(sandbox);
  const points = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  const { body } = await post('/algorithms/damage-forecast/predict', form({}, points));
  await sandbox.settled();
  expect((await task(body.job_id)).body.status).toBe('Pending');
  await request(`/algorithms/tasks/${body.job_id}/`, { method: 'DELETE' });
  expect((await task(body.job_id)).body.status).toBe('Canceled');
});

test('latency holds a job In Progress, and can be cancelled', async () => {
  await using sandbox = await startSandbox({ queue: { latencyMs: 3_600_000 }, sampleLimit: 0 });
  const { post, request, task } = await connect(sandbox);
  const points = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  const { body } = await post('/algorithms/damage-forecast/predict', form({}, points));
  expect((await task(body.job_id)).body.status).toBe('In Progress');
  await request(`/algorithms/tasks/${body.job_id}`, { method: 'DELETE' });
  await sandbox.settled();
  expect((await task(body.job_id)).body.status).toBe('Canceled');
});

test('a job that has ended holds no features', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const columns: WeakRef<object>[] = [];
  const holding = defineAlgorithm({
    id: 'holding',
    name: 'Holding',
    versions: [{ version: '1.0.0' }],
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    predict({ features: { speed } }) {
      columns.push(new WeakRef(speed));
      return { results: { load: [] } };
    },
  });
  await using sandbox = await startSandbox({ algorithms: [holding], sampleLimit: 0 });
  const { finish } = await connect(sandbox);
  for (let run = 0; run < 3; run++) await finish('/algorithms/holding/predict', form({}, features));
  await sandbox.settled();
  // A new turn: within one, what a WeakRef was asked for stays.
  await new Promise(setImmediate);
  gc();
  expect(sandbox.jobs).toHaveLength(3);
  // The engine may still have the last one at hand.
  expect(columns.slice(0, 2).map((column) => column.deref())).toEqual([undefined, undefined]);
});

test('cancelling a finished or unknown job changes nothing', async () => {
  await using sandbox = await startSandbox({ sampleLimit: 0 });
  const { finish, request } = await connect(sandbox);
  const points = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  const { body } = await finish('/algorithms/damage-forecast/predict', form({}, points));
  expect(body.success).toBe(true);
  const cancelled = await request(`/algorithms/tasks/${body.job_id}`, { method: 'DELETE' });
  expect(cancelled).toMatchObject({ status: 202, body: { status: 'Finished', success: true } });
  expect((await request('/algorithms/tasks/unknown', { method: 'DELETE' })).status).toBe(404);
});

test('stop aborts the job in hand and can be called twice', async () => {
  const { algorithm, aborted, begun } = gated();
  const sandbox = await startSandbox({ algorithms: [algorithm], sampleLimit: 0 });
  const { post } = await connect(sandbox);
  await post('/algorithms/gated/predict', form({}, features));
  await begun;
  await sandbox.stop();
  await sandbox.stop();
  expect(aborted).toHaveLength(1);
  await expect(fetch(`${sandbox.aiCoreUrl}/algorithms`)).rejects.toThrow();
});
