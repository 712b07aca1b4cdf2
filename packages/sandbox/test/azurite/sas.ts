import { createHmac } from 'node:crypto';

/** A storage account and where it is. */
export interface StorageAccount {
  readonly name: string;
  /** In base64. */
  readonly key: string;
  /** Endpoint of its blobs, without a slash at the end. */
  readonly url: string;
}

/** What a signature grants. */
export interface Grant {
  /** Letters such as `cw`: create and write. */
  readonly permissions: string;
  readonly expires: Date;
}

const VERSION = '2018-11-09';
const time = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
const sign = (lines: readonly string[], { key }: StorageAccount): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(lines.join('\n')).digest('base64');

/** A signature for every container of an account (Azure Storage: Create an account SAS). */
export function accountSas(account: StorageAccount, { permissions, expires }: Grant): string {
  const [services, types, until] = ['b', 'sco', time(expires)];
  const sig = sign([account.name, permissions, services, types, '', until, '', '', VERSION, ''], account);
  return String(
    new URLSearchParams({ sv: VERSION, ss: services, srt: types, sp: permissions, se: until, sig }),
  );
}

/** The URL of a blob with a signature for its container (Azure Storage: Create a service SAS). */
export function blobUrl(account: StorageAccount, blob: string, { permissions, expires }: Grant): string {
  const [container = ''] = blob.split('/');
  const resource = `/blob/${account.name}/${container}`;
  const until = time(expires);
  const rest = Array.from({ length: 6 }, () => '');
  const sig = sign([permissions, '', until, resource, '', '', '', VERSION, 'c', ...rest], account);
  const query = new URLSearchParams({ sv: VERSION, sr: 'c', sp: permissions, se: until, sig });
  return `${account.url}/${blob}?${query}`;
}
