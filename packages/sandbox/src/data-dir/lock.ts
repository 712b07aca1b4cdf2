import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DataDirError } from './data-dir-error.ts';

/** Locks of this process. */
const locks = new Set<string>();

/**
 * Makes a file that keeps other processes out. It names its process, so that one that was killed does not keep it.
 *
 * @returns gives it up.
 * @throws {DataDirError} another process has it, or is about to.
 */
export function takeLock(lock: string): () => void {
  // Written under a name of its own first: nobody finds a lock without a process in it, and takes it for a dead one.
  const own = `${lock}.${randomUUID()}`;
  try {
    writeFileSync(own, String(process.pid));
    while (!linked(own, lock) && !replaced(own, lock));
  } finally {
    rmSync(own, { force: true });
  }
  locks.add(lock);
  return () => {
    rmSync(lock, { force: true });
    locks.delete(lock);
  };
}

/** Gives a file a second name, unless something has that already. */
function linked(own: string, lock: string): boolean {
  const unlessThere = (make: () => void): boolean => {
    try {
      make();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  };
  try {
    return unlessThere(() => linkSync(own, lock));
  } catch {
    // A file system without hard links, such as exFAT. There, a lock is empty for a moment.
    return unlessThere(() => copyFileSync(own, lock, constants.COPYFILE_EXCL));
  }
}

/** Puts a file in the place of a dead lock; not if there is none any more. */
function replaced(own: string, lock: string): boolean {
  if (!isDead(lock)) return false;
  // In turn: of two that find it dead, the slower one would replace the lock of the faster one.
  const giveUpTurn = takeLock(`${lock}.turn`);
  try {
    if (!isDead(lock)) return false;
    renameSync(own, lock);
    return true;
  } finally {
    giveUpTurn();
  }
}

/**
 * Is there a lock whose process has ended?
 *
 * @throws {DataDirError} its process runs.
 */
function isDead(lock: string): boolean {
  let owner: number;
  try {
    owner = Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  // In a container, every process that was killed may have had the id of this one.
  if (owner === process.pid ? locks.has(lock) : runs(owner))
    throw new DataDirError('DataDirInUse', `The data folder is in use by process ${owner} (${lock}).`);
  return true;
}

function runs(pid: number): boolean {
  try {
    // 0 and less are no process, but groups of them, such as one's own.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process runs all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
