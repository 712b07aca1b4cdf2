import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Document } from '../algorithms/document.ts';

/** What files of these media types are called. */
const extensions: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/svg+xml': '.svg',
  'text/csv': '.csv',
};

/**
 * Writes a template or graph into a file, byte for byte, in place of what is there.
 *
 * @param path - Without an extension, gets that of the document's media type, where it is known.
 * @returns the path of the file.
 *
 * @example
 * ```ts
 * await saveDocument(await aiCore.getGraph('axle-load'), 'axle-load'); //=> 'axle-load.png'
 * ```
 */
export async function saveDocument(document: Document, path: string): Promise<string> {
  const file = extname(path) === '' ? path + (extensions[document.contentType] ?? '') : path;
  await writeFile(file, document.bytes);
  return file;
}
