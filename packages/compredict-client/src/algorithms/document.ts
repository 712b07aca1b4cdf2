import type { ApiResponse } from '../http/transport.ts';

/** A template or graph. */
export interface Document {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Media type without its parameters, such as `image/png`; empty if AI Core sent none. */
  readonly contentType: string;
  /** The parsed document, where it is JSON. */
  readonly json?: unknown;
}

/** Reads an answer as a document: bytes whatever it is, and JSON where it is said to be text or JSON and parses. */
export function documentOf({ bytes, headers }: ApiResponse): Document {
  const contentType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const document = { bytes, contentType };
  if (contentType !== '' && !/^text\/|[/+]json$/.test(contentType)) return document;
  try {
    return { ...document, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return document;
  }
}
