import { S3Client } from '@aws-sdk/client-s3';
import { createPresigner, type Presigner } from '@x/s3-presign';
import { type RunningS3, type S3Options, startS3 } from '../../src/s3/start-s3.ts';

export const region = 'eu-central-1';
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
export const Bucket = 'results';

/** An S3, and who may do everything there. */
export interface TestS3 extends RunningS3, AsyncDisposable {
  readonly client: S3Client;
  readonly presigner: Presigner;
}

export async function startTestS3(options: Partial<S3Options> = {}): Promise<TestS3> {
  const now = options.now ?? (() => new Date());
  const all = { buckets: [Bucket], region, credentials, ...options, now };
  const s3 = await startS3(all);
  const client = new S3Client({ region: all.region, credentials, endpoint: s3.url, maxAttempts: 1 });
  const stop = async () => {
    client.destroy();
    await s3.stop();
  };
  const presigner = createPresigner({ bucket: Bucket, client, now });
  return { ...s3, client, presigner, stop, [Symbol.asyncDispose]: stop };
}

/** An element of one of S3's documents. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

/** A client with which every request has one more header. */
export function clientWith(s3: TestS3, headers: Readonly<Record<string, string>>): S3Client {
  const client = new S3Client({ region, credentials, endpoint: s3.url, maxAttempts: 1 });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, headers);
      return next(args);
    },
    { step: 'build' },
  );
  return client;
}
