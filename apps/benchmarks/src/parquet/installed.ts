import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm install` of a package takes. */
export interface Installed {
  readonly packages: number;
  readonly bytes: number;
}

/** Sums up a package and everything that it depends on, as it is installed here. */
export function installed(name: string): Installed {
  const seen = new Map<string, number>();
  add(join(import.meta.dirname, '..', '..', 'node_modules', name), seen);
  return { packages: seen.size, bytes: [...seen.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

function add(link: string, seen: Map<string, number>): void {
  const folder = realpathSync(link);
  if (seen.has(folder)) return;
  seen.set(folder, sizeOf(folder));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  // pnpm puts what a package depends on beside it.
  const beside = folder.slice(0, folder.lastIndexOf('node_modules') + 'node_modules'.length);
  for (const name of names) {
    const path = [join(folder, 'node_modules', name), join(beside, name)].find((one) =>
      statSync(one, { throwIfNoEntry: false }),
    );
    // Binaries for other platforms are not here.
    if (path) add(path, seen);
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !join(entry.parentPath, entry.name).slice(folder.length).includes('/node_modules/'),
    )
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
