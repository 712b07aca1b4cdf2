import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type DataDirError, damaged } from './data-dir-error.ts';
import { writing } from './writing.ts';

/**
 * JSON documents, one file each. A document is replaced at once or not at all, so that a process that dies leaves no half
 * of one. Synchronous, so that nothing happens between a condition that was checked and the write that it allowed.
 */
export class Documents<T> {
  readonly #folder: string;
  readonly #schema: v.GenericSchema<unknown, T>;

  /**
   * @param schema - What every document is: one that is not was changed from outside.
   * @throws {DataDirError} the folder cannot be made.
   */
  constructor(folder: string, schema: v.GenericSchema<unknown, T>) {
    this.#folder = folder;
    this.#schema = schema;
    writing(folder, () => mkdirSync(folder, { recursive: true }));
  }

  /** @throws {DataDirError} it could not be written. */
  save(id: string, document: T): void {
    const path = this.#path(id);
    const text = JSON.stringify(document);
    writing(path, () => {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    });
  }

  remove(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  /**
   * All of them, in no order.
   *
   * @throws {DataDirError} one is no such document any more.
   */
  load(): T[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => this.#read(join(this.#folder, name)));
  }

  #read(path: string): T {
    let document: unknown;
    try {
      document = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      throw damaged(path, 'it holds no JSON');
    }
    const { output, issues, success } = v.safeParse(this.#schema, document);
    if (success) return output;
    // Nothing is quoted: there may be secrets in it.
    throw damaged(path, `${v.getDotPath(issues[0]) ?? 'it'} is not what was kept`);
  }

  /** What is wrong with a document that does not fit what else was kept. */
  damaged(id: string, how: string): DataDirError {
    return damaged(this.#path(id), how);
  }

  /** Ids are keys of objects, which no file system takes as they are. */
  #path(id: string): string {
    return join(this.#folder, `${createHash('sha256').update(id).digest('hex')}.json`);
  }
}
