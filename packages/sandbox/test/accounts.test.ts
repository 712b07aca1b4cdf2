import { expect, test } from 'vitest';
import { defineAlgorithm, SandboxOptionError, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const named = (id: string) =>
  defineAlgorithm({
    id,
    name: id,
    versions: [{ version: '1.0.0' }],
    features: { speed: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    fit: ({ features }) => ({ model: features.speed }),
    predict: ({ model }) => ({ results: { load: model ?? [] } }),
  });
const ids = (algorithms: { id: string }[]) =>
  algorithms.map(({ id }) => id).filter((id) => !id.includes('-'));
const speed = (value: number) => form({}, parquet({ speed: [value] }));

test('each account sees its own algorithms, models and jobs', async () => {
  const bob = { username: 'bob', password: 'b', algorithms: [named('shared'), named('bobs')] };
  await using sandbox = await startSandbox({
    username: 'ada',
    password: 'a',
    algorithms: [named('shared'), named('adas')],
    accounts: [bob],
  });
  const ada = await connect(sandbox);
  const other = await connect({ ...sandbox, ...bob });
  expect(ids((await ada.request('/algorithms')).body)).toEqual(['shared', 'adas']);
  expect(ids((await other.request('/algorithms')).body)).toEqual(['shared', 'bobs']);
  expect((await other.request('/algorithms/adas')).status).toBe(404);
  expect((await other.post('/algorithms/adas/predict', speed(1))).status).toBe(404);

  const trained = await ada.finish('/algorithms/shared/fit', speed(7));
  expect((await ada.post('/algorithms/shared/predict', speed(1))).body.results.load).toEqual([7]);
  expect((await other.post('/algorithms/shared/predict', speed(1))).body.results.load).toEqual([]);

  const task = `/algorithms/tasks/${trained.body.job_id}`;
  expect((await other.request(task)).status).toBe(404);
  expect((await other.request(task, { method: 'DELETE' })).status).toBe(404);
  expect((await ada.request(task)).status).toBe(200);
});

test.each([
  ['accounts.username', { username: 'ada', accounts: [{ username: 'ada' }] }],
  ['accounts.0.password', { accounts: [{ password: '' }] }],
  ['apiKey', { apiKey: 'short' }],
  ['publicKey', { publicKey: 'no key' }],
])('refuses %s', async (option, options) => {
  const error = await startSandbox(options).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(SandboxOptionError);
  expect(error).toMatchObject({ option });
});
