import { command } from './command.ts';

/** How long an installation may take, in milliseconds. It takes 30 s where the packages are near. */
const INSTALL_LIMIT_MS = 240_000;

/**
 * Makes sure that programs are there, if need be by installing Debian's packages.
 *
 * @throws Error saying why they cannot be installed.
 */
export async function installPackages(
  programs: readonly string[],
  packages: readonly string[],
): Promise<void> {
  if (await areThere(programs)) return;
  if (process.getuid?.() !== 0 || !(await areThere(['apt-get'])))
    throw new Error(
      `${programs.join(', ')} are not installed; on Debian: apt-get install ${packages.join(' ')}`,
    );
  console.log(`Installing ${packages.join(', ')} …`);
  const options = { timeoutMs: INSTALL_LIMIT_MS, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const apt = (...args: string[]) => command('apt-get', ['-qq', '-y', ...args], options);
  await apt('update');
  await apt('install', '--no-install-recommends', ...packages);
  if (!(await areThere(programs)))
    throw new Error(`${packages.join(' ')} do not hold all of ${programs.join(' ')}`);
}

async function areThere(programs: readonly string[]): Promise<boolean> {
  const found = programs.map((program) => command('sh', ['-c', 'command -v "$0"', program]));
  return (await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled');
}
