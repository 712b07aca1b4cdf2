/** Bytes that are all in memory, in one chunk or several, or that come by and by. */
export type Bytes = readonly Buffer[] | AsyncIterable<Buffer>;

export function isInMemory(bytes: Bytes): bytes is readonly Buffer[] {
  return Array.isArray(bytes);
}
