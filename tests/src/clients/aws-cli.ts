import { join } from 'node:path';
import { command } from '../command.ts';
import type { Client } from './client-world.ts';

/** Amazon's own command line. */
export const awsCli: Client = async ({ endpoint, bucket, folder, small, large, env, ...expect }) => {
  const aws = (...args: string[]) => command('aws', ['--endpoint-url', endpoint, ...args], { env });
  const at = (key: string) => `s3://${bucket}/${key}`;
  const back = join(folder, 'back');

  await aws('s3', 'cp', small, at('cli/small ü.txt'), '--metadata', 'trip=7', '--content-type', 'text/plain');
  await aws('s3', 'cp', at('cli/small ü.txt'), back);
  await expect.expectSame(back, small);
  const head = JSON.parse(
    await aws('s3api', 'head-object', '--bucket', bucket, '--key', 'cli/small ü.txt', '--output', 'json'),
  );
  if (head.Metadata.trip !== '7') throw new Error('the metadata is lost');

  // In parts, and back by ranges.
  await aws('s3', 'cp', large, at('cli/large'));
  await aws('s3', 'cp', at('cli/large'), back);
  await expect.expectSame(back, large);

  await aws('s3', 'cp', at('cli/large'), at('cli/copy'));
  const list = await aws('s3', 'ls', at('cli/'));
  for (const name of ['small ü.txt', 'large', 'copy'])
    if (!list.includes(name)) throw new Error(`${name} is not in the list:\n${list}`);
  const url = await aws('s3', 'presign', at('cli/small ü.txt'));
  await expect.expectUrl(url.trim(), small);

  await aws('s3', 'rm', '--recursive', at('cli/'));
  const { KeyCount = 0, Contents = [] } = JSON.parse(
    (await aws('s3api', 'list-objects-v2', '--bucket', bucket, '--output', 'json')) || '{}',
  );
  if (KeyCount + Contents.length !== 0) throw new Error('something is left');
  await aws('s3', 'mb', 's3://another-bucket');
  await aws('s3', 'rb', 's3://another-bucket');
};
