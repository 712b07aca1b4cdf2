import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { removeOriginal } from './remove-original.ts';

const requests: IncomingMessage[] = [];
const server = createServer((request, response) => {
  requests.push(request);
  response.writeHead(204).end();
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
beforeEach(() => void requests.splice(0));
afterAll(() => void server.close());

// The sandbox keeps no versions; S3 refuses a version along with a condition.
test.each([
  [{ versionId: '3/L4k', eTag: 'e' }, '3/L4k', undefined],
  [{ versionId: 'null', eTag: 'e' }, null, '"e"'],
  [{ eTag: 'e' }, null, '"e"'],
])('of %j it deletes that and nothing else', async (known, versionId, condition) => {
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  expect(await removeOriginal(client, { bucket: 'results', key: 'a.json', ...known })).toBe(true);
  client.destroy();
  const [{ url = '', headers } = {} as IncomingMessage] = requests;
  const { pathname, searchParams } = new URL(url, 'http://s3');
  expect(pathname).toBe('/results/a.json');
  expect(searchParams.get('versionId')).toBe(versionId);
  expect(headers['if-match']).toBe(condition);
});
