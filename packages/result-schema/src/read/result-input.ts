/**
 * What a result can be given as at once: JSON text, its UTF-8 bytes, or the object that was parsed from it. What `JSON.parse`
 * answers is an `any` to the compiler, and taken for one of these.
 */
export type ResultInput = string | Uint8Array | ArrayBuffer | ParsedDocument;

/** Any object but a `Blob`, a `Response`, a stream or a promise, which take time. */
export type ParsedDocument = { readonly [Symbol.asyncIterator]?: never } & (
  | Readonly<Record<string, unknown>>
  | (object & { readonly arrayBuffer?: never; readonly getReader?: never; readonly then?: never })
);
