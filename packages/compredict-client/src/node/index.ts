/**
 * What of `@x/compredict-client` needs a file system: Node.js, Bun and Deno.
 *
 * @module
 */

export type { PrivateCryptoKey } from '../v1/private-key.ts';
export { fileJournal } from './file-journal.ts';
export { readPrivateKey } from './read-private-key.ts';
export { saveDocument } from './save-document.ts';
