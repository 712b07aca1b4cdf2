// The same for a page: bundled for the browser, run in Chromium. Answers `ok`, or throws.

import { createClient } from '@x/compredict-client';
import { parseResult } from '@x/result-schema';
import { inspect } from '@x/s3-presign/inspect';
import { createSigner } from '@x/s3-presign/signer';
import { upload } from '@x/s3-presign/upload';
import { verifyPresignedUrl } from '@x/s3-presign/verify';

globalThis.smoke = async ({ bucket, region, credentials, s3Url: endpoint, expectedUrl, date }) => {
  const now = () => new Date(date);
  const signer = createSigner({ bucket, region, ...credentials, endpoint, now });
  const { url } = signer.put("runs/ü a+b'.json", { metadata: { trip: '7' } });
  if (url !== expectedUrl) throw new Error('another URL than Node.js signs');
  if (!verifyPresignedUrl({ method: 'PUT', url }, { credentials, now }).ok) throw new Error('refused');
  if (inspect(url, { now }).bucket !== bucket) throw new Error('not inspected');

  const live = createSigner({ bucket, region, ...credentials, endpoint });
  const body = new Uint8Array(3_000_000);
  for (const target of [
    live.put('page.bin'),
    live.post('page.bin', { contentLengthRange: [1, 5_000_000] }),
  ]) {
    const sent = [];
    const { status } = await upload(target, body, { onProgress: (progress) => sent.push(progress.sent) });
    if (status !== 200 && status !== 204) throw new Error(`upload answered ${status}`);
    // Never backwards, and to the end. How many steps Chromium reports on loopback is its own business.
    if (sent.at(-1) !== body.length) throw new Error(`no progress: ${sent}`);
    if (sent.some((bytes, at) => at > 0 && bytes < sent[at - 1])) throw new Error(`backwards: ${sent}`);
  }
  const refused = await upload(live.put('page.bin', { contentLength: 1 }), body).catch((error) => error);
  if (refused.name !== 'InvalidInputError') throw new Error(`not refused: ${refused.name}`);

  // By the page's own fetch: a URL of data answers as a server would.
  const aiCore = createClient({ url: 'https://aicore.example/api/v2', token: 'a.b.c', retry: 0 });
  const original = globalThis.fetch;
  globalThis.fetch = () => original('data:application/json,[]');
  const algorithms = await aiCore.getAlgorithms();
  globalThis.fetch = original;
  if (algorithms.length !== 0) throw new Error('no answer');
  parseResult('{"job_id":"j","status":"Finished","success":true,"results":{}}');
  return 'ok';
};
