import { startSockets } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import { createClient } from '../index.ts';
import { ParquetStream } from './parquet-stream.ts';

const bytes = new TextEncoder().encode('PAR1 and so on PAR1');
const stream = () => new Blob([bytes]).stream();

test.each([
  ['of known size', () => new ParquetStream(stream(), bytes.length), true],
  ['of unknown size', () => new ParquetStream(stream()), false],
  ['as it is', stream, false],
])('a stream %s is sent', async (_name, features, known) => {
  await using aiCore = await startAiCore((_request, response) => json(response, { job_id: 'j' }));
  await aiCore.client.runAlgorithm('a', { features: features() });
  const [request] = aiCore.server.requests;
  expect('content-length' in (request?.headers ?? {})).toBe(known);
  const file = (await request?.form())?.get('features');
  expect(file).toMatchObject({ name: 'features.parquet', type: 'application/parquet' });
  expect(await (file as File).bytes()).toEqual(bytes);
});

test.each<[string, number | undefined, string]>([
  ['of no bytes', 0, 'EmptyFeatures'],
  ['of half a byte', 1.5, 'UnsupportedFeatures'],
  ['of no number of bytes', Number.NaN, 'UnsupportedFeatures'],
])('a stream %s is refused', (_name, size, code) => {
  expect(() => new ParquetStream(stream(), size)).toThrow(expect.objectContaining({ code }));
});

test('a stream that somebody reads already is refused', () => {
  const locked = stream();
  locked.getReader();
  expect(() => new ParquetStream(locked)).toThrow(expect.objectContaining({ code: 'UnsupportedFeatures' }));
});

describe('with a stream', () => {
  test('no check before it is sent is possible, and none is pretended', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}));
    const run = aiCore.client.runAlgorithm('a', { features: stream(), checkFeatures: true });
    expect(await rejection(run)).toMatchObject({ code: 'UnsupportedFeatures' });
    expect(aiCore.server.requests).toHaveLength(0);
  });

  test('a run is sent once, whatever the answer', async () => {
    await using aiCore = await startAiCore(
      (request, response) => {
        if (request.path.endsWith('/refresh/')) json(response, { access: 'access-2' });
        else json(response, {}, 401);
      },
      { token: 'access-1', refreshToken: 'r', retry: { runs: true } } as object,
    );
    const run = aiCore.client.runAlgorithm('a', { features: stream() });
    expect(await rejection(run)).toMatchObject({ code: 'AuthenticationFailed' });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test.each([
    ['holds more', 3],
    ['holds less', 1000],
  ])('that %s than it was said to, nothing is run', async (_name, size) => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}));
    const run = aiCore.client.runAlgorithm('a', { features: new ParquetStream(stream(), size) });
    expect(await rejection(run)).toMatchObject({
      name: 'BodyError',
      code: 'BodyFailed',
      message: expect.stringContaining(`it was said to hold ${size} bytes`),
    });
    expect(aiCore.server.requests).toHaveLength(0);
  });

  test('that fails, its own reason is the cause', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}));
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('disk on fire'));
      },
    });
    const error = await rejection(aiCore.client.runAlgorithm('a', { features: failing }));
    expect(error).toMatchObject({ code: 'BodyFailed', cause: { message: 'disk on fire' } });
  });

  test('of text instead of bytes, it is said so', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}));
    const text = new ReadableStream({ start: (controller) => controller.enqueue('PAR1') });
    const error = await rejection(aiCore.client.runAlgorithm('a', { features: text }));
    expect(error).toMatchObject({ code: 'BodyFailed', message: expect.stringContaining('Uint8Array') });
  });

  test.each<[string, () => ReadableStream<Uint8Array> | ParquetStream, string]>([
    ['', () => new ParquetStream(stream()), 'BodyFailed'],
    [' as it is', stream, 'UnsupportedFeatures'],
  ])('that was sent%s, nothing is run a second time', async (_name, make, code) => {
    await using aiCore = await startAiCore((_request, response) => json(response, { job_id: 'j' }));
    const features = make();
    const [, second] = await Promise.allSettled([
      aiCore.client.runAlgorithm('a', { features }),
      aiCore.client.runAlgorithm('a', { features }),
    ]);
    expect(second).toMatchObject({ reason: { code: 'BodyFailed' } });
    expect(await rejection(aiCore.client.runAlgorithm('a', { features }))).toMatchObject({ code });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('that somebody has read to its end, nothing is run', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { job_id: 'j' }));
    const read = stream();
    for await (const _ of read.values({ preventCancel: true }));
    const run = aiCore.client.runAlgorithm('a', { features: read });
    expect(await rejection(run)).toMatchObject({ code: 'BodyFailed' });
    expect(aiCore.server.requests).toHaveLength(0);
  });

  describe.each([
    ['Node.js', {}],
    ['a fetch', { fetch: globalThis.fetch }],
  ])('that stalls, by %s', (_way, way) => {
    /** A stream that gives nothing after its first piece, and tells when it is let go of. */
    function stalled() {
      const { promise: canceled, resolve } = Promise.withResolvers<void>();
      const source = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes),
        pull: () => new Promise(() => {}),
        cancel: () => resolve(),
      });
      return { features: new ParquetStream(source, 1000), canceled };
    }

    test.each([
      ['the signal', () => ({ signal: AbortSignal.timeout(100) }), 'Aborted'],
      ['the timeout', () => ({ timeout: 100 }), 'TimedOut'],
    ])('%s ends the run, and the stream is let go of', async (_what, limit, code) => {
      await using aiCore = await startAiCore((_request, response) => json(response, {}), way);
      const { features, canceled } = stalled();
      const run = aiCore.client.runAlgorithm('a', { features, ...limit() });
      expect(await rejection(run)).toMatchObject({ code });
      await canceled;
    });
  });

  test('that stalls, an answer that comes before lets go of it', async () => {
    await using server = await startSockets((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 413 No\r\ncontent-length: 0\r\n\r\n'));
    });
    const { promise: canceled, resolve } = Promise.withResolvers<void>();
    const source = new ReadableStream<Uint8Array>({
      pull: () => new Promise(() => {}),
      cancel: () => resolve(),
    });
    const client = createClient({ token: 't', url: server.url });
    const run = client.runAlgorithm('a', { features: new ParquetStream(source, 1000) });
    expect(await rejection(run)).toMatchObject({ status: 413 });
    await canceled;
  });
});
