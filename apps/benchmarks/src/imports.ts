import { execFileSync } from 'node:child_process';

/**
 * Milliseconds that imports take, each in a fresh process: the least of several, since only noise adds to it. The modules
 * take turns, so that what a busy machine costs falls on all of them.
 */
export function importTimes(specifiers: readonly string[], rounds = 15): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (let round = 0; round < rounds; round++)
    for (const specifier of specifiers)
      least.set(specifier, Math.min(least.get(specifier) ?? Number.POSITIVE_INFINITY, timeOf(specifier)));
  return least;
}

function timeOf(specifier: string): number {
  const program = `const start = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - start)`;
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], options));
}
