import { command } from './daemons.ts';

/** Programs of Ceph that are used here, and Debian's packages that hold them. */
const PROGRAMS = [
  'ceph',
  'ceph-authtool',
  'ceph-mgr',
  'ceph-mon',
  'ceph-osd',
  'monmaptool',
  'radosgw',
  'radosgw-admin',
];
const PACKAGES = ['ceph-common', 'ceph-mgr', 'ceph-mon', 'ceph-osd', 'radosgw'];

/** How long an installation may take, in milliseconds. It takes 30 s where the packages are near. */
const INSTALL_LIMIT_MS = 240_000;

/**
 * Makes sure that Ceph's programs are there.
 *
 * @throws Error saying why they cannot be installed.
 */
export async function installCeph(): Promise<void> {
  if (await isThere(PROGRAMS)) return;
  if (process.getuid?.() !== 0 || !(await isThere(['apt-get'])))
    throw new Error(`Ceph is not installed; on Debian: apt-get install ${PACKAGES.join(' ')}`);
  console.log(`Installing ${PACKAGES.join(', ')} …`);
  const apt = (...args: string[]) => command('apt-get', ['-qq', '-y', ...args], INSTALL_LIMIT_MS);
  await apt('update');
  await apt('install', '--no-install-recommends', ...PACKAGES);
  if (!(await isThere(PROGRAMS)))
    throw new Error(`${PACKAGES.join(' ')} do not hold all of ${PROGRAMS.join(' ')}`);
}

async function isThere(programs: readonly string[]): Promise<boolean> {
  const found = programs.map((program) => command('sh', ['-c', 'command -v "$0"', program]));
  return (await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled');
}
