// What every runtime must be able to do with the built packages. Prints one line, `ok`, or throws.
import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, decryptResult, featuresFile, openParquet, readCsv } from '@x/compredict-client';
import { fileJournal, readPrivateKey } from '@x/compredict-client/node';
import { parseResult, streamResult } from '@x/result-schema';
import { openCallbackParam, sealCallbackParam } from '@x/result-schema/seal';
import { createPresigner, upload } from '@x/s3-presign';
import { inspect } from '@x/s3-presign/inspect';
import { createSigner } from '@x/s3-presign/signer';
import { verifyPresignedPost, verifyPresignedUrl } from '@x/s3-presign/verify';

const env = JSON.parse(process.argv[2] ?? '{}');
const { bucket, region, credentials, s3Url: endpoint } = env;
const now = () => new Date('2026-03-01T12:00:00Z');

// Both lanes give one URL and one form.
const presigner = createPresigner({ bucket, region, credentials, endpoint, now });
const signer = createSigner({ bucket, region, ...credentials, endpoint, now });
const key = "runs/ü a+b'.json";
const options = { metadata: { trip: '7' } };
assert.equal(signer.put(key, options).url, (await presigner.put(key, options)).url);
assert.deepEqual({ ...signer.post(key, options).fields }, { ...(await presigner.post(key, options)).fields });

// What is signed is accepted, what is altered is not.
const { url } = signer.put(key);
assert.equal(verifyPresignedUrl({ method: 'PUT', url }, { credentials, now }).ok, true);
assert.equal(verifyPresignedUrl({ method: 'GET', url }, { credentials, now }).code, 'SignatureDoesNotMatch');
const { fields } = signer.post(key, { contentLengthRange: [1, 2] });
assert.equal(
  verifyPresignedPost({ bucket, fields, file: { size: 3 } }, { credentials, now }).code,
  'EntityTooLarge',
);
assert.equal(inspect(url, { now }).key, key);

// An upload lands in a real server that checks signatures, by URL and by form.
const live = createSigner({ bucket, region, ...credentials, endpoint });
assert.equal((await upload(live.put('smoke.json'), '{}')).status, 200);
assert.equal((await upload(live.post('smoke.json'), '{}')).status, 204);

// A run over HTTP, its features written as Parquet and its result read.
const { aiCoreUrl, username, password } = env;
const aiCore = createClient({ url: aiCoreUrl, username, password });
const features = { distance: [0, 1000, 2000, 3000], damage: [0, 0.011, 0.019, 0.031] };
// Every runtime has the same bucket, and each wants its own result.
const resultKey = `results/${crypto.randomUUID()}.json`;
const run = await aiCore.runAlgorithm('damage-forecast', { features, callbacks: live.put(resultKey) });
const { job_id } = await aiCore.waitForTask(run.task.job_id);
const read = async () => {
  const response = await fetch(live.get(resultKey).url);
  const text = await response.text();
  return response.ok ? text : undefined;
};
let text;
for (let tries = 0; text === undefined && tries < 100; tries += 1) {
  text = await read();
  if (text === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
}
assert.equal(parseResult(text ?? '').job_id, job_id);

// Results come as streams, compressed or not, and their seals are told from forged ones.
const gzip = () => new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
assert.equal((await parseResult(gzip())).job_id, job_id);
let kinds = '';
for await (const { kind } of streamResult(gzip())) kinds += `${kind} `;
assert.match(kinds, /^(series )+result $/);
const secret = crypto.getRandomValues(new Uint8Array(32));
const sealed = await sealCallbackParam({ trip: 7 }, secret, { objectKey: resultKey });
assert.deepEqual((await openCallbackParam(sealed, secret, { objectKey: resultKey })).data, { trip: 7 });
await assert.rejects(openCallbackParam(sealed, secret, { objectKey: 'other' }), { code: 'WrongObject' });

// Features of CSV, compressed with the runtime's own ZSTD, and sent from a file that is opened by its path.
const folder = await mkdtemp(join(tmpdir(), 'smoke-'));
try {
  // A batch writes its journal, and finds nothing left to do when it is started again.
  const journal = fileJournal(join(folder, 'runs.jsonl'));
  const batch = () => aiCore.runMany('damage-forecast', ['a', 'b'], { run: () => ({ features }), journal });
  const outcomes = [];
  for await (const { key, ok } of batch()) outcomes.push(`${key} ${ok}`);
  assert.deepEqual(outcomes.sort(), ['a true', 'b true']);
  assert.match(await readFile(join(folder, 'runs.jsonl'), 'utf8'), /"handled"/);
  for await (const outcome of batch()) assert.fail(outcome.key);

  // Results of API v1 are decrypted, with a key that has a passphrase.
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'p',
  });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const secretResults = publicEncrypt({ key: pair.publicKey, padding, oaepHash: 'sha1' }, '[7]').toString(
    'base64',
  );
  const clear = await decryptResult(
    { is_encrypted: true, results: secretResults },
    await readPrivateKey(pem, 'p'),
  );
  assert.deepEqual(clear.results, [7]);

  const path = join(folder, 'trip.parquet');
  const csv = await readCsv('distance,damage\n0,0\n1000,0.011\n2000,0.019\n3000,0.031\n');
  const file = await featuresFile(csv, { codec: 'zstd' });
  await writeFile(path, new Uint8Array(await file.arrayBuffer()));
  const sent = { features: await openParquet(path), checkFeatures: true };
  const { results } = await aiCore.runAlgorithm('damage-forecast', sent).then(aiCore.waitForRun);
  assert.notEqual(results, undefined);
} finally {
  await rm(folder, { recursive: true });
}
console.log('ok');
