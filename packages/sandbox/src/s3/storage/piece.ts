import { open } from 'node:fs/promises';

/** Bytes that are stored, in memory or in a file. Several objects may share a piece, so its users are counted. */
export interface Piece {
  readonly size: number;
  readonly content: Buffer | { readonly path: string };
  users: number;
  /** Called when nobody uses it any more. */
  readonly free: () => void;
}

/** Says that somebody else uses these pieces too. */
export function retain(pieces: readonly Piece[]): readonly Piece[] {
  for (const piece of pieces) piece.users += 1;
  return pieces;
}

/** Says that somebody no longer uses these pieces; of one that nobody uses nothing is left. */
export function release(pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    piece.users -= 1;
    if (piece.users === 0) piece.free();
  }
}

/** Does what gives pieces a place. When it fails, nobody uses them. */
export function placed<T>(pieces: readonly Piece[], place: () => T): T {
  try {
    return place();
  } catch (error) {
    release(pieces);
    throw error;
  }
}

/** Bytes of all pieces together. */
export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((size, piece) => size + piece.size, 0);
}

/** How much of a file is read at once, in bytes. */
const READ_BYTES = 256 * 1024;

/**
 * The bytes from `start` up to, not including, `end`. They can be read to their end even if their object is overwritten
 * or deleted meanwhile.
 */
export function readPieces(
  pieces: readonly Piece[],
  start = 0,
  end: number = sizeOf(pieces),
): Buffer | AsyncIterable<Buffer> {
  const [only] = pieces;
  if (pieces.length === 0) return Buffer.alloc(0);
  if (only !== undefined && pieces.length === 1 && Buffer.isBuffer(only.content))
    return only.content.subarray(start, end);
  return readInTurn(retain(pieces), start, end);
}

async function* readInTurn(pieces: readonly Piece[], start: number, end: number): AsyncGenerator<Buffer> {
  try {
    let offset = 0;
    for (const { size, content } of pieces) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, size);
      offset += size;
      if (from >= to) continue;
      if (Buffer.isBuffer(content)) yield content.subarray(from, to);
      else yield* readFile(content.path, from, to);
    }
  } finally {
    release(pieces);
  }
}

async function* readFile(path: string, start: number, end: number): AsyncGenerator<Buffer> {
  await using file = await open(path);
  for (let position = start; position < end; ) {
    const length = Math.min(READ_BYTES, end - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw new Error(`${path} is shorter than it was written`);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
