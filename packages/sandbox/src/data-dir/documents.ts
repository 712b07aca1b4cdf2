import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirError } from './data-dir-error.ts';

/**
 * JSON documents, one file each. A document is replaced at once or not at all, so that a process that dies leaves no half
 * of one. Synchronous, so that nothing happens between a condition that was checked and the write that it allowed.
 */
export class Documents<T> {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** @throws {DataDirError} it could not be written. */
  save(id: string, document: T): void {
    const path = this.#path(id);
    const text = JSON.stringify(document);
    try {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    } catch (cause) {
      throw new DataDirError(
        'DataDirUnwritable',
        `${path} could not be written: ${(cause as NodeJS.ErrnoException).code}.`,
        { cause },
      );
    }
  }

  remove(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  /**
   * All of them, in no order.
   *
   * @throws {DataDirError} one is no JSON any more.
   */
  load(): T[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => read<T>(join(this.#folder, name)));
  }

  /** Ids are keys of objects, which no file system takes as they are. */
  #path(id: string): string {
    return join(this.#folder, `${createHash('sha256').update(id).digest('hex')}.json`);
  }
}

function read<T>(path: string): T {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new DataDirError('DataDirDamaged', `${path} is damaged: it holds no JSON.`);
  }
}
