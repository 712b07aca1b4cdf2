import type { InstantResult, Task } from '@x/result-schema';
import { expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import type { AiCoreClient } from '../index.ts';

test('gets and cancels a task by its encoded id', async () => {
  await using aiCore = await startAiCore((request, response) =>
    request.method === 'DELETE'
      ? json(response, { job_id: 'j 1', status: 'Canceled', callback_param: null }, 202)
      : json(response, { job_id: 'j 1', status: 'In Progress', callback_param: { trip: 7 } }),
  );
  expect(await aiCore.client.getTask('j 1')).toMatchObject({
    status: 'In Progress',
    callback_param: { trip: 7 },
  });
  expect(await aiCore.client.cancelTask('j 1')).toMatchObject({ status: 'Canceled' });
  expect(aiCore.server.requests.map(({ method, path, body }) => [method, path, body.length])).toEqual([
    ['GET', '/api/v2/algorithms/tasks/j%201', 0],
    ['DELETE', '/api/v2/algorithms/tasks/j%201', 0],
  ]);
});

test.each<[string, (client: AiCoreClient) => Promise<Task | InstantResult>]>([
  ['an id', (client) => client.waitForTask('j')],
  ['a task', async (client) => client.waitForTask(await client.getTask('j'))],
  ['a handle from elsewhere', (client) => client.waitForTask(JSON.parse('{"job_id":"j","sent":"today"}'))],
  ['a queued run', (client) => client.runAlgorithm('a', { features: { x: [1] } }).then(client.waitForRun)],
])('waits for %s', async (_name, wait) => {
  await using aiCore = await startAiCore((request, response) =>
    json(
      response,
      request.method === 'POST' ? { job_id: 'j' } : { status: 'Finished', success: true, results: [1] },
    ),
  );
  expect(await wait(aiCore.client)).toMatchObject({ job_id: 'j', results: [1] });
  expect(aiCore.server.requests.at(-1)?.path).toBe('/api/v2/algorithms/tasks/j');
});

test('does not wait for a run that was computed at once', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, { results: [1] }));
  const run = await aiCore.client.runAlgorithm('a', { features: { x: [1] } });
  expect(await aiCore.client.waitForRun(run)).toEqual({ results: [1] });
  expect(aiCore.server.requests).toHaveLength(1);
});

test('fills the id in where AI Core leaves it away', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, { status: 'Pending' }));
  expect(await aiCore.client.getTask('j')).toMatchObject({ job_id: 'j', status: 'Pending' });
});

test.each([
  [{ job_id: 'j' }, 'status'],
  [{ job_id: 7, status: 'x' }, 'job_id'],
  [null, ''],
  ['x', ''],
])('a task that is %j is unexpected', async (body, path) => {
  await using aiCore = await startAiCore((_request, response) => json(response, body));
  expect(await rejection(aiCore.client.getTask('j'))).toMatchObject({
    code: 'UnexpectedResponse',
    issues: [{ path }],
  });
});

test.each(['', 'a/b', '..', 'a\\b', '\ud800'])('nothing is asked for the id %j', async (jobId) => {
  await using aiCore = await startAiCore((_request, response) => json(response, {}));
  for (const call of [aiCore.client.getTask, aiCore.client.cancelTask, aiCore.client.waitForTask]) {
    expect(await rejection(call(jobId))).toMatchObject({ code: 'InvalidArgument', argument: 'jobId' });
  }
  expect(aiCore.server.requests).toHaveLength(0);
});

test('waits through every state, over HTTP', async () => {
  const states = ['Pending', 'In Progress', 'Unheard Of'];
  await using aiCore = await startAiCore((_request, response) => {
    const status = states.shift();
    json(
      response,
      status ? { job_id: 'j', status } : { job_id: 'j', status: 'Finished', success: true, predictions: [1] },
    );
  });
  const seen: string[] = [];
  const task = await aiCore.client.waitForTask('j', {
    minDelayMs: 1,
    onUpdate: ({ status }) => seen.push(status),
  });
  expect(task.results).toEqual([1]);
  expect(seen).toEqual(['Pending', 'In Progress', 'Unheard Of', 'Finished']);
});

test('an old job is not found, and says why that may be', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, {}, 404));
  expect(await rejection(aiCore.client.waitForTask('j'))).toMatchObject({ name: 'NotFoundError' });
  expect(aiCore.server.requests).toHaveLength(1);
});
