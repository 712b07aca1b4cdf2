import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { connect } from './support.ts';

test('lists algorithms as AI Core describes them', async () => {
  await using sandbox = await startSandbox();
  const { request } = await connect(sandbox);
  // As the official Python client sends it: a GET labelled JSON, without a body.
  const { status, body } = await request('/algorithms', { headers: { 'content-type': 'application/json' } });
  expect(status).toBe(200);
  expect(body.map(({ id }: { id: string }) => id)).toEqual(['mass-estimation', 'damage-forecast']);
  const [mass] = body;
  expect(mass).toMatchObject({ name: 'Mass Estimation', active: true, description: expect.any(String) });
  expect(mass.versions).toHaveLength(1);
  const [version] = mass.versions;
  expect(version).not.toHaveProperty('algorithm_id');
  expect(version.results).toContain('500 samples');
  expect(version.features_format).toHaveLength(1);
  expect(version.features_format[0]).toMatchObject({ input_name: 'data', type: 'dict', mandatory: true });
  expect(
    version.features_format[0].children.map((node: { input_name: string; mandatory: boolean }) => [
      node.input_name,
      node.mandatory,
    ]),
  ).toEqual([
    ['Miles_per_Gallon', true],
    ['Cylinders', true],
    ['Displacement', true],
    ['Horsepower', true],
    ['Acceleration', true],
    ['Weight_in_lbs', false],
  ]);
  expect(version.output_format[0]).toEqual({
    input_name: 'predictions',
    description: 'Estimated mass in pounds',
    type: 'list',
    mandatory: true,
    children: [],
  });
  expect(version.monitoring_tools).toMatchObject([
    {
      name: 'Range',
      monitored_signal: 'predictions',
      output_schema: { n_maximum: { description: expect.any(String), type: 'numeric' } },
    },
  ]);
});

test('an algorithm, its versions and one of them', async () => {
  await using sandbox = await startSandbox();
  const { request } = await connect(sandbox);
  const { body: algorithm } = await request('/algorithms/damage-forecast');
  expect(algorithm.evaluations).toEqual([]);
  expect((await request('/algorithms/damage-forecast/versions/')).body).toEqual(algorithm.versions);
  expect((await request('/algorithms/damage-forecast/versions/1.0.0')).body).toEqual(algorithm.versions[0]);
});

test('templates are examples as JSON', async () => {
  await using sandbox = await startSandbox();
  const { request } = await connect(sandbox);
  const input = await request('/algorithms/damage-forecast/template?type=input&version=1.0.0');
  expect(input.headers.get('content-disposition')).toBe('attachment; filename="damage-forecast-input.json"');
  expect(input.body).toEqual({ distance: [0, 10_000, 20_000], damage: [0, 0.049, 0.102] });
  expect((await request('/algorithms/mass-estimation/template?type=parameters')).body).toEqual({
    confidence: 0.95,
  });
  expect(Object.keys((await request('/algorithms/mass-estimation/template?type=output')).body)).toEqual([
    'predictions',
    'lower_bound',
    'upper_bound',
  ]);
});

test('a graph is a PNG', async () => {
  await using sandbox = await startSandbox();
  const { tokens } = await connect(sandbox);
  const response = await fetch(`${sandbox.aiCoreUrl}/algorithms/damage-forecast/graph?type=input`, {
    headers: { authorization: `Bearer ${tokens.access}` },
  });
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(decode(await response.arrayBuffer()).width).toBe(480);
});

test.each([
  ['PUT', '/algorithms', 'GET, HEAD'],
  ['POST', '/algorithms/mass-estimation/', 'GET, HEAD'],
  ['DELETE', '/algorithms/mass-estimation/versions/1.0.0', 'GET, HEAD'],
  ['POST', '/algorithms/mass-estimation/graph', 'GET, HEAD'],
  ['GET', '/algorithms/mass-estimation/predict', 'POST'],
  ['GET', '/algorithms/mass-estimation/fit/', 'POST'],
  ['PATCH', '/algorithms/tasks/j-1', 'GET, HEAD, DELETE'],
  ['GET', '/token/', 'POST'],
  ['GET', '/token/verify', 'POST'],
])('%s %s is answered 405 with what is allowed', async (method, path, allow) => {
  await using sandbox = await startSandbox();
  const { request } = await connect(sandbox);
  const answer = await request(path, { method });
  expect(answer).toMatchObject({
    status: 405,
    body: { status: false, error: `Method "${method}" not allowed.` },
  });
  expect(answer.headers.get('allow')).toBe(allow);
});

test.each([
  ['/algorithms/unknown', 404],
  ['/algorithms/unknown/versions', 404],
  ['/algorithms/mass-estimation/versions/9', 404],
  ['/algorithms/mass-estimation/template?type=input&version=9', 404],
  ['/algorithms/mass-estimation/template?type=everything', 400],
  ['/algorithms/tasks/unknown', 404],
  ['/algorithms/a%20b%2F%C3%A9', 404],
  ['/nothing', 404],
])('%s is answered %i in JSON', async (path, status) => {
  await using sandbox = await startSandbox();
  const { request } = await connect(sandbox);
  const answer = await request(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject(
    status === 404
      ? { status: false, error: expect.any(String) }
      : { status: false, errors: [expect.any(String)] },
  );
});
