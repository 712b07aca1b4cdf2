import type { Dictionary, Float64, List, Table, Timestamp, Utf8 } from 'apache-arrow';
import { expectTypeOf, test } from 'vitest';
import type {
  AiCoreClient,
  AiCoreError,
  Algorithm,
  CallbackTarget,
  CallOptions,
  InstantResult,
  Outcome,
  RunResult,
  SafeAiCoreClient,
  Task,
} from './index.ts';
import { createClient, createClientFromEnv, type Features, featuresFile } from './index.ts';

test('failOnError decides what methods answer', () => {
  expectTypeOf(createClient({ token: 't' })).toEqualTypeOf<AiCoreClient>();
  expectTypeOf(createClient({ token: 't', failOnError: true })).toEqualTypeOf<AiCoreClient>();
  const safe = createClient({ token: 't', failOnError: false });
  expectTypeOf(safe).toEqualTypeOf<SafeAiCoreClient>();
  expectTypeOf(safe.getAlgorithm).toEqualTypeOf<
    (id: string, options?: CallOptions) => Promise<Outcome<Algorithm>>
  >();
  expectTypeOf(safe.waitForTask).returns.resolves.toEqualTypeOf<Outcome<Task>>();
  const failOnError = Boolean(0);
  const either = createClient({ token: 't', failOnError });
  expectTypeOf(either).toEqualTypeOf<AiCoreClient | SafeAiCoreClient>();
  if (either.failOnError) expectTypeOf(either).toEqualTypeOf<AiCoreClient>();
});

test('the environment does not decide types, settings do', () => {
  expectTypeOf(createClientFromEnv()).toEqualTypeOf<AiCoreClient | SafeAiCoreClient>();
  expectTypeOf(createClientFromEnv({}, { failOnError: true })).toEqualTypeOf<AiCoreClient>();
  expectTypeOf(createClientFromEnv(process.env, { failOnError: false })).toEqualTypeOf<SafeAiCoreClient>();
});

test('an outcome is data or error', () => {
  const outcome = {} as Outcome<Task>;
  if (outcome.ok) expectTypeOf(outcome.data).toEqualTypeOf<Task>();
  else expectTypeOf(outcome.error).toEqualTypeOf<AiCoreError>();
  // @ts-expect-error not without asking
  outcome.data;
});

test('credentials are one kind or the other', () => {
  createClient({ token: 't', refreshToken: 'r' });
  createClient({ username: 'u', password: 'p', url: 'https://x' });
  createClient({ token: () => 't' });
  createClient({ token: async () => 't' });
  // @ts-expect-error a function gives new tokens itself
  createClient({ token: () => 't', refreshToken: 'r' });
  // @ts-expect-error none
  createClient({});
  // @ts-expect-error half
  createClient({ username: 'u' });
  // @ts-expect-error both
  createClient({ token: 't', username: 'u', password: 'p' });
  // @ts-expect-error a refresh token alone
  createClient({ refreshToken: 'r' });
});

test('a run is a task or a result', async () => {
  const run = {} as RunResult;
  if (run.kind === 'task') expectTypeOf(run.task).toEqualTypeOf<Task>();
  else expectTypeOf(run.result).toEqualTypeOf<InstantResult>();
  // @ts-expect-error not without asking
  run.task;
});

test('the outcome of an item keeps the item, and is data or error', () => {
  for (const client of [createClient({ token: 't' }), createClient({ token: 't', failOnError: false })]) {
    const outcomes = client.runMany('a', new Set([{ trip: 7 }]), {
      run: (item) => ({ features: { x: [item.trip] } }),
      key: ({ trip }) => String(trip),
    });
    type Outcome = typeof outcomes extends AsyncIterable<infer T> ? T : never;
    expectTypeOf<Outcome['item']>().toEqualTypeOf<{ trip: number }>();
    expectTypeOf<Extract<Outcome, { ok: true }>['data']>().toEqualTypeOf<Task | InstantResult>();
    expectTypeOf<Extract<Outcome, { ok: false }>['error']>().toEqualTypeOf<Error>();
  }
});

test('features are columns, records, an Arrow table or a Parquet file', () => {
  expectTypeOf({
    a: [1, null],
    b: ['x'],
    c: [new Date()],
    d: Float64Array.of(1),
    e: [[1, 2]],
  }).toExtend<Features>();
  expectTypeOf([{ a: 1, b: 'x' }, { a: undefined }]).toExtend<Features>();
  expectTypeOf<Table<{ at: Timestamp; load: List<Float64>; id: Dictionary<Utf8> }>>().toExtend<Features>();
  expectTypeOf<Table>().toExtend<Features>();
  expectTypeOf<Blob>().toExtend<Features>();
  expectTypeOf<Uint8Array<ArrayBuffer>>().toExtend<Features>();
  expectTypeOf<string>().not.toExtend<Features>();
  expectTypeOf<{ a: { b: number }[] }>().not.toExtend<Features>();
  expectTypeOf<{ a: number }>().not.toExtend<Features>();
});

test('what an interface types fits as well as what a type does', async () => {
  interface Row {
    readonly distance: number;
    readonly at: Date | null;
    readonly note?: string;
  }
  interface Parameters {
    readonly steps: number;
    readonly nested?: Parameters;
  }
  interface WrongRow extends Row {
    readonly place: { readonly x: number };
  }
  const [rows, wrongRows, parameters] = [[] as readonly Row[], [] as WrongRow[], {} as Parameters];
  for (const client of [createClient({ token: 't' }), createClient({ token: 't', failOnError: false })]) {
    await client.runAlgorithm('a', { features: rows, parameters, evaluate: parameters });
    await client.runAlgorithm('a', {
      features: rows,
      callbacks: { url: 'https://h/', param: parameters },
    });
    await client.trainAlgorithm('a', { features: rows });
    await client.trainAlgorithm('a', { features: [...rows] });
    client.runMany('a', [[...rows]], { run: (features) => ({ features }) });
    client.runMany('a', [rows], { run: (features) => ({ features, parameters }) });
    client.runMany('a', [rows], { run: async (features) => ({ features, parameters }) });
    // @ts-expect-error a cell is no object
    await client.runAlgorithm('a', { features: wrongRows });
    // @ts-expect-error nor in a training
    await client.trainAlgorithm('a', { features: wrongRows });
    // @ts-expect-error nor in a batch
    client.runMany('a', [wrongRows], { run: (features) => ({ features }) });
    // @ts-expect-error nor in one that loads
    client.runMany('a', [wrongRows], { run: async (features) => ({ features }) });
  }
  await featuresFile(rows);
  // @ts-expect-error a cell is no object
  await featuresFile(wrongRows);
});

test('what is no table and no object is refused', async () => {
  const { runAlgorithm } = createClient({ token: 't' });
  const features = { x: [1] };
  // @ts-expect-error text
  await runAlgorithm('a', { features: 'x' });
  // @ts-expect-error cells of objects
  await runAlgorithm('a', { features: [{ x: { y: 1 } }] });
  // @ts-expect-error a number for a column
  await runAlgorithm('a', { features: { x: 1 } });
  // @ts-expect-error rows of numbers
  await runAlgorithm('a', { features: [1, 2] });
  // @ts-expect-error a map
  await runAlgorithm('a', { features: new Map([['x', [1]]]) });
  // @ts-expect-error a list
  await runAlgorithm('a', { features, parameters: [1] });
  // @ts-expect-error text
  await runAlgorithm('a', { features, parameters: 'x' });
  // @ts-expect-error a list
  await runAlgorithm('a', { features, callbacks: { url: 'https://h/', param: [1] } });
});

test('presigned targets fit by shape', () => {
  interface PresignedUrl {
    readonly method: 'PUT';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly bucket: string;
    readonly key: string;
    readonly expiresAt: Date;
  }
  interface PresignedPost {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly bucket: string;
    readonly key: string | undefined;
    readonly expiresAt: Date;
  }
  expectTypeOf<PresignedUrl>().toExtend<CallbackTarget>();
  expectTypeOf<PresignedPost>().toExtend<CallbackTarget>();
  expectTypeOf<{ fields: Record<string, string> }>().not.toExtend<CallbackTarget>();
});
