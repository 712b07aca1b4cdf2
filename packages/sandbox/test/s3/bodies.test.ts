import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { beginUpload } from './begin-upload.ts';
import { Bucket, clientWith, credentials, element, region, startTestS3, type TestS3 } from './support.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.stop());

const isThere = (Key: string) =>
  s3.client.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  );

describe('checksums', () => {
  test.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    '%s is verified, as a header and behind the body, and comes back',
    async (algorithm) => {
      const about = { Bucket, Key: `sum/${algorithm}`, ChecksumAlgorithm: algorithm };
      const name = `Checksum${algorithm}` as const;
      const body = ['a'.repeat(8192), 'end'];
      const { [name]: sum = '' } = await s3.client.send(
        new PutObjectCommand({ ...about, Body: body.join('') }),
      );
      expect(sum).not.toBe('');
      // A stream of unknown checksum: the SDK sends it behind the body.
      const stream = { ...about, Body: Readable.from(body), ContentLength: 8195 };
      const trailed = await s3.client.send(new PutObjectCommand(stream));
      expect(trailed[name]).toBe(sum);
      const object = await s3.client.send(new GetObjectCommand({ ...about, ChecksumMode: 'ENABLED' }));
      expect(object[name]).toBe(sum);
      expect(await object.Body?.transformToString()).toBe(body.join(''));

      const wrong = clientWith(s3, { [`x-amz-checksum-${algorithm.toLowerCase()}`]: sum });
      await expect(
        wrong.send(new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'other', [name]: sum })),
      ).rejects.toMatchObject({ name: 'BadDigest' });
      expect(await isThere('wrong')).toBe(false);
      wrong.destroy();
    },
  );
});

// Up to 8 MiB a body is read as one, beyond that it is streamed: what is asked of it is the same.
describe.each([
  ['a small body', 1000],
  ['the largest that is read as one', 8 * 1024 ** 2],
  ['the smallest that is streamed', 8 * 1024 ** 2 + 1],
])('%s', (_what, size) => {
  const body = Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
  const md5 = (bytes: Buffer, encoding: 'hex' | 'base64') => createHash('md5').update(bytes).digest(encoding);

  test('is stored as it was sent, whatever pieces it comes in', async () => {
    const { url } = await s3.presigner.put('sized');
    for (const cut of [0, 1, size - 1]) {
      const headers = { 'content-length': size, 'content-md5': md5(body, 'base64') };
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = request(url, { method: 'PUT', headers }, resolve).on('error', reject);
        sent.write(body.subarray(0, cut));
        setImmediate(() => sent.end(body.subarray(cut)));
      });
      answer.resume();
      expect([answer.statusCode, answer.headers.etag]).toEqual([200, `"${md5(body, 'hex')}"`]);
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'sized' }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    }
  });

  test.each([
    ['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA==', 'BadDigest'],
    ['x-amz-checksum-crc32', 'AAAAAA==', 'BadDigest'],
    ['x-amz-checksum-sha256', `${'A'.repeat(43)}=`, 'BadDigest'],
    ['x-amz-content-sha256', '0'.repeat(64), 'XAmzContentSHA256Mismatch'],
  ])('with a wrong %s is refused', async (name, value, code) => {
    const client = clientWith(s3, { [name]: value });
    const sent = client.send(new PutObjectCommand({ Bucket, Key: 'wrong-sum', Body: body }));
    await expect(sent).rejects.toMatchObject({ name: code });
    expect(await isThere('wrong-sum')).toBe(false);
    client.destroy();
  });

  test('that is cut off leaves nothing, and the server goes on', async () => {
    const { url } = await s3.presigner.put('cut-off');
    const seen = s3.requests.length;
    const sent = request(url, { method: 'PUT', headers: { 'content-length': size } }).on('error', () => {});
    await new Promise((resolve) => sent.write(body.subarray(0, size - 1), resolve));
    sent.destroy();
    expect(await isThere('cut-off')).toBe(false);
    expect(s3.requests.slice(seen).map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('ends where it says, and what comes behind it is the next request', async () => {
    const { url } = await s3.presigner.put('overlong');
    const { port, host, pathname, search } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${size}\r\n\r\n`);
    socket.write(
      Buffer.concat([
        body,
        Buffer.from(`GET /${Bucket} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`),
      ]),
    );
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403']);
    const { ContentLength, ETag } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'overlong' }));
    expect([ContentLength, ETag]).toEqual([size, `"${md5(body, 'hex')}"`]);
  });
});

test('requests that are sent without waiting for answers are done one after the other', async () => {
  const sent: [method: 'put' | 'get' | 'delete', body: string][] = [
    ['put', 'first'],
    ['get', ''],
    ['put', ''.padEnd(200_000, 'long ')],
    ['put', 'last'],
    ['get', ''],
    ['delete', ''],
    ['get', ''],
  ];
  const requests = await Promise.all(
    sent.map(async ([method, body], at) => {
      const { host, pathname, search } = new URL((await s3.presigner[method]('pipelined')).url);
      const close = at === sent.length - 1 ? 'connection: close\r\n' : '';
      const head = `${method.toUpperCase()} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n`;
      return `${head}${close}content-length: ${body.length}\r\n\r\n${body}`;
    }),
  );
  const socket = connect(Number(new URL(s3.url).port), '127.0.0.1');
  socket.write(requests.join(''));
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['200', '200', '200', '200', '200', '204', '404']);
  expect(text.match(/(?<=\r\n\r\n)(first|last)/g)).toEqual(['first', 'last']);
});

/** Signs a PUT by hand. */
function signedPut(url: URL, payload: string, more: Readonly<Record<string, string>>) {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const sign = (algorithm: string, ...lines: string[]) =>
    createHmac('sha256', signingKey)
      .update([algorithm, date, scope, ...lines].join('\n'))
      .digest('hex');
  const headers: Record<string, string> = {
    ...{ host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': date },
    ...more,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = `PUT\n${url.pathname}\n\n${lines}\n${names.join(';')}\n${payload}`;
  const signature = sign('AWS4-HMAC-SHA256', sha256(canonical));
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { headers, signature, sign };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Sends the four bytes of `text`, once they are asked for. */
function waitingPut(url: string | URL, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ asked: boolean; status: number | undefined; xml: string }>((resolve, reject) => {
    const waiting = { ...headers, 'content-length': 4, expect: '100-continue' };
    let asked = false;
    const sent = request(url, { method: 'PUT', headers: waiting }, async (answer) => {
      let xml = '';
      for await (const chunk of answer) xml += chunk;
      resolve({ asked, status: answer.statusCode, xml });
    });
    sent.on('error', reject).on('continue', () => {
      asked = true;
      sent.end('text');
    });
    sent.flushHeaders();
  });
}

describe('headers of checksums', () => {
  const base64 = (name: string) => createHash(name).update('text').digest('base64');
  const sha1 = { 'x-amz-checksum-sha1': base64('sha1') };
  const algorithm = (name: string) => ({ 'x-amz-sdk-checksum-algorithm': name });
  const invalid = (name: string) => `Value for ${name} header is invalid.`;
  const single = 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.';
  const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const put = (headers: Readonly<Record<string, string>>) => {
    const url = new URL(`${s3.url}/${Bucket}/checked`);
    return waitingPut(url, signedPut(url, 'UNSIGNED-PAYLOAD', headers).headers);
  };

  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['two', { ...sha1, 'x-amz-checksum-sha256': base64('sha256') }, 'InvalidRequest', single],
    ['two, both empty', { 'x-amz-checksum-crc32': '', 'x-amz-checksum-sha1': '' }, 'InvalidRequest', single],
    ['one, and another behind the body', { ...sha1, ...trailer }, 'InvalidRequest', single],
    [
      'the name of another',
      { ...sha1, ...algorithm('SHA256') },
      'InvalidRequest',
      invalid('x-amz-sdk-checksum-algorithm'),
    ],
    ['the name of none', algorithm('MD4'), 'InvalidRequest', invalid('x-amz-sdk-checksum-algorithm')],
    [
      'a name alone',
      algorithm('CRC32'),
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    ],
    ...['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].map(
      (name): [string, Readonly<Record<string, string>>, string, string] => [
        `a ${name} of another length`,
        { [`x-amz-checksum-${name}`]: 'AAA=' },
        'InvalidRequest',
        invalid(`x-amz-checksum-${name}`),
      ],
    ),
    [
      'text that is no base64',
      { 'x-amz-checksum-crc32': '????' },
      'InvalidRequest',
      invalid('x-amz-checksum-crc32'),
    ],
    [
      'an MD5 that is none',
      { 'content-md5': 'dummy' },
      'InvalidDigest',
      'The Content-MD5 you specified was invalid.',
    ],
    [
      'an MD5 that is empty',
      { 'content-md5': '' },
      'InvalidDigest',
      'The Content-MD5 you specified was invalid.',
    ],
  ])('with %s are refused before the body is asked for', async (_what, headers, code, message) => {
    const { asked, status, xml } = await put(headers);
    expect([asked, status, element(xml, 'Code'), element(xml, 'Message')]).toEqual([
      false,
      400,
      code,
      message,
    ]);
    expect(await isThere('checked')).toBe(false);
    expect(element(xml, 'Content-MD5')).toBe(headers['content-md5']);
  });

  test('with a wrong MD5 are refused with both', async () => {
    const { asked, xml } = await put({ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' });
    expect([asked, element(xml, 'Code')]).toEqual([true, 'BadDigest']);
    expect(element(xml, 'CalculatedDigest')).toBe(base64('md5'));
    expect(element(xml, 'ExpectedDigest')).toBe('0'.repeat(32));
  });

  test('may name the one checksum in any case', async () => {
    expect((await put({ ...sha1, ...algorithm('sha1') })).status).toBe(200);
    expect((await put({ ...sha1, ...algorithm('SHA1') })).status).toBe(200);
  });

  test('that are wrong are let in where that is asked for', async () => {
    await using lenient = await startTestS3({ mode: 'warn' });
    const { url } = await lenient.presigner.put('checked');
    expect((await waitingPut(url, { 'content-md5': 'dummy' })).status).toBe(200);
    expect(lenient.requests).toMatchObject([{ ok: false, error: { code: 'InvalidDigest' } }]);
  });
});

describe('what is signed of a body', () => {
  const put = (to: TestS3, payload: string) => {
    const url = new URL(`${to.url}/${Bucket}/hashed`);
    return waitingPut(url, signedPut(url, payload, {}).headers);
  };

  test.each(['foo', '', 'UNSIGNED', 'unsigned-payload', 'STREAMING-FOO', '0'.repeat(63), '0'.repeat(65)])(
    'is neither a SHA-256 nor a marker, but "%s", and is refused before the body is asked for',
    async (payload) => {
      const { asked, status, xml } = await put(s3, payload);
      expect([asked, status, element(xml, 'Code')]).toEqual([false, 400, 'InvalidArgument']);
      expect(element(xml, 'Message')).toBe(
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      );
      expect(element(xml, 'ArgumentName')).toBe('x-amz-content-sha256');
      expect(element(xml, 'ArgumentValue')).toBe(payload);
      expect(await isThere('hashed')).toBe(false);
    },
  );

  test('may be a SHA-256 in either case', async () => {
    expect((await put(s3, sha256('text'))).status).toBe(200);
    expect((await put(s3, sha256('text').toUpperCase())).status).toBe(200);
  });

  test('is for Ceph a hash like any other, which no body has', async () => {
    await using ceph = await startTestS3({ provider: 'ceph' });
    const { status, xml } = await put(ceph, 'foo');
    expect([status, element(xml, 'Code')]).toEqual([400, 'XAmzContentSHA256Mismatch']);
  });
});

/** Signs a chunked PUT by hand, and lets its parts be changed. */
function chunkedPut(
  key: string,
  chunks: readonly string[],
  change: {
    readonly trailer?: string;
    readonly signed?: boolean;
    readonly body?: (body: string) => string;
    readonly decoded?: number;
    readonly to?: string;
  } = {},
) {
  const { signed = true, trailer } = change;
  const url = new URL(`${change.to ?? s3.url}/${Bucket}/${key}`);
  const marker = `${signed ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' : 'STREAMING-UNSIGNED-PAYLOAD'}${trailer === undefined ? '' : '-TRAILER'}`;
  const { headers, signature, sign } = signedPut(url, marker, {
    'x-amz-decoded-content-length': String(change.decoded ?? chunks.join('').length),
    ...(trailer === undefined ? {} : { 'x-amz-trailer': trailer.split(':')[0] ?? '' }),
  });
  let previous = signature;
  let body = '';
  for (const chunk of [...chunks, '']) {
    previous = sign('AWS4-HMAC-SHA256-PAYLOAD', previous, sha256(''), sha256(chunk));
    body += `${chunk.length.toString(16)}${signed ? `;chunk-signature=${previous}` : ''}\r\n`;
    if (chunk !== '') body += `${chunk}\r\n`;
  }
  if (trailer !== undefined) {
    previous = sign('AWS4-HMAC-SHA256-TRAILER', previous, sha256(`${trailer}\n`));
    body += `${trailer}\r\n${signed ? `x-amz-trailer-signature:${previous}\r\n` : ''}`;
  }
  body += '\r\n';
  return fetch(url, { method: 'PUT', headers, body: change.body?.(body) ?? body });
}

describe('an aws-chunked body', () => {
  const chunks = ['a'.repeat(10_000), 'b'.repeat(70_000), 'c'];
  const crc = (text: string) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(text));
    return `x-amz-checksum-crc32:${bytes.toString('base64')}`;
  };
  const right = crc(chunks.join(''));

  test.each([
    ['signed', {}],
    ['signed, with a trailer', { trailer: right }],
    ['unsigned, with a trailer', { trailer: right, signed: false }],
  ])('%s, is unpacked', async (_name, change) => {
    const answer = await chunkedPut('chunked', chunks, change);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const { Body, ContentEncoding } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'chunked' }));
    expect(await Body?.transformToString()).toBe(chunks.join(''));
    expect(ContentEncoding).toBeUndefined();
  });

  test.each<[string, Parameters<typeof chunkedPut>[2], string]>([
    [
      'other bytes in a chunk',
      { body: (body) => body.replace(/b{100}/, `${'b'.repeat(99)}x`) },
      'SignatureDoesNotMatch',
    ],
    [
      'chunks without their signatures',
      { body: (body) => body.replaceAll(/;chunk-signature=\w+/g, '') },
      'SignatureDoesNotMatch',
    ],
    ['no last chunk', { body: (body) => body.slice(0, body.indexOf('\r\n0;') + 2) }, 'IncompleteBody'],
    ['another length', { decoded: 80_000 }, 'IncompleteBody'],
    ['a wrong checksum behind it', { trailer: crc('other') }, 'BadDigest'],
    ['a wrong checksum behind it, unsigned', { trailer: crc('other'), signed: false }, 'BadDigest'],
    [
      'another trailer than was signed',
      { trailer: right, body: (body) => body.replace(right, crc('other')) },
      'SignatureDoesNotMatch',
    ],
    [
      'no trailer where one was promised',
      { trailer: right, signed: false, body: (body) => body.replace(right, '') },
      'MalformedTrailerError',
    ],
    ['no chunks at all', { body: () => 'nonsense' }, 'IncompleteBody'],
  ])('with %s is refused', async (_name, change, code) => {
    const answer = await chunkedPut('refused', chunks, change);
    expect(element(await answer.text(), 'Code')).toBe(code);
    expect(await isThere('refused')).toBe(false);
  });

  test.each([
    ['signed', true],
    ['unsigned', false],
  ])('may be small at its end alone, %s', async (_name, signed) => {
    const sized = (...sizes: number[]) =>
      chunkedPut(
        'sized-chunks',
        sizes.map((size) => 'a'.repeat(size)),
        { signed, trailer: crc('a'.repeat(sizes.reduce((sum, size) => sum + size, 0))) },
      );
    expect((await sized(8192, 8192, 1)).status).toBe(200);
    expect((await sized(3)).status).toBe(200);
    const refused = await sized(8192, 8191, 8192);
    const xml = await refused.text();
    expect([refused.status, element(xml, 'Code')]).toEqual([403, 'InvalidChunkSizeError']);
    expect([element(xml, 'Chunk'), element(xml, 'BadChunkSize')]).toEqual(['3', '8191']);
  });

  test('of small chunks is let in where that is asked for', async () => {
    await using lenient = await startTestS3({ mode: 'warn' });
    expect((await chunkedPut('small-chunks', ['a', 'b'], { to: lenient.url })).status).toBe(200);
    expect(lenient.requests).toMatchObject([{ ok: false, error: { code: 'InvalidChunkSizeError' } }]);
  });
});

test('who is refused is refused before the body is asked for', async () => {
  const { url } = await s3.presigner.put('asked');
  expect(await waitingPut(url)).toMatchObject({ asked: true, status: 200 });
  expect(await waitingPut(url.replace('asked', 'other'))).toMatchObject({ asked: false, status: 403 });
});

describe.each([
  [
    'a PUT',
    async ({ presigner }: TestS3) => {
      const { url } = await presigner.put('cut');
      return request(url, { method: 'PUT', headers: { 'content-length': 10_000_000 } });
    },
  ],
  [
    'a form',
    async ({ presigner }: TestS3) => {
      const { url, fields } = await presigner.post('cut');
      const headers = {
        'content-type': 'multipart/form-data; boundary=edge',
        'content-length': 10_000_000,
      };
      const sent = request(url, { method: 'POST', headers });
      const part = (name: string) => `--edge\r\ncontent-disposition: form-data; name="${name}"`;
      for (const [name, value] of Object.entries(fields)) sent.write(`${part(name)}\r\n\r\n${value}\r\n`);
      sent.write(`${part('file')}; filename="cut"\r\n\r\n`);
      return sent;
    },
  ],
])('%s that ends in the middle leaves nothing', (_what, begin) => {
  // One of its own: the servers of other tests have their files in that of the system.
  let own: string;
  beforeAll(() => {
    own = mkdtempSync(join(tmpdir(), 'bodies-'));
    vi.stubEnv('TMPDIR', own);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  });
  const pieces = () => readdirSync(own, { recursive: true }).slice(1);

  /** Has so much of a body come that it is in a file. */
  const begun = async (other: TestS3) => {
    const sent = await begin(other);
    sent.on('error', () => {});
    sent.write(Buffer.alloc(2_000_000));
    while (pieces().length === 0) await wait(5);
    return sent;
  };

  test('as its client goes away', async () => {
    await using other = await startTestS3();
    const sent = await begun(other);
    sent.destroy();
    while (pieces().length > 0) await wait(5);
    await expect(other.client.send(new HeadObjectCommand({ Bucket, Key: 'cut' }))).rejects.toThrow();
    await other.stop();
    expect(readdirSync(own)).toEqual([]);
  });

  // Who has which file open can be seen there alone.
  test.runIf(process.platform === 'linux')('as the server stops', async () => {
    const other = await startTestS3();
    await begun(other);
    const open = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).includes(own);
        } catch {
          return false;
        }
      });
    expect(open()).toHaveLength(1);
    await other.stop();
    while (open().length > 0) await wait(5);
    expect(readdirSync(own)).toEqual([]);
  });
});

test('a form’s file that is too large is not kept, and its size is told', async () => {
  const { url, fields } = await s3.presigner.post('form', { contentLengthRange: [1, 1000] });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(3_000_000)]), 'large');
  const answer = await fetch(url, { method: 'POST', body: form });
  const xml = await answer.text();
  expect([answer.status, element(xml, 'Code')]).toEqual([400, 'EntityTooLarge']);
  expect([element(xml, 'ProposedSize'), element(xml, 'MaxSizeAllowed')]).toEqual(['3000000', '1000']);
  expect(await isThere('form')).toBe(false);
});

describe('a PUT that does not say how long it is', () => {
  /** Sends bytes, which Node.js would say the length of. */
  const sendRaw = async (url: string, headers: string, body: string) => {
    const { port, host, pathname, search } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = `PUT ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${headers}`;
    socket.write(`${head}\r\n${body}`);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
    return [Number(status), element(answer, 'Code'), element(answer, 'Header')];
  };
  const chunked = (url: string) => sendRaw(url, 'transfer-encoding: chunked\r\n', '4\r\ntext\r\n0\r\n\r\n');
  const missing = [411, 'MissingContentLength', undefined];

  test.each([
    ['aws', [501, 'NotImplemented', 'Transfer-Encoding']],
    ['r2', missing],
    ['ceph', missing],
  ] as const)('is refused, as %s does', async (provider, refused) => {
    await using other = await startTestS3({ provider });
    const { url } = await other.presigner.put('unknown');
    expect(await chunked(url)).toEqual(refused);
    expect(await sendRaw(url, '', '')).toEqual(missing);

    const { about } = await beginUpload(other, 'unknown');
    const part = await other.presigner.uploadPart('unknown', {
      uploadId: about.UploadId ?? '',
      partNumber: 1,
    });
    expect(await chunked(part.url)).toEqual(refused);
    expect(await sendRaw(part.url, '', '')).toEqual(missing);
    const { Contents } = await other.client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).toBeUndefined();
  });

  test('is none that says it has no bytes', async () => {
    const { url } = await s3.presigner.put('empty');
    for (const body of [undefined, '', new Blob([]), new Uint8Array()])
      expect((await fetch(url, { method: 'PUT', ...(body !== undefined && { body }) })).status).toBe(200);
    for (const Body of ['', Buffer.alloc(0)])
      await s3.client.send(new PutObjectCommand({ Bucket, Key: 'empty', Body }));
    expect(await sendRaw(url, 'content-length: 0\r\n', '')).toEqual([200, undefined, undefined]);
  });

  test('is none that says so of the bytes in its chunks', async () => {
    const url = new URL(`${s3.url}/${Bucket}/in-chunks`);
    const { headers } = signedPut(url, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', {
      'x-amz-decoded-content-length': '4',
    });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const twice = '4\r\ntext\r\n0\r\n\r\n';
    const sent = `${lines.filter((line) => !line.startsWith('host:')).join('')}transfer-encoding: chunked\r\n`;
    const length = twice.length.toString(16);
    const body = `${length}\r\n${twice}\r\n0\r\n\r\n`;
    expect(await sendRaw(url.href, sent, body)).toEqual([200, undefined, undefined]);
  });
});
