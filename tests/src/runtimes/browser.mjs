// The same for a page: bundled for the browser, run in Chromium. Answers `ok`, or throws.

import { createClient } from '@x/compredict-client';
import { parseResult } from '@x/result-schema';
import { inspect } from '@x/s3-presign/inspect';
import { createSigner } from '@x/s3-presign/signer';
import { verifyPresignedUrl } from '@x/s3-presign/verify';

globalThis.smoke = async ({ bucket, region, credentials, s3Url: endpoint, expectedUrl, date }) => {
  const now = () => new Date(date);
  const signer = createSigner({ bucket, region, ...credentials, endpoint, now });
  const { url } = signer.put("runs/ü a+b'.json", { metadata: { trip: '7' } });
  if (url !== expectedUrl) throw new Error('another URL than Node.js signs');
  if (!verifyPresignedUrl({ method: 'PUT', url }, { credentials, now }).ok) throw new Error('refused');
  if (inspect(url, { now }).bucket !== bucket) throw new Error('not inspected');

  const live = createSigner({ bucket, region, ...credentials, endpoint });
  const put = await fetch(live.put('page.json').url, { method: 'PUT', body: '{}' });
  const form = new FormData();
  const { url: formUrl, fields } = live.post('page.json', { contentType: 'application/json' });
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['{}']), 'page.json');
  const post = await fetch(formUrl, { method: 'POST', body: form });
  if (put.status !== 200 || post.status !== 204) throw new Error(`PUT ${put.status}, POST ${post.status}`);

  createClient({ url: 'https://aicore.example/api/v2', token: 'a.b.c' });
  parseResult('{"job_id":"j","status":"Finished","success":true,"results":{}}');
  return 'ok';
};
