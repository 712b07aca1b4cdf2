import { DataDirError } from './data-dir-error.ts';

/**
 * Makes or changes a file or folder.
 *
 * @throws {DataDirError} it cannot be done.
 */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof DataDirError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new DataDirError('DataDirUnwritable', `${path} could not be written: ${code}.`, { cause });
  }
}
