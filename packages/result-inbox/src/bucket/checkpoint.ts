import { open, readFile, rename } from 'node:fs/promises';

/** Where a `bucketSource` keeps how far it has come. Two sources must not share one. */
export interface Checkpoint {
  /** The text that was saved last; undefined if there is none. */
  load(): Promise<string | undefined>;
  /** Replaces it, in one step: a crash must leave the old text or the new one. */
  save(text: string): Promise<void>;
}

/**
 * A checkpoint in a file.
 *
 * @param path the file; `<path>.new` beside it is written first.
 */
export function fileCheckpoint(path: string): Checkpoint {
  return {
    load: () =>
      readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    async save(text) {
      const next = `${path}.new`;
      const file = await open(next, 'w');
      try {
        await file.writeFile(text);
        // Otherwise a machine that loses power may have renamed an empty file.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, path);
    },
  };
}
