import { join } from 'node:path';
import { command } from '../command.ts';
import type { Client } from './client-world.ts';

/** Rclone copies, compares and synchronises; it signs by Amazon's SDK for Go. */
export const rclone: Client = async ({ endpoint, region, bucket, folder, small, large, env, ...expect }) => {
  const options = {
    env: {
      ...env,
      RCLONE_CONFIG: '/dev/null',
      RCLONE_CONFIG_SANDBOX_TYPE: 's3',
      RCLONE_CONFIG_SANDBOX_PROVIDER: 'Other',
      RCLONE_CONFIG_SANDBOX_ENV_AUTH: 'true',
      RCLONE_CONFIG_SANDBOX_ENDPOINT: endpoint,
      RCLONE_CONFIG_SANDBOX_REGION: region,
      RCLONE_S3_UPLOAD_CUTOFF: '10M',
      RCLONE_S3_CHUNK_SIZE: '10M',
    },
  };
  const run = (...args: string[]) => command('rclone', args, options);
  const at = (key: string) => `sandbox:${bucket}/${key}`;
  const back = join(folder, 'back');

  for (const [file, name] of [
    [small, 'small ü.txt'],
    [large, 'large'],
  ] as const) {
    await run('copyto', file, at(`rclone/${name}`));
    await run('copyto', at(`rclone/${name}`), back);
    await expect.expectSame(back, file);
  }
  await run('copyto', at('rclone/large'), at('rclone/copy'));
  const list = JSON.parse(await run('lsjson', at('rclone')));
  const names = list.map(({ Name }: { Name: string }) => Name).sort();
  if (names.join() !== 'copy,large,small ü.txt') throw new Error(`the list is ${names}`);
  await expect.expectUrl((await run('link', '--expire', '5m', at('rclone/small ü.txt'))).trim(), small);
  await run('purge', at('rclone'));
  if ((await run('ls', `sandbox:${bucket}`)).trim() !== '') throw new Error('something is left');
};
