import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { type RecordedRequest, startServer, startSockets, type TestServer } from '@x/test-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPresigner, type Presigner, type PresignerOptions } from '../index.ts';
import { verifyPresignedPost, verifyPresignedUrl } from '../verify/index.ts';
import { confirm } from './confirm.ts';
import { type UploadOptions, type UploadProgress, upload } from './upload.ts';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret-key-of-the-test',
  sessionToken: 'the+session/token==',
};
const TEXT = '{"load":[0.91]}';

/** What the server says; by default what S3 would say. */
let answers: ((request: RecordedRequest) => { status: number; body?: string } | undefined)[];
let server: TestServer;
let presigner: Presigner;
let folder: string;
const presignerOf = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({
    bucket: 'results',
    region: 'eu-central-1',
    credentials,
    endpoint: server.url,
    ...options,
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  answers = [];
  server = await startServer(async (request, response) => {
    const planned = answers.shift()?.(request);
    if (planned) {
      response.writeHead(planned.status, { 'x-amz-request-id': 'R1', 'x-amz-id-2': 'H1' }).end(planned.body);
      return;
    }
    const refusal = await refusalOf(request);
    if (refusal) response.writeHead(refusal.status).end(refusal.toXml({ RequestId: 'R2' }));
    else
      response
        .writeHead(request.method === 'POST' ? 204 : 200, { etag: '"abc"', 'x-amz-version-id': 'v1' })
        .end();
  });
  presigner = presignerOf();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function refusalOf(request: RecordedRequest) {
  if (request.method !== 'POST') {
    const answer = verifyPresignedUrl(
      { method: request.method, url: request.path, headers: request.headers },
      { credentials },
    );
    return answer.ok ? undefined : answer;
  }
  const entries = [...(await request.form())];
  const file = entries.findIndex(([name]) => name === 'file');
  expect(file).toBe(entries.length - 1);
  const bytes = entries[file]?.[1];
  if (!(bytes instanceof File)) throw new Error('no file');
  const fields = entries.slice(0, file).map(([name, value]): [string, string] => [name, String(value)]);
  const answer = verifyPresignedPost(
    { bucket: 'results', fields, file: { size: bytes.size, name: bytes.name } },
    { credentials },
  );
  return answer.ok ? undefined : answer;
}

/** The bytes that arrived as the file. */
async function received(request = server.requests.at(-1)): Promise<string> {
  if (request?.method !== 'POST') return request?.body.toString() ?? '';
  const file = (await request.form()).get('file');
  return file instanceof File ? file.text() : '';
}

const noWait: UploadOptions = { sleep: async () => {} };
const streamOf = (...chunks: unknown[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk as Uint8Array);
      controller.close();
    },
  });
function shared(text: string): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(text.length));
  view.set(bytes(text));
  return view;
}
const bytes = (text: string) => new TextEncoder().encode(text);

describe.each(['PUT', 'POST'] as const)('a %s', (method) => {
  const target = () => (method === 'PUT' ? presigner.put('runs/1.json') : presigner.post('runs/1.json'));

  test.each<[string, () => Promise<Parameters<typeof upload>[1]> | Parameters<typeof upload>[1]]>([
    ['a string', () => TEXT],
    ['bytes', () => bytes(TEXT)],
    ['a view into bytes', () => bytes(`xx${TEXT}`).subarray(2)],
    ['an ArrayBuffer', () => bytes(TEXT).buffer],
    ['bytes that are shared', () => shared(TEXT)],
    ['a stream of Node.js', () => Readable.toWeb(Readable.from([Buffer.from(TEXT)]))],
    ['a Blob', () => new Blob([TEXT])],
    ['a File', () => new File([TEXT], 'a "quoted"\r\nname.json')],
    ['a stream', () => streamOf(bytes(TEXT.slice(0, 4)), bytes(TEXT.slice(4)))],
    [
      'a file of Node.js',
      async () => {
        const file = join(folder, 'a.json');
        await writeFile(file, TEXT);
        return openAsBlob(file);
      },
    ],
  ])('of %s arrives as it is, and S3 takes it', async (_name, body) => {
    const result = await upload(await target(), await body(), { contentLength: TEXT.length });
    expect(result).toEqual({
      status: method === 'PUT' ? 200 : 204,
      etag: '"abc"',
      versionId: 'v1',
      bytes: TEXT.length,
    });
    expect(await received()).toBe(TEXT);
    expect(server.requests[0]?.headers['content-length']).toBe(String(server.requests[0]?.body.length));
    expect(server.requests[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  test('of nothing', async () => {
    expect((await upload(await target(), '')).bytes).toBe(0);
    expect(await received()).toBe('');
  });

  test('tells how far it is, byte by byte of the body', async () => {
    const seen: UploadProgress[] = [];
    const total = 1_000_000;
    await upload(await target(), new Uint8Array(total), { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen[0]).toEqual({ sent: 0, total });
    expect(seen.at(-1)).toEqual({ sent: total, total });
    expect(seen.map(({ sent }) => sent)).toEqual(seen.map(({ sent }) => sent).sort((a, b) => a - b));
  });

  test('tries again when S3 is busy, with the whole body', async () => {
    answers = [
      () => ({
        status: 503,
        body: '<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>',
      }),
      () => ({ status: 500 }),
    ];
    const waits: number[] = [];
    await upload(await target(), TEXT, { sleep: async (milliseconds) => void waits.push(milliseconds) });
    expect(server.requests).toHaveLength(3);
    expect(await received()).toBe(TEXT);
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeLessThanOrEqual(400);
    expect(waits[1]).toBeLessThanOrEqual(800);
  });

  test('is not tried again when S3 refuses, or says it never will', async () => {
    for (const status of [400, 403, 404, 501]) {
      answers = [() => ({ status, body: '<Error><Code>Some</Code><Message>&lt;why&gt;</Message></Error>' })];
      await expect(upload(await target(), TEXT, noWait)).rejects.toMatchObject({
        name: 'S3ResponseError',
        code: 'Some',
        status,
        requestId: 'R1',
        hostId: 'H1',
        message: `S3 answered ${status} Some: <why>`,
      });
    }
    expect(server.requests).toHaveLength(4);
  });

  test('gives up after the retries it is given', async () => {
    answers = Array.from({ length: 9 }, () => () => ({ status: 503, body: 'busy' }));
    await expect(upload(await target(), TEXT, { ...noWait, retries: 3 })).rejects.toMatchObject({
      code: 'UnknownError',
      status: 503,
    });
    expect(server.requests).toHaveLength(4);
    await expect(upload(await target(), TEXT, { ...noWait, retries: 0 })).rejects.toBeDefined();
    expect(server.requests).toHaveLength(5);
  });

  test('of a stream is sent once', async () => {
    answers = [() => ({ status: 503 })];
    const stream = streamOf(bytes(TEXT));
    await expect(
      upload(await target(), stream, { ...noWait, contentLength: TEXT.length }),
    ).rejects.toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['fewer bytes', [bytes('ab')], 'holds only 2'],
    ['more bytes', [bytes('abcdef')], 'holds more'],
    ['something else', ['abc'], 'must hold Uint8Array'],
  ])('of a stream that holds %s than it said', async (_name, chunks, message) => {
    await expect(
      upload(await target(), streamOf(...chunks), { ...noWait, contentLength: 3 }),
    ).rejects.toMatchObject({
      name: 'UploadError',
      code: 'BodyFailed',
      message: expect.stringContaining(message),
    });
    expect(server.requests).toHaveLength(0);
  });

  test('of a stream that fails', async () => {
    const cause = new Error('disk gone');
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(cause);
      },
    });
    await expect(upload(await target(), stream, { contentLength: 3 })).rejects.toMatchObject({
      code: 'BodyFailed',
      cause,
    });
  });

  test('ends with what onProgress throws', async () => {
    const thrown = new Error('mine');
    const onProgress = ({ sent }: UploadProgress) => {
      if (sent > 0) throw thrown;
    };
    await expect(upload(await target(), new Uint8Array(500_000), { ...noWait, onProgress })).rejects.toBe(
      thrown,
    );
  });

  test('is refused without a request once the target has ended, on a retry too', async () => {
    let clock = Date.now();
    const now = () => new Date(clock);
    const late = { ...(await target()) };
    answers = [() => ({ status: 503 })];
    const sleep = async () => {
      clock = late.expiresAt.getTime();
    };
    await expect(upload(late, TEXT, { now, sleep })).rejects.toMatchObject({
      name: 'UploadError',
      code: 'TargetExpired',
      attempts: 1,
      cause: { status: 503 },
    });
    expect(server.requests).toHaveLength(1);
    await expect(upload(late, TEXT, { now })).rejects.toMatchObject({ code: 'TargetExpired', attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('is aborted before, while it sends, and while it waits', async () => {
    const presigned = await target();
    await expect(upload(presigned, TEXT, { signal: AbortSignal.abort('why') })).rejects.toMatchObject({
      code: 'Aborted',
      cause: 'why',
      attempts: 0,
    });
    expect(server.requests).toHaveLength(0);

    const sending = new AbortController();
    let canceled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => {
        canceled = true;
      },
    });
    await expect(
      upload(presigned, endless, {
        contentLength: 5e9,
        signal: sending.signal,
        onProgress: ({ sent }) => sent > 100_000 && sending.abort(),
      }),
    ).rejects.toMatchObject({ code: 'Aborted' });
    expect(canceled).toBe(true);

    const waiting = new AbortController();
    answers = [() => ({ status: 503 })];
    setTimeout(() => waiting.abort(), 20);
    const begun = Date.now();
    await expect(
      upload(presigned, TEXT, {
        signal: waiting.signal,
        sleep: (_milliseconds, signal) =>
          new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
      }),
    ).rejects.toMatchObject({ code: 'Aborted', attempts: 1 });
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  test('gives every attempt its own time', async () => {
    await using silent = await startServer((request, response) => {
      if (silent.requests.length === 3) response.writeHead(200).end(request.method);
    });
    presigner = presignerOf({ endpoint: silent.url });
    // Long enough for a busy machine to send and answer in.
    await upload(await target(), TEXT, { ...noWait, timeout: 1500 });
    expect(silent.requests).toHaveLength(3);
    await using dead = await startServer(() => {});
    presigner = presignerOf({ endpoint: dead.url });
    await expect(
      upload(await target(), TEXT, { ...noWait, timeout: 1500, retries: 1 }),
    ).rejects.toMatchObject({
      name: 'UploadError',
      code: 'TimedOut',
      attempts: 2,
    });
    expect(dead.requests).toHaveLength(2);
  });

  test('is tried again when the connection breaks, and says so when it stays broken', async () => {
    await using broken = await startSockets((socket) => socket.once('data', () => socket.destroy()));
    presigner = presignerOf({ endpoint: broken.url });
    const error = await upload(await target(), TEXT, { ...noWait, retries: 1 }).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'UploadError', code: 'NetworkFailed', attempts: 2 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(broken.connections()).toBe(2);
  });

  test('hears the refusal of a server that reads no further', async () => {
    await using rude = await startSockets((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 46\r\n\r\n');
        socket.write('<Error><Code>InvalidAccessKeyId</Code></Error>');
      }),
    );
    presigner = presignerOf({ endpoint: rude.url });
    await expect(upload(await target(), new Uint8Array(20_000_000), noWait)).rejects.toMatchObject({
      code: 'InvalidAccessKeyId',
      status: 403,
    });
  });
});

describe('a PUT', () => {
  test('carries the signed headers, and the type of a Blob where none is signed', async () => {
    const signed = await presigner.put('a', { contentType: 'application/json', contentLength: TEXT.length });
    await upload(signed, new Blob([TEXT], { type: 'text/plain' }));
    expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    await upload(await presigner.put('a'), new Blob([TEXT], { type: 'text/plain' }));
    expect(server.requests[1]?.headers['content-type']).toBe('text/plain');
    await upload(await presigner.put('a'), TEXT);
    expect(server.requests[2]?.headers['content-type']).toBeUndefined();
    expect((await upload((await presigner.put('a')).url, TEXT)).status).toBe(200);
  });

  test('of a stream takes its size from what is signed', async () => {
    const signed = await presigner.put('a', { contentLength: 3 });
    expect((await upload(signed, streamOf(bytes('abc')))).bytes).toBe(3);
  });

  test('that must not overwrite is not sent again after a lost answer', async () => {
    let tries = 0;
    const lost: typeof fetch = async () => {
      tries += 1;
      throw new TypeError('fetch failed');
    };
    const once = await presigner.put('a', { ifNoneMatch: '*' });
    await expect(upload(once, TEXT, { ...noWait, fetch: lost })).rejects.toMatchObject({
      code: 'NetworkFailed',
      attempts: 1,
    });
    expect(tries).toBe(1);
  });

  test('calls the fetch it is given by itself, since the one of browsers refuses to be a method', async () => {
    let self: unknown = 'not called';
    const own = function (this: unknown, ...args: Parameters<typeof fetch>) {
      self = this;
      return fetch(...args);
    };
    await upload(await presigner.put('a'), TEXT, { fetch: own });
    expect(self).toBeUndefined();
  });

  test('that is refused brings what S3 says of it', async () => {
    const { url } = await presigner.put('a');
    await expect(upload(url.replace('/a?', '/b?'), TEXT)).rejects.toMatchObject({
      name: 'S3ResponseError',
      code: 'SignatureDoesNotMatch',
      status: 403,
      requestId: 'R2',
    });
  });
});

describe('a target by another shape', () => {
  test('is a URL object, or a method in small letters', async () => {
    const { url } = await presigner.put('a');
    for (const target of [new URL(url), { url: new URL(url) }, { method: 'put', url }])
      expect((await upload(target, TEXT)).status).toBe(200);
    const form = await presigner.post('a');
    const posted = { method: 'post', url: new URL(form.url), fields: form.fields };
    expect((await upload(posted, TEXT)).status).toBe(204);
  });
});

describe('a form whose policy leaves fields to the sender', () => {
  const typeThatArrived = async () => (await server.requests.at(-1)?.form())?.get('Content-Type');

  test('takes the content type of the body', async () => {
    const png = new Blob([TEXT], { type: 'image/png' });
    for (const startsWith of ['image/', '']) {
      await upload(await presigner.post('a', { contentType: { startsWith } }), png);
      expect(await typeThatArrived()).toBe('image/png');
    }
    // What the sender says counts, and what no condition covers is not sent, since S3 refuses it.
    const form = await presigner.post('a', { contentType: { startsWith: 'image/' } });
    await upload({ ...form, fields: { ...form.fields, 'content-type': 'image/gif' } }, png);
    expect((await server.requests.at(-1)?.form())?.get('content-type')).toBe('image/gif');
    await upload(await presigner.post('a'), png);
    expect(await typeThatArrived()).toBeNull();
    expect(server.requests).toHaveLength(4);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'of another type',
      () => new Blob([TEXT], { type: 'text/plain' }),
      /is text\/plain, .*demands .*"image\/"/,
    ],
    ['of no type', () => TEXT, /does not hold/],
  ])('is refused for a body %s, before a byte is sent', async (_, body, message) => {
    const form = await presigner.post('a', { contentType: { startsWith: 'image/' } });
    await expect(upload(form, body() as string)).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'InvalidOption',
      option: 'fields.content-type',
      message: expect.stringMatching(message),
    });
    expect(server.requests).toHaveLength(0);
  });

  test('is refused with the names of what is missing, and goes once it is there', async () => {
    const metadata = { driver: { startsWith: '' }, trip: { startsWith: 'a' }, car: '7' };
    const form = await presigner.post('a', { metadata });
    const error = await upload(form, TEXT).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'InvalidInputError', option: 'fields.x-amz-meta-driver' });
    expect(error.message).toContain('x-amz-meta-driver, x-amz-meta-trip. ');
    expect(server.requests).toHaveLength(0);
    const fields = { ...form.fields, 'X-Amz-Meta-Driver': '', 'x-amz-meta-trip': 'abc' };
    expect((await upload({ ...form, fields }, TEXT)).status).toBe(204);
  });

  test('is sent as it is if its policy cannot be read: S3 says what is wrong', async () => {
    const form = await presigner.post('a');
    await expect(upload({ ...form, fields: { ...form.fields, Policy: 'e30=' } }, TEXT)).rejects.toMatchObject(
      { name: 'S3ResponseError' },
    );
    expect(server.requests).toHaveLength(1);
  });
});

describe('a form', () => {
  test('takes fields that the sender chooses, and the name of the file', async () => {
    const form = await presigner.post({ startsWith: 'in/' }, { metadata: { driver: { startsWith: '' } } });
    const fields = { ...form.fields, 'x-amz-meta-driver': 'ada' };
    await upload({ ...form, fields }, new File([TEXT], 'C:\\trips\\7.json'));
    const sent = await server.requests[0]?.form();
    expect(sent?.get('file')).toMatchObject({ name: 'C:\\trips\\7.json' });
    expect(sent?.get('x-amz-meta-driver')).toBe('ada');
    await upload({ ...form, fields }, TEXT, { fileName: 'ü.json' });
  });

  test.each([undefined, '', '..', 'a/..', 'dir/', 'C:\\dir\\'])(
    'refuses to fill in the file name %j',
    async (fileName) => {
      const form = await presigner.post('in/${filename}');
      await expect(upload(form, TEXT, fileName === undefined ? {} : { fileName })).rejects.toMatchObject({
        name: 'InvalidInputError',
        option: 'fileName',
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  test('brings the location of a 201 and of a redirect', async () => {
    const form = await presigner.post('a', { successActionStatus: 201 });
    answers = [
      () => ({
        status: 201,
        body: '<PostResponse><Location>http://h/a?b=1&amp;c</Location><ETag>"e"</ETag></PostResponse>',
      }),
    ];
    expect(await upload(form, TEXT)).toEqual({
      status: 201,
      etag: '"e"',
      location: 'http://h/a?b=1&c',
      bytes: TEXT.length,
    });
    answers = [() => ({ status: 303 })];
    expect(await upload(form, TEXT)).toMatchObject({ status: 303 });
    answers = [() => ({ status: 307, body: '<Error><Code>TemporaryRedirect</Code></Error>' })];
    await expect(upload(form, TEXT, noWait)).rejects.toMatchObject({
      code: 'TemporaryRedirect',
      status: 307,
    });
  });

  test('whose condition is not met brings what S3 says of it', async () => {
    const form = await presigner.post('a', { contentLengthRange: [1, 3] });
    await expect(upload(form, 'abcd')).rejects.toMatchObject({ code: 'EntityTooLarge', status: 400 });
  });
});

describe('what cannot be uploaded is refused before a byte is sent', () => {
  test.each<[string, () => Promise<[unknown, unknown, unknown?]>, string]>([
    ['nothing', async () => [undefined, ''], 'target'],
    ['null', async () => [null, ''], 'target'],
    ['a number', async () => [5, ''], 'target'],
    ['a method that is none', async () => [{ method: 5, url: server.url }, ''], 'method'],
    ['headers that are none', async () => [{ url: server.url, headers: null }, ''], 'headers'],
    [
      'headers in a Map',
      async () => [{ url: server.url, headers: new Map([['content-type', 'a/b']]) }, ''],
      'headers',
    ],
    ['fields that are none', async () => [{ url: server.url, fields: null }, ''], 'fields'],
    ['fields as JSON', async () => [{ url: server.url, fields: '{}' }, ''], 'fields'],
    ['fields of a FormData', async () => [{ url: server.url, fields: new FormData() }, ''], 'fields'],
    [
      'user and password',
      async () => [(await presigner.put('a')).url.replace('http://', 'http://a:b@'), ''],
      'url',
    ],
    ['null for a date', async () => [{ url: server.url, expiresAt: null }, ''], 'expiresAt'],
    ['no options', async () => [await presigner.put('a'), '', null], 'options'],
    ['a signal that is none', async () => [await presigner.put('a'), '', { signal: 5 }], 'signal'],
    ['a listener that is none', async () => [await presigner.put('a'), '', { onProgress: 5 }], 'onProgress'],
    ['a fetch that is none', async () => [await presigner.put('a'), '', { fetch: 'x' }], 'fetch'],
    ['a sleep that is none', async () => [await presigner.put('a'), '', { sleep: 5 }], 'sleep'],
    ['a clock that is none', async () => [await presigner.put('a'), '', { now: new Date() }], 'now'],
    ['a name that is none', async () => [await presigner.post('a'), '', { fileName: 5 }], 'fileName'],
    [
      'a size that is none',
      async () => [await presigner.put('a'), '', { contentLength: '5' }],
      'contentLength',
    ],
    ['a URL that is none', async () => ['results/a', ''], 'url'],
    ['another protocol', async () => ['file:///etc/passwd', ''], 'url'],
    ['no URL', async () => [{ url: undefined }, ''], 'url'],
    ['a GET', async () => [await presigner.get('a'), ''], 'method'],
    ['a POST without fields', async () => [{ method: 'POST', url: server.url }, ''], 'fields'],
    ['a printed URL', async () => [JSON.parse(JSON.stringify(await presigner.put('a'))), ''], 'url'],
    ['a printed form', async () => [JSON.parse(JSON.stringify(await presigner.post('a'))), ''], 'url'],
    ['a field called file', async () => [{ url: server.url, fields: { File: 'x' } }, ''], 'fields.file'],
    ['a field that is no text', async () => [{ url: server.url, fields: { a: 1 } }, ''], 'fields.a'],
    [
      'fields beyond 20 KB',
      async () => [{ url: server.url, fields: { a: 'x'.repeat(20_500) } }, ''],
      'fields',
    ],
    [
      'a header of two lines',
      async () => [{ url: server.url, headers: { a: 'x\r\nb: c' } }, ''],
      'headers.a',
    ],
    ['no date', async () => [{ url: server.url, expiresAt: 'soon' }, ''], 'expiresAt'],
    ['no body', async () => [await presigner.put('a'), undefined], 'body'],
    ['null', async () => [await presigner.put('a'), null], 'body'],
    ['an object', async () => [await presigner.put('a'), { a: 1 }], 'body'],
    ['a stream of unknown size', async () => [await presigner.put('a'), streamOf()], 'contentLength'],
    [
      'another size than signed',
      async () => [await presigner.put('a', { contentLength: 3 }), 'abcd'],
      'body',
    ],
    [
      'another size than stated',
      async () => [await presigner.put('a'), 'abcd', { contentLength: 3 }],
      'body',
    ],
    [
      'a stream of another size than signed',
      async () => [
        await presigner.put('a', { contentLength: 3 }),
        streamOf(bytes('abcd')),
        { contentLength: 4 },
      ],
      'contentLength',
    ],
    [
      'NaN bytes',
      async () => [await presigner.put('a'), streamOf(), { contentLength: Number.NaN }],
      'contentLength',
    ],
    ['half a retry', async () => [await presigner.put('a'), '', { retries: 0.5 }], 'retries'],
    ['no time', async () => [await presigner.put('a'), '', { timeout: 0 }], 'timeout'],
    ['more time than timers hold', async () => [await presigner.put('a'), '', { timeout: 3e9 }], 'timeout'],
    [
      'all the time',
      async () => [await presigner.put('a'), '', { timeout: Number.MAX_SAFE_INTEGER }],
      'timeout',
    ],
  ])('%s', async (_name, input, option) => {
    const [target, body, options] = await input();
    await expect(upload(target as string, body as never, options as UploadOptions)).rejects.toMatchObject({
      name: 'InvalidInputError',
      option,
    });
    expect(server.requests).toHaveLength(0);
  });

  test('a stream that somebody reads', async () => {
    const stream = streamOf(bytes('abc'));
    stream.getReader();
    await expect(upload(await presigner.put('a'), stream, { contentLength: 3 })).rejects.toMatchObject({
      option: 'body',
    });
  });
});

test.each(['put', 'post'] as const)(
  'no error of a %s tells a secret, even when S3 or fetch repeats it',
  async (kind) => {
    const target: { url: string; fields?: Readonly<Record<string, string>> } = {
      ...(await presigner[kind]('a')),
    };
    const told = target.fields ? Object.values(target.fields).join(' ') : target.url;
    const named = new Map([...new URL(target.url).searchParams, ...Object.entries(target.fields ?? {})]);
    const secrets = ['X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Security-Token', 'Policy']
      .map((name) => named.get(name) ?? '')
      .filter((secret) => secret !== '');
    expect(secrets.length).toBeGreaterThanOrEqual(3);
    const xml = `<Error><Code>Denied</Code><Message>${told.replaceAll('&', '&amp;')}</Message></Error>`;
    const talking: typeof fetch = async () => {
      throw new Error(`cannot reach ${told}`, { cause: new TypeError(told) });
    };

    answers = [() => ({ status: 403, body: xml })];
    const errors: unknown[] = [];
    for (const [altered, options] of [
      [target, {}],
      [target, { fetch: talking }],
      [target, { now: () => new Date(8e15) }],
      [{ ...target, expiresAt: 'x' }, {}],
      [{ ...target, method: 'GET', fields: undefined }, {}],
    ] as const)
      errors.push(
        await upload(altered as typeof target, TEXT, { ...noWait, ...options }).catch((error) => error),
      );
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const printed = inspect(error, { depth: 9 }) + JSON.stringify(error) + String(error);
      for (const secret of secrets.flatMap((text) => [text, encodeURIComponent(text)]))
        expect(printed).not.toContain(secret);
    }
    expect(errors[0]).toMatchObject({ code: 'Denied', message: expect.stringContaining('[redacted]') });
  },
);

describe('of an error of fetch, the cause keeps what helps and no secret,', () => {
  const withSelf = (error: Error) => Object.assign(error, { self: error, cause: error, count: 1n });
  test.each<[string, (url: string) => unknown, object]>([
    [
      'its name, code and causes',
      (url) => failed(url),
      { name: 'TypeError', code: 'E1', message: 'no answer' },
    ],
    ['a list of errors', (url) => new AggregateError([new Error(url)], 'all'), { name: 'AggregateError' }],
    ['a Request', (url) => Object.assign(new Error('x'), { request: new Request(url) }), { message: 'x' }],
    ['a Map', (url) => Object.assign(new Error('x'), { tried: new Map([['url', url]]) }), { message: 'x' }],
    ['no error', (url) => ({ url }), { name: 'Error' }],
    ['a text', (url) => url, { message: expect.stringContaining('[redacted]') }],
    ['itself and a BigInt', () => withSelf(new RangeError('x')), { name: 'RangeError' }],
    ['nothing that can be read', () => Object.create(null), { message: '' }],
  ])('be it with %s', async (_, thrown, kept) => {
    const { url } = await presigner.put('a');
    const fails: typeof fetch = async () => {
      throw thrown(url);
    };
    for (const start of [
      () => upload(url, TEXT, { ...noWait, fetch: fails }),
      () => confirm({ url }, { size: 1 }, { fetch: fails }),
    ]) {
      const error = await start().catch((reason) => reason);
      expect(error).toMatchObject({ name: 'UploadError', code: 'NetworkFailed', cause: expect.any(Error) });
      expect(error.cause).toMatchObject(kept);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/[0-9a-f]{64}/);
    }
  });

  function failed(url: string): Error {
    const root = Object.assign(new Error(`cannot reach ${url}`), { code: url });
    return Object.assign(new TypeError('no answer', { cause: root }), { code: 'E1' });
  }

  test('its causes down to the root', async () => {
    const { url } = await presigner.put('a');
    const error = await upload(url, TEXT, { ...noWait, fetch: () => Promise.reject(failed(url)) }).catch(
      (reason) => reason,
    );
    expect(error.cause.cause).toMatchObject({
      message: expect.stringMatching(/^cannot reach .*\[redacted\]/),
    });
    expect(error.cause.stack).toContain('upload.test.ts');
  });
});

test('no error for a target or option of the wrong shape tells what was given', async () => {
  const { url } = await presigner.put('a');
  const { fields } = await presigner.post('a');
  const wrong: [unknown, object?][] = [
    [{ href: url }],
    [[url]],
    [{ url: { href: url } }],
    [{ url, method: url }],
    [{ url, headers: url }],
    [{ url, headers: { a: [url] } }],
    [{ url, fields: JSON.stringify({ ...fields }) }],
    [{ url, fields: { a: { ...fields } } }],
    [{ url, expiresAt: url }],
    [url, { signal: url }],
    [url, { retries: url }],
    [url, { timeout: url }],
    [url, { contentLength: url }],
    [{ url, fields }, { fileName: [url] }],
  ];
  for (const [target, options] of wrong) {
    const error = await upload(target as string, TEXT, options).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'InvalidInputError' });
    expect(`${inspect(error)}${JSON.stringify(error)}`).not.toMatch(/[0-9a-f]{64}|eyJ/);
  }
  expect(server.requests).toHaveLength(0);
});
