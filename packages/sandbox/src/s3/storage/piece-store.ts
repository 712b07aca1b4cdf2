import { createHash, hash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Piece } from './piece.ts';

/** Larger ones lie in files, in bytes: a result of AI Core is some kilobytes, and memory is for what is asked for often. */
const MEMORY_BYTES = 256 * 1024;

/** A piece as it was written. */
export interface WrittenPiece {
  readonly piece: Piece;
  /** MD5 of its bytes, in hex: S3's ETag. */
  readonly md5: string;
}

/** Where pieces are written to. */
export class PieceStore {
  readonly #keep: string | undefined;
  #folder: Promise<string> | undefined;

  /** @param folder - Every piece is kept there, in a file. Without it, small ones are in memory and files are temporary. */
  constructor(folder?: string) {
    this.#keep = folder;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    this.#folder = Promise.resolve(folder);
  }

  /**
   * Writes bytes as they come. If the source fails, nothing is left of them, and its error is thrown.
   *
   * @param source - Bytes that come all at once are kept as they are: nobody may change them any more.
   */
  write(source: Promise<Buffer> | AsyncIterable<Buffer> | Iterable<Buffer>): Promise<WrittenPiece> {
    return source instanceof Promise
      ? source.then((content) => this.#writeWhole(content))
      : this.#writeStream(source);
  }

  #writeWhole(content: Buffer): WrittenPiece | Promise<WrittenPiece> {
    if (content.length > this.#limit) return this.#writeStream([content]);
    return { piece: { size: content.length, content, users: 1 }, md5: hash('md5', content) };
  }

  async #writeStream(source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<WrittenPiece> {
    const md5 = createHash('md5');
    const head: Buffer[] = [];
    let size = 0;
    let file: { readonly path: string; readonly handle: FileHandle } | undefined;
    try {
      for await (const chunk of source) {
        size += chunk.length;
        md5.update(chunk);
        if (file === undefined) {
          head.push(chunk);
          if (size <= this.#limit) continue;
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
    const content = file === undefined ? Buffer.concat(head) : { path: file.path };
    return { piece: { size, content, users: 1 }, md5: md5.digest('hex') };
  }

  /** Pieces of more bytes are in files. */
  get #limit(): number {
    return this.#keep === undefined ? MEMORY_BYTES : 0;
  }

  /** The piece that was written under a name, after a restart. */
  reopen(name: string, size: number): Piece {
    const content = name === '' ? Buffer.alloc(0) : { path: join(this.#keep ?? '', name) };
    return { size, content, users: 1 };
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
