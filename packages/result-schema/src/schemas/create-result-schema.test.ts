import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parseResult, safeParseResult } from '../read/parse-result.ts';
import { createResultSchema } from './create-result-schema.ts';
import { numberArray } from './number-array.ts';
import { Results } from './results.ts';
import type { StandardSchema } from './standard-schema.ts';

const schema = createResultSchema({ results: v.object({ load: numberArray() }) });
const file = (results: unknown) => ({ job_id: 'j', status: 'Finished', success: true, results });

test('checks results with the schema given, whatever key they came under', () => {
  const result = parseResult({ ...file(undefined), predictions: { load: [1, 2] } }, { schema });
  expect(result.success && result.results.load).toEqual([1, 2]);
});

test('says where in the file the results were wrong, not what was there', () => {
  const outcome = safeParseResult(file({ load: [1, 'secret'] }), { schema });
  if (outcome.ok) expect.unreachable();
  expect(outcome.error.issues).toEqual([{ path: 'results.load.1', expected: 'finite number' }]);
  expect(outcome.error.message).not.toContain('secret');
});

test('a run that succeeded must have results', () => {
  const outcome = safeParseResult(file(undefined), { schema });
  expect(!outcome.ok && outcome.error.issues[0]?.path).toBe('results');
});

test('a failed run may carry anything', () => {
  const failed = {
    job_id: 'j',
    status: 'Finished',
    success: false,
    error: 'no rows',
    results: { partial: 1 },
  };
  expect(parseResult(failed, { schema })).toEqual({ ...failed, callback_param: null });
});

test('takes a schema of any library that speaks Standard Schema, its transformations too', () => {
  const length: StandardSchema<number> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        Array.isArray(value)
          ? { value: value.length }
          : { issues: [{ message: `not ${JSON.stringify(value)}`, path: ['a', { key: 0 }] }] },
    },
  };
  const schema = createResultSchema({ results: length });
  const result = parseResult(file([1, 2, 3]), { schema });
  expect(result.success && result.results).toBe(3);
  const refused = safeParseResult(file({ load: 'secret' }), { schema });
  expect(!refused.ok && refused.error.issues).toEqual([
    { path: 'results.a.0', expected: 'what the results schema asks for' },
  ]);
});

test('refuses an asynchronous schema loudly', () => {
  const schema = createResultSchema({
    results: v.pipeAsync(
      v.unknown(),
      v.checkAsync(async () => true),
    ),
  });
  expect(() => parseResult(file([]), { schema })).toThrow(TypeError);
});

test('checks the callback_param that was echoed, of failed runs too', () => {
  const schema = createResultSchema({ results: Results, callbackParam: v.object({ trip: v.number() }) });
  const failed = { job_id: 'j', status: 'Finished', success: false };
  expect(parseResult({ ...file([]), callback_param: { trip: 7 } }, { schema }).callback_param.trip).toBe(7);
  expect(parseResult({ ...failed, callback_param: { trip: 7 } }, { schema }).callback_param.trip).toBe(7);
  for (const body of [
    { ...file([]), callback_param: {} },
    { ...failed, callback_param: {} },
  ]) {
    const outcome = safeParseResult(body, { schema });
    expect(!outcome.ok && outcome.error.issues).toEqual([
      { path: 'callback_param.trip', expected: '"trip"' },
    ]);
  }
  expect(safeParseResult(file([]), { schema }).ok).toBe(false);
});

test('names everything that is wrong in both', () => {
  const schema = createResultSchema({ results: v.array(v.number()), callbackParam: v.null() });
  const outcome = safeParseResult({ ...file(['x', 'y']), callback_param: 7 }, { schema });
  expect(!outcome.ok && outcome.error.issues.map(({ path }) => path)).toEqual([
    'callback_param',
    'results.0',
    'results.1',
  ]);
});
