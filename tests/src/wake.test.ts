import { S3Client } from '@aws-sdk/client-s3';
import { createInbox } from '@x/result-inbox';
import { bucketSource } from '@x/result-inbox/bucket';
import { expect, test } from 'vitest';
import { startWorld } from './world.ts';

const features = { distance: [0, 1000, 2000, 3000], damage: [0, 0.011, 0.019, 0.031] };

test('a wait for a task ends when the inbox hears of its result, long before the next poll', async () => {
  await using world = await startWorld({ queue: { latencyMs: 300 } });
  const { bucket, region, credentials, s3Url: endpoint } = world.sandbox;
  const client = new S3Client({ region, credentials, endpoint });
  const source = bucketSource({ bucket, prefix: 'runs/', client, pollSeconds: 0 });
  await using inbox = createInbox({ source, client });
  const running = inbox.run(() => {});

  const run = await world.aiCore.runAlgorithm('damage-forecast', {
    features,
    callbacks: await world.presigner.put('runs/woken.json'),
  });
  const began = performance.now();
  const task = await world.aiCore.waitForTask(run.kind === 'task' ? run.task : expect.unreachable(), {
    wake: inbox.waitFor,
    minDelayMs: 60_000,
    maxDelayMs: 60_000,
  });
  expect(task).toMatchObject({ status: 'Finished', success: true });
  expect(performance.now() - began).toBeLessThan(30_000);
  await inbox.stop();
  await running;
  client.destroy();
});
