import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.ts';
import type { Client } from './client-world.ts';

/** The oldest of them. */
export const s3cmd: Client = async ({ endpoint, region, bucket, folder, small, large, env, ...expect }) => {
  const { host } = new URL(endpoint);
  const config = join(folder, 's3cfg');
  await writeFile(
    config,
    [
      '[default]',
      `access_key = ${env.AWS_ACCESS_KEY_ID}`,
      `secret_key = ${env.AWS_SECRET_ACCESS_KEY}`,
      `bucket_location = ${region}`,
      `host_base = ${host}`,
      `host_bucket = ${host}`,
      'use_https = False',
    ].join('\n'),
  );
  const run = (...args: string[]) => command('s3cmd', ['-c', config, '--no-progress', ...args], { env });
  const at = (key: string) => `s3://${bucket}/${key}`;
  const back = join(folder, 'back');

  await run('put', small, at('s3cmd/small ü.txt'), '--add-header=x-amz-meta-trip:7');
  await run('get', '--force', at('s3cmd/small ü.txt'), back);
  await expect.expectSame(back, small);
  await run('put', '--multipart-chunk-size-mb=10', large, at('s3cmd/large'));
  await run('get', '--force', at('s3cmd/large'), back);
  await expect.expectSame(back, large);
  await run('cp', at('s3cmd/large'), at('s3cmd/copy'));
  const list = await run('ls', at('s3cmd/'));
  for (const name of ['small ü.txt', 'large', 'copy'])
    if (!list.includes(name)) throw new Error(`${name} is not in the list:\n${list}`);
  await run('del', '--recursive', '--force', at('s3cmd/'));
  if ((await run('ls', at('s3cmd/'))).trim() !== '') throw new Error('something is left');
};
