import { startServer } from '@x/test-kit';
import { expect, test, vi } from 'vitest';
import { AlgorithmError, defineAlgorithm, type Monitor, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const double = defineAlgorithm({
  id: 'double',
  name: 'Double',
  versions: [{ version: '2.0.0', sampleLimit: 2 }, { version: '1.0.0' }],
  features: { speed: { type: 'numeric' } },
  output: { load: { type: 'list' } },
  predict: ({ features, version }) => ({
    results: { load: features.speed.map((speed) => (version === '1.0.0' ? speed : 2 * speed)) },
  }),
});

const failing = defineAlgorithm({
  id: 'failing',
  name: 'Failing',
  versions: [{ version: '1.0.0' }],
  features: { kind: { type: 'numeric' } },
  output: { load: { type: 'list' } },
  predict: ({ features }) => {
    throw features.kind[0] === 1 ? new AlgorithmError('too cold') : new TypeError('cannot read x');
  },
});

const auto = {
  Miles_per_Gallon: [18, 15, 24, 22, 31, 26, 14, 33, 20],
  Cylinders: [8, 8, 4, 6, 4, 4, 8, 4, 6],
  Displacement: [307, 350, 113, 198, 79, 97, 454, 91, 232],
  Horsepower: [130, 165, 95, 95, 67, 46, 220, 53, 100],
  Acceleration: [12, 11.5, 15, 15.5, 19, 20.5, 9, 17.4, 15],
};
const weights = [3504, 3693, 2372, 2833, 1950, 1835, 4354, 1795, 2914];

test('answers a small request at once, a larger one through the queue', async () => {
  await using sandbox = await startSandbox({ algorithms: [double] });
  const { post, task } = await connect(sandbox);
  const instant = await post('/algorithms/double/predict', form({}, parquet({ speed: [1, 2] })));
  expect(instant.body).toEqual({
    results: { load: [2, 4] },
    evaluations: [],
    monitors: {},
    is_encrypted: false,
  });

  const queued = await post('/algorithms/double/predict', form({}, parquet({ speed: [1, 2, 3] })));
  expect(queued).toMatchObject({ status: 200, body: { job_id: expect.any(String) } });
  expect(Object.keys(queued.body)).toEqual(['job_id']);
  await sandbox.settled();
  expect((await task(queued.body.job_id)).body).toEqual({
    job_id: queued.body.job_id,
    status: 'Finished',
    success: true,
    results: { load: [2, 4, 6] },
    predictions: { load: [2, 4, 6] },
    evaluations: [],
    monitors: {},
    is_encrypted: false,
    callback_param: null,
  });
});

test('runs the version that was asked for', async () => {
  await using sandbox = await startSandbox({ algorithms: [double] });
  const { post } = await connect(sandbox);
  const { body } = await post(
    '/algorithms/double/predict',
    form({ version: '1.0.0' }, parquet({ speed: [1, 2, 3] })),
  );
  expect(body.results).toEqual({ load: [1, 2, 3] });
});

test('mass-estimation: fails untrained, learns, predicts, evaluates, monitors', async () => {
  await using sandbox = await startSandbox();
  const { post, finish, request } = await connect(sandbox);
  const predict = (fields: Record<string, string>, columns: object = {}, parameters?: string) =>
    post('/algorithms/mass-estimation/predict', form(fields, parquet({ ...auto, ...columns }), parameters));

  expect(await predict({})).toMatchObject({
    status: 400,
    body: { status: false, errors: [expect.stringContaining('has not been trained')] },
  });

  const fitted = await finish(
    '/algorithms/mass-estimation/fit',
    form({ monitor: 'True' }, parquet({ ...auto, Weight_in_lbs: weights })),
  );
  expect(fitted.body).toMatchObject({ status: 'Finished', success: true });
  expect(fitted.body.results).toMatchObject({ version: '1.0.0', rows: 9, r2: expect.any(Number) });
  expect((await request('/algorithms/mass-estimation/versions')).body).toHaveLength(1);

  const truth = { Weight_in_lbs: weights };
  const evaluated = await predict({ evaluate: 'True', monitor: 'True' }, truth);
  expect(evaluated.body.results.predictions).toHaveLength(9);
  expect(evaluated.body.evaluations).toEqual({ mae: expect.any(Number), r2: expect.any(Number) });
  expect(evaluated.body.evaluations.r2).toBeCloseTo(fitted.body.results.r2, 9);
  expect(evaluated.body.monitors).toEqual({
    'Range#predictions': {
      is_alarmed: expect.any(Boolean),
      success: true,
      readings: { n_maximum: expect.any(Number), n_minimum: expect.any(Number) },
    },
  });

  expect((await predict({ evaluate: 'False', monitor: 'False' }, truth)).body).toMatchObject({
    evaluations: [],
    monitors: {},
  });
  expect((await predict({ evaluate: '{"mae": {}}' }, truth)).body.evaluations).toEqual({
    mae: expect.any(Number),
  });

  const [wide, narrow] = await Promise.all(
    ['{"confidence": 0.99}', '{"confidence": 0.5}'].map((parameters) => predict({}, {}, parameters)),
  );
  expect(wide?.body.results.upper_bound[0]).toBeGreaterThan(narrow?.body.results.upper_bound[0]);
});

test('training with export_new_version adds a version, newest first, and leaves the others alone', async () => {
  await using sandbox = await startSandbox();
  const { post, finish, request } = await connect(sandbox);
  const features = parquet({ ...auto, Weight_in_lbs: weights });
  const fitted = await finish(
    '/algorithms/mass-estimation/fit',
    form({ export_new_version: 'True' }, features),
  );
  expect(fitted.body.results.version).toBe('1.1.0');
  const { body: versions } = await request('/algorithms/mass-estimation/versions');
  expect(versions.map(({ version }: { version: string }) => version)).toEqual(['1.1.0', '1.0.0']);
  expect(versions[0].change_description).toBe('Trained on 9 samples.');

  expect((await post('/algorithms/mass-estimation/predict', form({}, features))).status).toBe(200);
  expect(
    (await post('/algorithms/mass-estimation/predict', form({ version: '1.0.0' }, features))).body.errors[0],
  ).toContain('Version 1.0.0 of mass-estimation has not been trained');
});

test('a training that cannot work finishes without success', async () => {
  await using sandbox = await startSandbox();
  const { finish } = await connect(sandbox);
  const few = Object.fromEntries(Object.entries(auto).map(([name, values]) => [name, values.slice(0, 3)]));
  const features = parquet({ ...few, Weight_in_lbs: weights.slice(0, 3) });
  expect((await finish('/algorithms/mass-estimation/fit', form({}, features))).body).toMatchObject({
    status: 'Finished',
    success: false,
    error: 'Training needs at least 7 samples, but there are 3.',
    callback_param: null,
  });
});

test('an algorithm without fit cannot be trained', async () => {
  await using sandbox = await startSandbox();
  const { post } = await connect(sandbox);
  const answer = await post('/algorithms/damage-forecast/fit', form({}, parquet({ distance: [1] })));
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: ['Algorithm `damage-forecast` cannot be trained.'] },
  });
});

test('an AlgorithmError is the request’s fault, any other error a defect; both also through the queue', async () => {
  await using sandbox = await startSandbox({ algorithms: [failing] });
  const { post } = await connect(sandbox);
  const run = (kind: number, fields = {}) => form(fields, parquet({ kind: [kind] }));
  expect(await post('/algorithms/failing/predict', run(1))).toMatchObject({
    status: 400,
    body: { errors: ['too cold'] },
  });
  expect(await post('/algorithms/failing/predict', run(2))).toMatchObject({
    status: 500,
    body: expect.stringContaining(
      'Exception Value:</th> <td><pre>The algorithm failed unexpectedly: cannot read x</pre>',
    ),
  });
  await using queued = await startSandbox({ algorithms: [failing], sampleLimit: 0 });
  const user = await connect(queued);
  expect((await user.finish('/algorithms/failing/predict', run(1))).body).toMatchObject({
    success: false,
    error: 'too cold',
  });
});

test('an AlgorithmError of another copy of this package, such as a CommonJS file has, is one', async () => {
  vi.resetModules();
  const copy = await import('../src/algorithm-error.ts');
  expect(copy.AlgorithmError).not.toBe(AlgorithmError);
  const algorithm = answering('copied', () => {
    throw new copy.AlgorithmError('too cold');
  });
  await using sandbox = await startSandbox({ algorithms: [algorithm] });
  const { post } = await connect(sandbox);
  expect(await post('/algorithms/copied/predict', form({}, parquet({ x: [1] })))).toMatchObject({
    status: 400,
    body: { errors: ['too cold'] },
  });
});

test.each([
  ['an object without a text', Object.create(null), 'it threw something that has no text'],
  ['an error with such a message', Object.assign(new Error(), { message: Object.create(null) }), 'no text'],
  ['a symbol', Symbol('cold'), 'Symbol(cold)'],
  ['nothing', undefined, 'undefined'],
])('whatever is thrown is a defect, and the next job runs: %s', async (_case, thrown, text) => {
  const algorithm = answering('throwing', () => {
    throw thrown;
  });
  await using sandbox = await startSandbox({ algorithms: [algorithm], sampleLimit: 0 });
  const { finish } = await connect(sandbox);
  for (let run = 0; run < 2; run++)
    expect((await finish('/algorithms/throwing/predict', form({}, parquet({ x: [1] })))).body).toMatchObject({
      status: 'Finished',
      success: false,
      error: expect.stringContaining(text),
    });
});

/** An algorithm that answers what no type allows. */
const answering = (id: string, outcome: () => unknown, monitors: readonly Monitor[] = []) =>
  defineAlgorithm({
    id,
    name: id,
    versions: [{ version: '1.0.0' }],
    features: { x: { type: 'numeric' } },
    output: { load: { type: 'list' } },
    monitors,
    predict: () => outcome() as { results: { load: number[] } },
  });

const circle: unknown[] = [];
circle.push(circle);

test.each([
  ['a BigInt', { results: { load: [1n] } }, 'Do not know how to serialize a BigInt'],
  ['a list that holds itself', { results: { load: circle } }, 'Converting circular structure to JSON'],
  ['no key that was declared', { results: { other: [1] } }, 'predict returned no `load`.'],
  ['a key that JSON leaves out', { results: { load: () => 1 } }, 'predict returned no `load`.'],
  ['no results', {}, 'predict returned no `load`.'],
])(
  'results with %s are a defect of the algorithm, at once, queued and delivered',
  async (_, outcome, why) => {
    await using target = await startServer((_request, response) => void response.end());
    await using sandbox = await startSandbox({ algorithms: [answering('odd', () => outcome)] });
    const { post, finish } = await connect(sandbox);
    const features = parquet({ x: [1] });
    const error = expect.stringContaining(`The algorithm failed unexpectedly: ${why}`);
    expect(await post('/algorithms/odd/predict', form({}, features))).toMatchObject({
      status: 500,
      body: expect.stringContaining('The algorithm failed unexpectedly: '),
    });
    const queued = await finish('/algorithms/odd/predict', form({ callback_url: target.url }, features));
    expect(queued).toMatchObject({ status: 200, body: { status: 'Finished', success: false, error } });
    expect(target.requests[0]?.json()).toMatchObject({ success: false, error });
    expect(sandbox.deliveries).toMatchObject([{ ok: true }]);
  },
);

test('a training whose results JSON cannot hold changes no model', async () => {
  const algorithm = defineAlgorithm({
    id: 'odd',
    name: 'Odd',
    versions: [{ version: '1.0.0' }],
    features: { x: { type: 'numeric' } },
    output: { model: { type: 'str' } },
    fit: () => ({ model: 'new', results: { n: 1n } }),
    predict: ({ model }) => ({ results: { model: model ?? 'none' } }),
  });
  await using sandbox = await startSandbox({ algorithms: [algorithm] });
  const { post, finish } = await connect(sandbox);
  const features = parquet({ x: [1] });
  const fitted = await finish('/algorithms/odd/fit', form({}, features));
  expect(fitted.body).toMatchObject({ success: false, error: expect.stringContaining('BigInt') });
  expect((await post('/algorithms/odd/predict', form({}, features))).body.results).toEqual({ model: 'none' });
});

test.each([
  ['throws', () => fail()],
  ['rejects', async () => fail()],
  ['answers later', async () => ({ isAlarmed: true, readings: {} })],
  ['answers nothing', () => undefined],
  ['reads what JSON cannot hold', () => ({ isAlarmed: true, readings: { n: 1n } })],
])('a monitor that %s is reported without success, and fails no prediction', async (_, inspect) => {
  const monitor = { name: 'Odd', signal: 'load', readings: {}, inspect: inspect as Monitor['inspect'] };
  const algorithm = answering('odd', () => ({ results: { load: [1] } }), [monitor]);
  await using sandbox = await startSandbox({ algorithms: [algorithm] });
  const { post } = await connect(sandbox);
  const answer = await post('/algorithms/odd/predict', form({ monitor: 'True' }, parquet({ x: [1] })));
  expect(answer).toMatchObject({
    status: 200,
    body: { monitors: { 'Odd#load': { is_alarmed: false, success: false, readings: {} } } },
  });
});

const fail = (): never => {
  throw new Error('broken');
};
