/**
 * HTTP that the published packages share. Private: bundled into each of them. This is the entry for Node.js, Bun and Deno;
 * `web.ts` is that for browsers.
 *
 * @module
 */
export type { ConnectionOptions } from './agents.ts';
export type { ByteSource } from './byte-source.ts';
export { createNodeSender } from './create-node-sender.ts';
export type { HttpAnswer, HttpRequest, SendRequest } from './http-request.ts';
export { type FormPart, type MultipartForm, multipart } from './multipart.ts';
