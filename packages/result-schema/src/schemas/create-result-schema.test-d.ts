import * as v from 'valibot';
import { expectTypeOf, test } from 'vitest';
import { parseResult, safeParseResult } from '../read/parse-result.ts';
import { createResultSchema } from './create-result-schema.ts';
import { numberArray } from './number-array.ts';
import type { ResultFile } from './result-file.ts';
import { Results } from './results.ts';

test('results are typed by the schema, once the run is known to have succeeded', () => {
  const schema = createResultSchema({ results: v.object({ load: numberArray() }) });
  const result = parseResult('{}', { schema });
  expectTypeOf(result).toEqualTypeOf<ResultFile<{ load: number[] }>>();
  if (result.success) expectTypeOf(result.results.load).toEqualTypeOf<number[]>();
  else expectTypeOf(result.error).toEqualTypeOf<string | undefined>();
});

test('the echoed callback_param is typed by its schema', () => {
  const schema = createResultSchema({ results: Results, callbackParam: v.object({ trip: v.number() }) });
  const result = parseResult('{}', { schema });
  expectTypeOf(result).toEqualTypeOf<ResultFile<Results, { trip: number }>>();
  expectTypeOf(result.callback_param.trip).toEqualTypeOf<number>();
});

test('without a schema results are an object or a list of unknown values', () => {
  const outcome = safeParseResult('{}');
  if (!outcome.ok) return;
  expectTypeOf(outcome.result).toEqualTypeOf<ResultFile>();
  expectTypeOf(outcome.result.callback_param).toEqualTypeOf<unknown>();
  if (outcome.result.success) expectTypeOf(outcome.result.results).toEqualTypeOf<Results>();
});

test('a misspelt key does not compile', () => {
  const result = parseResult('{}');
  // @ts-expect-error the key is job_id
  result.jobid;
});
