import { open, stat } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

/** Bytes read at once. */
const pieceSize = 262_144;

/**
 * A file, read by one buffer that is used over and over. Undefined in browsers.
 *
 * Rejects as node:fs does, with its `code`, where there is no such file.
 */
export const openFile: ((path: string | URL, type: string) => Promise<ByteSource>) | undefined = async (
  path,
  type,
) => {
  const found = await stat(path);
  // Pipes and devices hold more than the 0 bytes that they state, and can be read once.
  const regular = found.isFile();
  return { size: regular ? found.size : undefined, type, repeatable: regular, open: () => read(path) };
};

async function* read(path: string | URL): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(pieceSize);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceSize);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
