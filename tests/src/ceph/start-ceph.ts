import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../command.ts';
import { Daemons, freePort } from './daemons.ts';

/** A Ceph cluster of one node, and its S3. */
export interface Ceph extends AsyncDisposable {
  /** Endpoint of the S3, without a slash at the end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** How long the S3 may take to answer for the first time, in milliseconds. It takes 15 s on two cores. */
const START_LIMIT_MS = 120_000;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Starts the smallest Ceph that serves S3: one monitor, one manager, one OSD in memory, one RADOS gateway on loopback.
 * Everything it writes is in a temporary folder of its own, which is gone when it is disposed of, or fails to start.
 */
export async function startCeph(): Promise<Ceph> {
  // Short: the path of a socket may have 107 characters.
  const folder = await mkdtemp(join(tmpdir(), 'ceph-'));
  const daemons = new Daemons();
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // Nothing is left behind either when somebody ends this process: what 'exit' hears must be over at once.
  const atExit = () => {
    daemons.kill();
    remove();
  };
  const exit = () => process.exit(1);
  process.on('exit', atExit);
  for (const signal of SIGNALS) process.on(signal, exit);
  const stop = async () => {
    await daemons.stop();
    remove();
    process.off('exit', atExit);
    for (const signal of SIGNALS) process.off(signal, exit);
  };
  try {
    const ceph = await startDaemons(folder, daemons);
    return { ...ceph, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDaemons(folder: string, daemons: Daemons): Promise<Omit<Ceph, keyof AsyncDisposable>> {
  const fsid = randomUUID();
  const [monPort, rgwPort] = [await freePort(), await freePort()];
  const conf = join(folder, 'ceph.conf');
  const keyring = join(folder, 'keyring');
  const monmap = join(folder, 'monmap');
  for (const name of ['run', 'log', 'mon', 'mgr', 'osd', 'rgw']) await mkdir(join(folder, name));
  await writeFile(conf, configuration(folder, fsid, monPort, rgwPort));

  const admin = (...args: string[]) => command('ceph', ['-c', conf, ...args]);
  const identity = (name: string, ...caps: string[]) =>
    command('ceph-authtool', [
      keyring,
      '--gen-key',
      '-n',
      name,
      ...caps.flatMap((cap) => ['--cap', ...cap.split('=', 2)]),
    ]);

  await command('ceph-authtool', ['--create-keyring', keyring]);
  await identity('mon.', 'mon=allow *');
  await identity('client.admin', 'mon=allow *', 'mgr=allow *', 'osd=allow *');
  // The keys of the others are known to the monitor from its birth, so that nothing has to be asked for later.
  await identity('mgr.x', 'mon=allow profile mgr', 'osd=allow *');
  await identity('osd.0', 'mon=allow profile osd', 'mgr=allow profile osd', 'osd=allow *');
  await identity('client.rgw', 'mon=allow rw', 'mgr=allow rw', 'osd=allow rwx');
  await command('monmaptool', [
    '--create',
    '--fsid',
    fsid,
    '--addv',
    'a',
    `[v2:127.0.0.1:${monPort}]`,
    monmap,
  ]);
  await command('ceph-mon', ['-c', conf, '--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring]);
  daemons.start('ceph-mon', ['-c', conf, '-f', '-i', 'a']);
  await until('the monitor', daemons, () => admin('--connect-timeout', '5', 'mon', 'stat'));

  daemons.start('ceph-mgr', ['-c', conf, '-f', '-i', 'x']);
  const osd = randomUUID();
  await admin('osd', 'create', osd, '0');
  await command('ceph-osd', ['-c', conf, '--mkfs', '-i', '0', '--osd-uuid', osd]);
  daemons.start('ceph-osd', ['-c', conf, '-f', '-i', '0']);
  await until('the OSD', daemons, async () => {
    const { num_up_osds: up } = JSON.parse(await admin('osd', 'stat', '--format', 'json'));
    if (up !== 1) throw new Error('the OSD is not up');
  });

  const credentials = {
    accessKeyId: `CEPH${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  await command('radosgw-admin', [
    ...['-c', conf, '-n', 'client.rgw', 'user', 'create', '--uid', 'tester', '--display-name', 'tester'],
    ...['--access-key', credentials.accessKeyId, '--secret-key', credentials.secretAccessKey],
  ]);
  daemons.start('radosgw', ['-c', conf, '-f', '-n', 'client.rgw']);
  const url = `http://127.0.0.1:${rgwPort}`;
  await until('the gateway', daemons, () => fetch(url).then((answer) => answer.arrayBuffer()));
  // RGW takes a signature for any region; for another than this the AWS SDK would name it when it creates a bucket.
  return { url, region: 'us-east-1', credentials };
}

/** Asks again and again until there is an answer, a daemon has ended, or it takes too long. */
async function until(what: string, daemons: Daemons, ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    daemons.stillRunning();
    try {
      await ask();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`${what} did not answer in ${START_LIMIT_MS} ms`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function configuration(folder: string, fsid: string, monPort: number, rgwPort: number): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monPort}]
mon initial members = a
public addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${folder}/keyring
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/log/$name.log
pid file =
crash dir = ${folder}/log
mon data = ${folder}/mon
mgr data = ${folder}/mgr
osd data = ${folder}/osd
rgw data = ${folder}/rgw
osd objectstore = memstore
memstore device bytes = 1073741824
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 0

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${rgwPort}
rgw enable usage log = false
rgw enable ops log = false
rgw run sync thread = false
`;
}
