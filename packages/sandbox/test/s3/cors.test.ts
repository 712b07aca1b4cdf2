import { DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Bucket, element, startTestS3 } from './support.ts';

test('a bucket’s rules decide what pages may do', async () => {
  await using s3 = await startTestS3();
  const rule = {
    AllowedOrigins: ['https://*.example'],
    AllowedMethods: ['PUT', 'GET'],
    AllowedHeaders: ['content-*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 60,
  };
  const { CORSRules: open } = await s3.client.send(new GetBucketCorsCommand({ Bucket }));
  expect(open).toMatchObject([{ AllowedOrigins: ['*'], AllowedHeaders: ['*'] }]);
  await s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));
  expect((await s3.client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([rule]);

  const { url } = await s3.presigner.put('a');
  const ask = (origin: string, method: string, headers: string) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    });
  const allowed = await ask('https://app.example', 'PUT', 'Content-Type');
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-methods': 'PUT, GET',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '60',
    'access-control-allow-credentials': 'true',
  });
  for (const [origin, method, headers] of [
    ['https://app.elsewhere', 'PUT', 'content-type'],
    ['https://app.example', 'DELETE', 'content-type'],
    ['https://app.example', 'PUT', 'x-amz-acl'],
  ] as const) {
    const refused = await ask(origin, method, headers);
    expect([refused.status, element(await refused.text(), 'Code')]).toEqual([403, 'AccessForbidden']);
  }
  const put = (origin: string) => fetch(url, { method: 'PUT', body: 'x', headers: { origin } });
  expect((await put('https://app.example')).headers.get('access-control-expose-headers')).toBe('ETag');
  // S3 does what was signed; it is the browser that keeps the answer from the page.
  const elsewhere = await put('https://app.elsewhere');
  expect([elsewhere.status, elsewhere.headers.get('access-control-allow-origin')]).toEqual([200, null]);

  await s3.client.send(new DeleteBucketCorsCommand({ Bucket }));
  expect((await ask('https://app.example', 'PUT', 'content-type')).status).toBe(403);
});

test('tells who asks for less than a browser what is missing', async () => {
  await using s3 = await startTestS3();
  const { url } = await s3.presigner.put('a');
  const origin = 'https://app.example';
  for (const [headers, message] of [
    [{}, 'Insufficient information. Origin request header needed.'],
    [{ 'access-control-request-method': 'PUT' }, 'Insufficient information. Origin request header needed.'],
    [{ origin }, 'Invalid Access-Control-Request-Method: null'],
    [{ origin, 'access-control-request-method': 'PATCH' }, 'Invalid Access-Control-Request-Method: PATCH'],
  ] as const) {
    const answer = await fetch(url, { method: 'OPTIONS', headers });
    const xml = await answer.text();
    expect([answer.status, element(xml, 'Code'), element(xml, 'Message')]).toEqual([
      ...[400, 'BadRequest', message],
    ]);
  }
});

test.each([
  ['an unknown method', { AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] }, 'InvalidRequest'],
  [
    'a time without an end',
    { AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAgeSeconds: Number.POSITIVE_INFINITY },
    'MalformedXML',
  ],
  ['two wildcards', { AllowedMethods: ['PUT'], AllowedOrigins: ['*.*'] }, 'InvalidRequest'],
  [
    'a name that no header can have',
    { AllowedMethods: ['PUT'], AllowedOrigins: ['*'], ExposeHeaders: ['x-€'] },
    'InvalidRequest',
  ],
])('refuses rules with %s', async (_name, rule, name) => {
  await using s3 = await startTestS3();
  const command = new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } });
  await expect(s3.client.send(command)).rejects.toMatchObject({ name });
});
