/** One HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** States `content-length` where the body is a stream of known size. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes at hand, or on their way: a piece may be written over as soon as the next one is asked for. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Without its content encoding. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Sends one request, once, and follows no redirect. */
export type SendRequest = (request: HttpRequest) => Promise<HttpAnswer>;
