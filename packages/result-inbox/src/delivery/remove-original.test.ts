import { S3Client } from '@aws-sdk/client-s3';
import { startServer } from '@x/test-kit';
import { expect, test } from 'vitest';
import { removeOriginal } from './remove-original.ts';

// The sandbox keeps no versions; S3 refuses a version along with a condition.
test.each([
  [{ versionId: '3/L4k', eTag: 'e' }, '3/L4k', undefined],
  [{ versionId: 'null', eTag: 'e' }, null, '"e"'],
  [{ eTag: 'e' }, null, '"e"'],
])('of %j it deletes that and nothing else', async (known, versionId, condition) => {
  await using server = await startServer((_, response) => void response.writeHead(204).end());
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const client = new S3Client({
    endpoint: server.url,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials,
  });
  expect(await removeOriginal(client, { bucket: 'results', key: 'a.json', ...known })).toBe(true);
  client.destroy();
  const [request] = server.requests;
  const { pathname, searchParams } = new URL(`${server.url}${request?.path}`);
  expect(pathname).toBe('/results/a.json');
  expect(searchParams.get('versionId')).toBe(versionId);
  expect(request?.headers['if-match']).toBe(condition);
});
