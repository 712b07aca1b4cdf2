/** Bytes that are read piece by piece, never held as a whole. */
export interface ByteSource {
  /** Bytes; undefined where nobody knows before the end. */
  readonly size: number | undefined;
  /** Media type. */
  readonly type: string;
  /** Whether it can be opened more than once: a file can, a stream cannot. */
  readonly repeatable: boolean;
  /**
   * Its bytes. A piece may be written over as soon as the next one is asked for. Not any iterable: a stream can be left while
   * it is waited for.
   */
  open(): ReadableStream<Uint8Array>;
}
