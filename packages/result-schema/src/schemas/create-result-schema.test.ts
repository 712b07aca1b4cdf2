import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parseResult, safeParseResult } from '../read/parse-result.ts';
import { createResultSchema } from './create-result-schema.ts';
import { numberArray } from './number-array.ts';
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
