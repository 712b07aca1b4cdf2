/** What a result can be given as at once: JSON text, its UTF-8 bytes, or the object that was parsed from it. */
export type ResultInput = string | Uint8Array | ArrayBuffer | ParsedDocument;

/** Any object but a `Blob`, a `Response`, a stream or a promise, which take time. */
export type ParsedDocument =
  | Readonly<Record<string, unknown>>
  | (object & { readonly arrayBuffer?: never; readonly getReader?: never; readonly then?: never });
