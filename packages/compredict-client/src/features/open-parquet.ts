import { FeaturesError } from './features-error.ts';

/**
 * Opens a Parquet file by its path, to be given as features. It is not read into memory: what is uploaded is read as it goes
 * out, and must not change meanwhile.
 *
 * A function, not a string among the features: nobody's JSON can make a service send one of its files.
 *
 * @throws {@link FeaturesError} `UnsupportedFeatures` in a runtime without files, such as a browser. What the file system
 * refuses, such as a path that is not there, is thrown as it comes.
 *
 * @example
 * ```ts
 * await aiCore.runAlgorithm('mass-estimation', { features: await openParquet('trip.parquet') });
 * ```
 */
export async function openParquet(path: string | URL): Promise<Blob> {
  // Asked for at run time, not imported: browsers have no such module.
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!fs?.openAsBlob) {
    const message = 'This runtime opens no file by its path. Give a Blob or the bytes.';
    throw new FeaturesError({ code: 'UnsupportedFeatures', message });
  }
  // Node.js reports whatever goes wrong as "Unable to open file as blob", without a reason.
  await fs.promises.access(path, fs.constants.R_OK);
  return await fs.openAsBlob(path, { type: 'application/parquet' });
}
