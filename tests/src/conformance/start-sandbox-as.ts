import { startSandbox } from '@x/compredict-sandbox';
import type { S3Access } from './s3-under-test.ts';

/** Starts a sandbox whose S3 passes for a service. It ends with the stack. */
export async function startSandboxAs(
  provider: S3Access['provider'],
  stack: AsyncDisposableStack,
): Promise<S3Access> {
  const { s3Url: url, region, bucket, credentials } = stack.use(await startSandbox({ s3: { provider } }));
  return {
    ...{ name: provider === 'ceph' ? 'sandbox as ceph' : 'sandbox', provider },
    ...{ url, region, bucket, credentials },
  };
}
