import { execFileSync } from 'node:child_process';

/** Milliseconds that an import takes in a fresh process: the least of several, since only noise adds to it. */
export function importTime(specifier: string, processes = 7): number {
  const program = `const start = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - start)`;
  const times = Array.from({ length: processes }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: import.meta.dirname,
        encoding: 'utf8',
      }),
    ),
  );
  return Math.min(...times);
}
