import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type RecordedRequest, startServer } from '@x/test-kit';
import { expect, test } from 'vitest';
import { verifySignedRequest } from './verify-signed-request.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const region = 'eu-central-1';

/** What the AWS SDK really sends for one call. */
async function sent(
  call: (client: S3Client) => Promise<unknown>,
  identity: object = {},
): Promise<RecordedRequest> {
  await using server = await startServer((_request, response) => {
    response.end();
  });
  const client = new S3Client({ region, endpoint: server.url, credentials: { ...credentials, ...identity } });
  await call(client).catch(() => {}); // The answer is empty, which the SDK may not like; the request is what counts.
  client.destroy();
  const [request] = server.requests;
  if (request === undefined) throw new Error('the SDK sent nothing');
  return request;
}
const verify = (request: RecordedRequest, change: Record<string, string> = {}, now = () => new Date()) =>
  verifySignedRequest(
    { method: request.method, url: request.path, headers: { ...request.headers, ...change } },
    { credentials, region, now },
  );

test.each<[string, (client: S3Client) => Promise<unknown>]>([
  [
    'PutObject',
    (client) => client.send(new PutObjectCommand({ Bucket: 'results', Key: "a b/ü'!.json", Body: '{}' })),
  ],
  ['GetObject', (client) => client.send(new GetObjectCommand({ Bucket: 'results', Key: 'a+b' }))],
  [
    'ListObjectsV2',
    (client) => client.send(new ListObjectsV2Command({ Bucket: 'results', Prefix: 'runs/ü &+' })),
  ],
])('accepts what the AWS SDK signs: %s', async (_name, call) => {
  expect(verify(await sent(call))).toMatchObject({ ok: true, accessKeyId: 'AKIDEXAMPLE' });
});

test('refuses the same when it was altered, dated wrong or signed by another', async () => {
  const request = await sent((client) => client.send(new GetObjectCommand({ Bucket: 'results', Key: 'a' })));
  const hours = (count: number) => () => new Date(Date.now() + count * 3_600_000);
  expect(verify({ ...request, path: '/results/b' })).toMatchObject({
    code: 'SignatureDoesNotMatch',
    status: 403,
  });
  expect(verify(request, { 'x-amz-acl': 'public-read' })).toMatchObject({
    details: { HeadersNotSigned: 'x-amz-acl' },
  });
  expect(verify(request, {}, hours(1))).toMatchObject({ code: 'RequestTimeTooSkewed', status: 403 });
  expect(verify(request, {}, hours(-1))).toMatchObject({ code: 'RequestTimeTooSkewed', status: 403 });
  const stranger = await sent(
    (client) => client.send(new GetObjectCommand({ Bucket: 'results', Key: 'a' })),
    {
      secretAccessKey: 'another',
    },
  );
  expect(verify(stranger)).toMatchObject({ code: 'SignatureDoesNotMatch' });
});

test.each<[string, Record<string, string>, string]>([
  ['no authorization', {}, 'AccessDenied'],
  ['Signature Version 2', { authorization: 'AWS AKIDEXAMPLE:abc=' }, 'InvalidRequest'],
  ['nonsense', { authorization: 'AWS4-HMAC-SHA256 nonsense' }, 'AuthorizationHeaderMalformed'],
  [
    'another region',
    {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=a',
    },
    'AuthorizationHeaderMalformed',
  ],
  [
    'no date',
    {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=a',
    },
    'AccessDenied',
  ],
])('refuses %s', (_name, headers, code) => {
  const request = { method: 'GET', url: '/results/a', headers: { host: 'localhost', ...headers } };
  expect(verifySignedRequest(request, { credentials, region })).toMatchObject({ ok: false, code });
});
