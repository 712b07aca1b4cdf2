import { inspect } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { createInbox, type Quarantined } from '@x/result-inbox';
import { bucketSource } from '@x/result-inbox/bucket';
import { sealCallbackParam } from '@x/result-schema/seal';
import { upload } from '@x/s3-presign';
import { expect, test } from 'vitest';
import { startWorld } from './world.ts';

// AI Core echoes what it was sent along: POST fields, with which anybody can upload, and the seal of the run.

test('nothing that an inbox hands out prints what was echoed', async () => {
  await using world = await startWorld();
  const { bucket, region, credentials, s3Url: endpoint } = world.sandbox;
  const secret = 'a secret of the test, longer than 32 characters';
  const { fields } = await world.presigner.post('runs/a.json');
  const { Policy: policy, 'X-Amz-Signature': signature } = fields as Readonly<Record<string, string>>;
  const callback_param = [{ s3_fields: { ...fields } }, await sealCallbackParam({ trip: 7 }, secret)];
  const genuine = { job_id: 'a', status: 'Finished', success: true, results: { load: [1] }, callback_param };
  const broken = { ...genuine, results: 'none', callback_param };
  for (const [key, body] of Object.entries({ a: genuine, b: broken }))
    await upload(await world.presigner.put(`runs/${key}.json`), JSON.stringify(body));

  const printed: string[] = [];
  const print = (value: unknown) =>
    printed.push(inspect(value, { depth: 20, showHidden: true }), String(value), JSON.stringify(value) ?? '');
  const quarantined: Quarantined[] = [];
  const client = new S3Client({ region, credentials, endpoint });
  const source = bucketSource({ bucket, prefix: 'runs/', client });
  const inbox = createInbox({ source, client, secret, onQuarantine: (each) => quarantined.push(each) });
  print([source, inbox]);
  const running = inbox.run(async (delivery) => {
    expect(JSON.stringify(delivery.result)).toContain(policy);
    print(delivery);
    await delivery.done();
    print([delivery, await delivery.done().catch((error: unknown) => error)]);
    print(await inbox.waitFor('b', { object: { bucket, key: 'runs/b.json' }, timeout: 50 }).catch((e) => e));
  });
  await expect.poll(() => inbox.stats, { timeout: 20_000 }).toMatchObject({ handled: 1, quarantined: 1 });
  await inbox.stop();
  await running;
  print(quarantined);
  const [{ copy } = expect.unreachable()] = quarantined;
  printed.push(Buffer.from((await world.collect(`${copy.key}.reason.json`)).bytes).toString());
  client.destroy();

  const text = printed.join('\n');
  expect(text).toContain('InvalidShape');
  // The beginning of every policy and every token, and the form of every signature.
  expect(text).not.toMatch(/eyJ|[0-9a-f]{64}/);
  for (const value of [secret, credentials.secretAccessKey, policy, signature])
    expect(text).not.toContain(value);
});
