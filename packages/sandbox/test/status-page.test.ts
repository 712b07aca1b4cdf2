import { createPresigner, upload } from '@x/s3-presign';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

test('shows jobs, deliveries with their refusals, S3 requests and objects, and no secret', async () => {
  await using sandbox = await startSandbox({ sampleLimit: 0 });
  const { bucket, region, credentials, s3Url: endpoint } = sandbox;
  const presigner = createPresigner({ bucket, region, credentials, endpoint });
  await upload(await presigner.put(`${HOSTILE}.json`), '{"hostile":true}');
  const form1 = await presigner.post('small.json', { contentLengthRange: [0, 10] });
  const { post } = await connect(sandbox);
  const features = parquet({ distance: [0, 1000, 2000], damage: [0, 0.1, 0.2] });
  await post(
    '/algorithms/damage-forecast/predict',
    form({ callback_url: form1.url, callback_param: JSON.stringify({ s3_fields: form1.fields }) }, features),
  );
  await sandbox.settled();

  const page = await fetch(sandbox.statusUrl);
  expect(page.headers.get('content-type')).toContain('text/html');
  const html = await page.text();
  for (const shown of [
    sandbox.jobs[0]?.id ?? 'no job',
    'predict damage-forecast',
    'EntityTooLarge: Your proposed upload exceeds the maximum allowed size',
    '&lt;img src=x onerror=alert(1)&gt;.json',
  ])
    expect(html).toContain(shown);
  expect(html).not.toContain(HOSTILE);
  for (const secret of [
    sandbox.password,
    credentials.secretAccessKey,
    credentials.accessKeyId,
    form1.fields['X-Amz-Signature'] ?? '',
    form1.fields.Policy ?? form1.fields.policy ?? '',
  ])
    expect(html).not.toContain(secret);

  // Its script runs, and nothing else does.
  const [, nonce = ''] = /<script nonce="([^"]+)">/.exec(html) ?? [];
  expect(page.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}';`);

  const [, link = ''] = /href="([^"]+)"/.exec(html) ?? [];
  const object = await fetch(new URL(link.replaceAll('&amp;', '&'), sandbox.statusUrl));
  expect(await object.text()).toBe('{"hostile":true}');
  expect(object.headers.get('content-security-policy')).toContain('sandbox');
});

test('is where the root leads, and is itself no request to AI Core', async () => {
  await using sandbox = await startSandbox();
  const answer = await fetch(new URL('/', sandbox.aiCoreUrl));
  expect(answer.url).toBe(sandbox.statusUrl);
  expect(await answer.text()).toContain('None yet.');
  sandbox.faults.add({ path: '/_sandbox*', fault: { kind: 'server-error' } });
  expect((await fetch(sandbox.statusUrl.replace(/\/$/, ''))).status).toBe(200);
  expect(sandbox.requests.map(({ path }) => path)).not.toContain('/_sandbox');
  expect((await fetch(new URL('/_sandbox/object?bucket=no&key=no', sandbox.aiCoreUrl))).status).toBe(404);
});

test('other languages get the same as JSON', async () => {
  await using sandbox = await startSandbox();
  const { bucket, region, credentials, s3Url: endpoint } = sandbox;
  await upload(await createPresigner({ bucket, region, credentials, endpoint }).put('a.json'), '{}');
  const get = async (path: string) => (await fetch(new URL(path, sandbox.statusUrl))).json();
  expect(await get('jobs')).toEqual([]);
  expect(await get('objects')).toMatchObject([{ bucket, key: 'a.json', size: 2 }]);
  expect(await get('s3-requests')).toMatchObject([{ method: 'PUT', key: 'a.json', ok: true }]);
});
