import { createReadStream } from 'node:fs';
import * as v from 'valibot';
import { describe, expectTypeOf, test } from 'vitest';
import { createResultSchema } from '../schemas/create-result-schema.ts';
import { numberArray } from '../schemas/number-array.ts';
import type { ResultFile } from '../schemas/result-file.ts';
import { type ParseOutcome, parseResult, safeParseResult } from './parse-result.ts';
import type { ResultSource } from './result-source.ts';

interface Stored {
  readonly job_id: string;
}

describe('is answered at once', () => {
  test('text', () => {
    expectTypeOf(parseResult('' as string)).toEqualTypeOf<ResultFile>();
    expectTypeOf(safeParseResult('' as string)).toEqualTypeOf<ParseOutcome<ResultFile>>();
  });

  test('bytes', () => {
    expectTypeOf(parseResult(new Uint8Array())).toEqualTypeOf<ResultFile>();
    expectTypeOf(parseResult(new ArrayBuffer())).toEqualTypeOf<ResultFile>();
    expectTypeOf(safeParseResult(Buffer.alloc(0))).toEqualTypeOf<ParseOutcome<ResultFile>>();
  });

  test('a parsed object of any type', () => {
    expectTypeOf(parseResult({} as ResultFile)).toEqualTypeOf<ResultFile>();
    expectTypeOf(parseResult({} as Stored)).toEqualTypeOf<ResultFile>();
    expectTypeOf(parseResult({} as Record<string, unknown>)).toEqualTypeOf<ResultFile>();
    expectTypeOf(parseResult({} as object)).toEqualTypeOf<ResultFile>();
    expectTypeOf(safeParseResult({ job_id: 'j' })).toEqualTypeOf<ParseOutcome<ResultFile>>();
  });

  test('any, as JSON.parse gives it', () => {
    expectTypeOf(parseResult(JSON.parse('{}'))).toEqualTypeOf<ResultFile>();
    expectTypeOf(safeParseResult(JSON.parse('{}'))).toEqualTypeOf<ParseOutcome<ResultFile>>();
    const schema = createResultSchema({ results: v.object({ load: numberArray() }) });
    expectTypeOf(parseResult(JSON.parse('{}'), { schema })).toEqualTypeOf<ResultFile<{ load: number[] }>>();
  });
});

describe('is answered by a promise', () => {
  test('a Blob, a Response, a stream', () => {
    expectTypeOf(parseResult(new Blob([]))).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(parseResult(new File([], 'f'))).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(parseResult(new Response())).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(parseResult(createReadStream('f'))).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(parseResult({} as ResultSource)).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(safeParseResult(new ReadableStream<Uint8Array>())).toEqualTypeOf<
      Promise<ParseOutcome<ResultFile>>
    >();
  });

  test('whatever can be iterated, also an object literal', () => {
    async function* chunks() {
      yield new Uint8Array();
    }
    expectTypeOf(parseResult(chunks())).toEqualTypeOf<Promise<ResultFile>>();
    expectTypeOf(safeParseResult({ [Symbol.asyncIterator]: chunks })).toEqualTypeOf<
      Promise<ParseOutcome<ResultFile>>
    >();
  });
});

describe('does not compile', () => {
  test('what may or may not take time', () => {
    // @ts-expect-error nobody would know whether to wait
    parseResult('' as string | Blob);
    // @ts-expect-error it may be any of these
    parseResult('' as unknown);
    // @ts-expect-error it may be any of these
    safeParseResult('' as unknown);
  });

  test('what is not text, bytes or an object', () => {
    // @ts-expect-error a number
    parseResult(7);
    // @ts-expect-error nothing
    parseResult(undefined);
    // @ts-expect-error a promise, which is to be awaited first
    parseResult(Promise.resolve(''));
  });
});
