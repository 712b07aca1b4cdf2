import { generateKeyPairSync } from 'node:crypto';
import { createClient } from '@x/compredict-client';
import { readPrivateKey } from '@x/compredict-client/node';
import { startSandbox } from '@x/compredict-sandbox';
import { expect, test } from 'vitest';

const features = { distance: [0, 10_000, 20_000, 30_000], damage: [0, 0.05, 0.1, 0.16] };

test.each([1024, 2048, 3072])(
  'results of API v1 are encrypted for a key of %i bits, and read',
  async (bits) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    await using sandbox = await startSandbox({
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    });
    const { aiCoreUrl: url, apiKey } = sandbox.v1;
    const passphrase = 'open sesame';
    const pem = privateKey
      .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase })
      .toString();
    const v1 = createClient({
      apiVersion: 'v1',
      ...{ url, apiKey },
      privateKey: await readPrivateKey(pem, passphrase),
    });
    const { aiCoreUrl, username, password } = sandbox;
    const v2 = createClient({ url: aiCoreUrl, username, password });
    const { results: expected } = await v2.runAlgorithm('damage-forecast', { features }).then(v2.waitForRun);

    for (const format of ['json', 'csv', 'parquet'] as const) {
      const run = await v1.runAlgorithm('damage-forecast', { features, format });
      expect(run.kind).toBe('result');
      expect((await v1.waitForRun(run)).results).toEqual(expected);
    }

    const callbacks = 'http://127.0.0.1:9/'; // Nobody listens: a callback has the run queued.
    const queued = await v1.runAlgorithm('damage-forecast', { features, callbacks });
    expect(queued.kind).toBe('task');
    const task = await v1.waitForRun(queued, { minDelayMs: 5 });
    expect(task).toMatchObject({ results: expected, is_encrypted: false });

    const stranger = createClient({ apiVersion: 'v1', url, apiKey });
    await expect(stranger.runAlgorithm('damage-forecast', { features, encrypt: true })).rejects.toThrow(
      'The results are encrypted. Give the client its `privateKey`.',
    );
    const plain = await stranger.runAlgorithm('damage-forecast', { features });
    expect(plain).toMatchObject({ kind: 'result', result: { results: expected } });
  },
);
