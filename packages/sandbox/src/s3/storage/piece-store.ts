import { createHash, hash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writing } from '../../data-dir/writing.ts';
import { type Bytes, isInMemory } from './bytes.ts';
import type { Piece } from './piece.ts';

/** Bytes that all pieces in memory may have together: what comes when they are used up lies in files. */
const MEMORY_BYTES = 256 * 1024 ** 2;

/** Longer ones that come by and by lie in files, in bytes: nobody can tell how long they will be. */
const STREAM_BYTES = 256 * 1024;

/** A piece as it was written. */
export interface WrittenPiece {
  readonly piece: Piece;
  /** MD5 of its bytes, in hex: S3's ETag. */
  readonly md5: string;
}

/** Where pieces are written to. */
export class PieceStore {
  readonly #keep: string | undefined;
  /** Bytes that memory is left for. */
  #room: number;
  #folder: Promise<string> | undefined;

  /**
   * @param folder - Every piece is kept there, in a file. Without it, most are in memory and files are temporary.
   * @param memory - Bytes that all pieces in memory may have together.
   * @throws {DataDirError} the folder cannot be made.
   */
  constructor(folder?: string, memory: number = MEMORY_BYTES) {
    this.#keep = folder;
    this.#room = folder === undefined ? memory : 0;
    if (folder === undefined) return;
    writing(folder, () => mkdirSync(folder, { recursive: true }));
    this.#folder = Promise.resolve(folder);
  }

  /**
   * Writes bytes as they come. If the source fails, nothing is left of them, and its error is thrown.
   *
   * @param source - Chunks in memory are kept as they are: nobody may change them any more.
   * @returns At once, what is kept in memory.
   */
  write(source: Bytes): WrittenPiece | Promise<WrittenPiece> {
    return isInMemory(source) && lengthOf(source) <= this.#room
      ? { piece: this.#remembered(source), md5: md5Of(source) }
      : this.#writeStream(source);
  }

  async #writeStream(source: Bytes): Promise<WrittenPiece> {
    const md5 = createHash('md5');
    const limit = Math.min(STREAM_BYTES, this.#room);
    const head: Buffer[] = [];
    let size = 0;
    let file: { readonly path: string; readonly handle: FileHandle } | undefined;
    try {
      for await (const chunk of source) {
        size += chunk.length;
        md5.update(chunk);
        if (file === undefined) {
          head.push(chunk);
          if (size <= limit) continue;
          file = await this.#create();
          await file.handle.writev(head.splice(0));
        } else await file.handle.writev([chunk]);
      }
      await file?.handle.close();
    } catch (error) {
      await file?.handle.close().catch(() => {});
      if (file !== undefined) await rm(file.path, { force: true });
      throw error;
    }
    // A copy: what comes from a socket is a window on a much larger buffer.
    const piece = file === undefined ? this.#remembered([Buffer.concat(head)]) : inFile(file.path, size);
    return { piece, md5: md5.digest('hex') };
  }

  #remembered(content: readonly Buffer[]): Piece {
    const size = lengthOf(content);
    this.#room -= size;
    const free = () => {
      this.#room += size;
    };
    return { size, content, users: 1, free };
  }

  /** The piece of that size that was written under a name, after a restart; nothing if there is none any more. */
  reopen(name: string, size: number): Piece | undefined {
    const path = join(this.#keep ?? '', name);
    return statSync(path, { throwIfNoEntry: false })?.size === size ? inFile(path, size) : undefined;
  }

  /** The piece that has no bytes, and no file. */
  empty(): Piece {
    return this.#remembered([]);
  }

  /** Removes what no object names any more: uploads that a crash has cut off. */
  keepOnly(names: ReadonlySet<string>): void {
    if (this.#keep === undefined) return;
    for (const name of readdirSync(this.#keep)) if (!names.has(name)) rmSync(join(this.#keep, name));
  }

  /** Removes every file, unless they are to be kept. */
  async stop(): Promise<void> {
    if (this.#keep === undefined && this.#folder !== undefined)
      await rm(await this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #create(): Promise<{ path: string; handle: FileHandle }> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'sandbox-s3-'));
    const path = join(await this.#folder, randomUUID());
    return { path, handle: await open(path, 'wx') };
  }
}

function inFile(path: string, size: number): Piece {
  // What is not removed now is when the storage stops, or starts again.
  const free = () => void rm(path, { force: true }).catch(() => {});
  return { size, content: { path }, users: 1, free };
}

function lengthOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((length, chunk) => length + chunk.length, 0);
}

function md5Of(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  // Half the time of a hash that is fed.
  if (only !== undefined && chunks.length === 1) return hash('md5', only);
  const md5 = createHash('md5');
  for (const chunk of chunks) md5.update(chunk);
  return md5.digest('hex');
}
