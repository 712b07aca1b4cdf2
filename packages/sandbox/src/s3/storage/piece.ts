import { open } from 'node:fs/promises';
import type { Bytes } from './bytes.ts';

/** A file that holds a piece, from its first byte to its last. */
export interface StoredFile {
  readonly path: string;
}

/** Bytes that are stored, in memory or in a file. Several objects may share a piece, so its users are counted. */
export interface Piece {
  readonly size: number;
  readonly content: readonly Buffer[] | StoredFile;
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
export function readPieces(pieces: readonly Piece[], start = 0, end: number = sizeOf(pieces)): Bytes {
  const stretches = [...cut(pieces, start, end)];
  if (stretches.every((stretch) => Buffer.isBuffer(stretch))) return stretches;
  const reading = readInTurn(pieces, stretches);
  // Up to its first step: a generator that has not begun would never come to its end, and never give back what it uses.
  void reading.next();
  return reading;
}

/** What lies between two positions in all pieces together. */
function* cut(pieces: readonly Piece[], start: number, end: number): Generator<Buffer | FileStretch> {
  let offset = 0;
  for (const { size, content } of pieces) {
    for (const part of 'path' in content ? [{ ...content, length: size }] : content) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, part.length);
      offset += part.length;
      if (from >= to) continue;
      yield 'path' in part ? { path: part.path, from, to } : part.subarray(from, to);
    }
  }
}

interface FileStretch extends StoredFile {
  readonly from: number;
  readonly to: number;
}

async function* readInTurn(
  pieces: readonly Piece[],
  stretches: readonly (Buffer | FileStretch)[],
): AsyncGenerator<Buffer> {
  retain(pieces);
  try {
    yield Buffer.alloc(0);
    for (const stretch of stretches) {
      if (Buffer.isBuffer(stretch)) yield stretch;
      else yield* readFile(stretch.path, stretch.from, stretch.to);
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
