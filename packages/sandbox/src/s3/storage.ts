/** Largest object that the storage takes, in bytes: fauxqs answers 413 in JSON above it. */
export const MAX_OBJECT_BYTES: number = 11 * 1024 * 1024;

/** One request to the storage, addressed path style. */
export interface StorageRequest {
  readonly method: string;
  /** `/bucket/key?query`, encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** An S3 without any check of who asks. */
export interface Storage {
  send(request: StorageRequest): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts fauxqs, which keeps objects in memory and checks no signature and no policy: that is the gate's work. */
export async function startStorage(buckets: readonly string[]): Promise<Storage> {
  // Imported when it is needed: fauxqs has no CommonJS entry, and this package has one.
  const { startFauxqs } = await import('fauxqs');
  const fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  for (const bucket of buckets) fauxqs.createBucket(bucket);
  return {
    send: ({ method, path, headers, body }) =>
      fetch(`http://127.0.0.1:${fauxqs.port}${path}`, {
        method,
        redirect: 'manual',
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      }),
    stop: () => fauxqs.stop(),
  };
}
