import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './readmes.ts';

/** The folders of the packages that are published. */
export const PACKAGES: readonly string[] = [
  's3-presign',
  'compredict-client',
  'result-schema',
  'result-inbox',
  'sandbox',
];

/** What a package says of itself. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

export const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(ROOT, 'packages', folder, 'package.json'), 'utf8'));

/** What can be imported of a package. */
export async function entriesOf(folder: string): Promise<string[]> {
  const { name, exports } = await manifestOf(folder);
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => join(name, entry));
}
