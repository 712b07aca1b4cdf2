import { installPackages } from '../install-packages.ts';

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

/**
 * Makes sure that Ceph's programs are there.
 *
 * @throws Error saying why they cannot be installed.
 */
export function installCeph(): Promise<void> {
  return installPackages(PROGRAMS, PACKAGES);
}
