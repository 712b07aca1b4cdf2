import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { damaged } from './data-dir-error.ts';
import { takeLock } from './lock.ts';
import { writing } from './writing.ts';

/** Who may use a sandbox: kept, so that settings of applications and presigned requests stay true over a restart. */
export interface Identity {
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const identitySchema: v.GenericSchema<unknown, Identity> = v.object({
  username: v.string(),
  password: v.string(),
  apiKey: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
});

/** A folder in which a sandbox keeps its state, open for one process. */
export interface DataDir {
  /** What the last sandbox was started with; nothing the first time. */
  readonly identity: Identity | undefined;
  /** For AI Core's jobs and trained versions. */
  readonly aiCore: string;
  /** For the S3's buckets and objects. */
  readonly s3: string;
  /** @throws {DataDirError} it cannot be written. */
  keep(identity: Identity): void;
  /** Lets another process open it. */
  close(): void;
}

/**
 * Opens a folder, which is made if it is not there. Only its owner can read it: it holds passwords and keys.
 *
 * @throws {DataDirError} another process has it open, a file in it is damaged, or it cannot be written to.
 */
export function openDataDir(path: string): DataDir {
  // Where it is now: the process may go elsewhere.
  const folder = resolve(path);
  const close = writing(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return takeLock(join(folder, 'lock'));
  });
  const file = join(folder, 'identity.json');
  try {
    return {
      identity: readIdentity(file),
      aiCore: join(folder, 'ai-core'),
      s3: join(folder, 's3'),
      keep: (identity) => writing(file, () => writeFileSync(file, JSON.stringify(identity), { mode: 0o600 })),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function readIdentity(file: string): Identity | undefined {
  try {
    return v.parse(identitySchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged(file, 'it cannot be read. Delete it to start with new credentials');
  }
}
