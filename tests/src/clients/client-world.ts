import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '@x/compredict-sandbox';

/** What a client is given: an S3, a folder of its own with files to send, and an environment that holds its keys. */
export interface ClientWorld {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Its home, and where it works. */
  readonly folder: string;
  /** A file of some bytes. */
  readonly small: string;
  /** A file of 30 MB, which clients send in parts. */
  readonly large: string;
  readonly env: Readonly<Record<string, string>>;
  /** Fails unless a file has the bytes of another. */
  expectSame(file: string, other: string): Promise<void>;
  /** Fails unless a presigned URL answers the bytes of a file. */
  expectUrl(url: string, file: string): Promise<void>;
}

/** One client, and everything that it should be able to do. Throws when it is not. */
export type Client = (world: ClientWorld) => Promise<void>;

/** Starts a sandbox for one client, and removes everything behind it. */
export async function tryClient(client: Client): Promise<void> {
  await using sandbox = await startSandbox();
  const folder = await mkdtemp(join(tmpdir(), 'client-'));
  try {
    const small = join(folder, 'small ü.txt');
    const large = join(folder, 'large.bin');
    await writeFile(small, 'some bytes');
    await writeFile(large, randomBytes(30_000_000));
    const { s3Url: endpoint, region, bucket, credentials } = sandbox;
    const home = join(folder, 'home');
    await mkdir(home);
    await client({
      endpoint,
      region,
      bucket,
      folder,
      small,
      large,
      env: {
        HOME: home,
        // Debian's packages, before what else a machine may have of the same name.
        PATH: `/usr/bin:${process.env.PATH ?? ''}`,
        LC_ALL: 'C.UTF-8',
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
        // Rclone cannot do with one, and nothing here is encrypted.
        AWS_CA_BUNDLE: '',
      },
      async expectSame(file, other) {
        if (!(await readFile(file)).equals(await readFile(other))) throw new Error(`${file} is not ${other}`);
      },
      async expectUrl(url, file) {
        const answer = await fetch(url);
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (!answer.ok || !bytes.equals(await readFile(file)))
          throw new Error(`the presigned URL answers ${answer.status}`);
      },
    });
    const refused = sandbox.s3Requests.filter(({ error }) => error?.code === 'InternalError');
    if (refused.length > 0) throw new Error(`the sandbox failed: ${refused[0]?.error?.message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
