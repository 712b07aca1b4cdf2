import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createSigner } from '@x/s3-presign/signer';
import { describe, expect, test } from 'vitest';
import { Bucket, credentials, element, region, startTestS3, type TestS3 } from '../../test/s3/support.ts';

describe('a request line with a whole URL', () => {
  /** Sends a GET with such a line, and answers status and body. */
  async function get(s3: TestS3, url: string, host: string): Promise<[status: number, body: string]> {
    const socket = connect(Number(new URL(s3.url).port), '127.0.0.1');
    socket.write(`GET ${url} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += chunk;
    return [Number(/(?<=HTTP\/1\.1 )\d+/.exec(text)?.[0]), text.slice(text.indexOf('\r\n\r\n') + 4)];
  }

  test('is about the object that it names, at the host that it names', async () => {
    await using s3 = await startTestS3();
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'runs/a b.json', Body: 'stored' }));
    const { url } = await s3.presigner.get('runs/a b.json');
    const { host } = new URL(url);
    expect(await get(s3, url, host)).toEqual([200, 'stored']);
    expect(await get(s3, url.replace('http://', 'HTTP://user:password@'), 'proxy.test')).toEqual([
      200,
      'stored',
    ]);
    const about = { bucket: Bucket, key: 'runs/a b.json', signedBy: 'url', ok: true };
    expect(s3.requests.slice(1)).toMatchObject([about, about]);
    const [status, xml] = await get(s3, url.replace(host, 'other.test'), host);
    expect([status, element(xml, 'Code'), element(xml, 'Resource')]).toEqual([
      403,
      'SignatureDoesNotMatch',
      `/${Bucket}/runs/a%20b.json`,
    ]);
  });

  test('names the bucket by its host, without the port that every client leaves out', async () => {
    await using s3 = await startTestS3();
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'stored' }));
    const signer = createSigner({ ...credentials, bucket: Bucket, region, endpoint: 'http://localhost' });
    const { url } = signer.get('a');
    expect(new URL(url).host).toBe(`${Bucket}.localhost`);
    expect(await get(s3, url, 'proxy.test')).toEqual([200, 'stored']);
    expect(await get(s3, url.replace('localhost/', 'localhost:80/'), 'proxy.test')).toEqual([200, 'stored']);
  });
});

test.each([
  ['aws', '7,8'],
  ['r2', '7,8'],
  ['ceph', '8'],
] as const)('a header that is sent twice is for %s one of "%s"', async (provider, value) => {
  await using s3 = await startTestS3({ provider });
  const url = await getSignedUrl(
    new S3Client({ region, credentials, endpoint: s3.url, requestChecksumCalculation: 'WHEN_REQUIRED' }),
    new PutObjectCommand({ Bucket, Key: 'twice', Metadata: { trip: value } }),
    { unhoistableHeaders: new Set(['x-amz-meta-trip']) },
  );
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'content-length': 1, 'x-amz-meta-trip': ['7', '8'] };
    request(url, { method: 'PUT', headers }, resolve).on('error', reject).end('x');
  });
  expect(answer.resume().statusCode).toBe(200);
  const { Metadata } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'twice' }));
  expect(Metadata).toEqual({ trip: value });
});
