import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '..', '..');

/** The documents whose code is run, from the {@link ROOT}. */
export const READMES: readonly string[] = [
  'README.md',
  'packages/s3-presign/README.md',
  'packages/compredict-client/README.md',
  'packages/result-schema/README.md',
  'packages/result-inbox/README.md',
  'packages/sandbox/README.md',
];
