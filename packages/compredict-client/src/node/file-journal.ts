import { fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as v from 'valibot';
import { JournalError } from '../errors/journal-error.ts';
import { JournalEntry, type RunJournal } from '../runs/many/journal.ts';

/**
 * A journal in a file: one JSON object a line, only ever added to.
 *
 * An entry is in the operating system's hands as soon as it is known, so that it survives the end of the process, by
 * SIGKILL too, and on the disk before its item goes on, so that it survives a power cut. A last line that was cut off is
 * removed; a broken one anywhere else is an error. One process at a time: nothing locks the file.
 *
 * @param path - Created if it is not there; its folder has to be.
 */
export function fileJournal(path: string | URL): RunJournal {
  let file: FileHandle | undefined;
  return {
    async open() {
      if (file) throw new JournalError('The journal is in use by another batch.');
      file = await open(path, 'a+');
      try {
        return await readEntries(file);
      } catch (error) {
        await this.close();
        throw error;
      }
    },
    async append(entry) {
      if (!file) throw new JournalError('The journal is not open.');
      // Not by the thread pool, which may be busy: every moment between AI Core's answer and this is a run that a crash
      // would double.
      writeWhole(file.fd, Buffer.from(`${JSON.stringify(entry)}\n`));
      await file.datasync();
    },
    async close() {
      const closing = file;
      file = undefined;
      await closing?.close();
    },
  };
}

/** Writes all of a line or nothing of it: a disk that is nearly full takes a part. */
function writeWhole(fd: number, line: Buffer): void {
  let written = 0;
  try {
    while (written < line.length) written += writeSync(fd, line, written);
  } catch (error) {
    // The next entry would be written onto this one, and neither be read again.
    if (written > 0) ftruncateSync(fd, fstatSync(fd).size - written);
    throw error;
  }
}

async function readEntries(file: FileHandle): Promise<JournalEntry[]> {
  const bytes = await file.readFile();
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await file.truncate(end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const entry = v.safeParse(JournalEntry, parseJson(line));
    if (entry.success) return entry.output;
    throw new JournalError(
      `Line ${index + 1} of the journal is not an entry. Repair it, or begin a new one.`,
    );
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
