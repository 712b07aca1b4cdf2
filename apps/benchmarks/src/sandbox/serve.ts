import { startSandbox } from '@x/compredict-sandbox';

// A sandbox in a process of its own, which tells how much memory it has taken when it is asked.

const { s3Url, region, bucket, credentials, stop } = await startSandbox();
process.send?.({ endpoint: s3Url, region, bucket, ...credentials });
process.on('message', async () => {
  await stop();
  // Kilobytes on every platform.
  process.send?.(process.resourceUsage().maxRSS, () => process.exit());
});
