import { S3Client } from '@aws-sdk/client-s3';
import { type AiCoreClient, createClient, createClientFromEnv } from '@x/compredict-client';
import { startSandbox } from '@x/compredict-sandbox';
import { createPresigner, type Presigner } from '@x/s3-presign';
import type { Settings } from './settings.ts';

/** Everything the demo talks to. */
export interface Services {
  readonly aiCore: AiCoreClient;
  readonly presigner: Presigner;
  readonly s3: S3Client;
  readonly bucket: string;
  /** Where they run, for people. */
  readonly description: string;
  stop(): Promise<void>;
}

/** Opens the services that the settings name, and starts the sandbox for those they do not. */
export async function openServices(settings: Settings, env: NodeJS.ProcessEnv): Promise<Services> {
  const needsSandbox = settings.aiCore === 'sandbox' || settings.s3 === undefined;
  const sandbox = needsSandbox ? await startSandbox() : undefined;

  const aiCore =
    settings.aiCore === 'sandbox' && sandbox !== undefined
      ? createClient({ url: sandbox.aiCoreUrl, username: sandbox.username, password: sandbox.password })
      : // The app decides itself what a failed call means, so the client shall throw.
        createClientFromEnv(env, { failOnError: true });
  const { bucket, client: s3 } = openS3(settings, sandbox);
  const where = (local: boolean) => (local ? 'the sandbox' : 'the service of your environment');
  return {
    aiCore,
    s3,
    bucket,
    presigner: createPresigner({ bucket, client: s3 }),
    description: `AI Core: ${where(settings.aiCore === 'sandbox')} · S3: ${where(settings.s3 === undefined)}, bucket ${bucket}`,
    async stop() {
      s3.destroy();
      await sandbox?.stop();
    },
  };
}

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

function openS3(settings: Settings, sandbox: Sandbox | undefined): { bucket: string; client: S3Client } {
  if (settings.s3 !== undefined) {
    const { bucket, region, endpoint } = settings.s3;
    const client = new S3Client({
      ...(region === undefined ? {} : { region }),
      // S3-compatible services answer to path style, whatever their host is called.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    });
    return { bucket, client };
  }
  if (sandbox === undefined) throw new Error('unreachable: without S3 settings there is a sandbox');
  const { bucket, region, credentials, s3Url } = sandbox;
  return { bucket, client: new S3Client({ endpoint: s3Url, region, credentials, forcePathStyle: true }) };
}
