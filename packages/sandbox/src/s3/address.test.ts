import { expect, test } from 'vitest';
import { addressOf, objectUrl } from './address.ts';

test.each([
  ['path style', '127.0.0.1:9000', '/results/runs/a%20b.json?acl', 'results', 'runs/a b.json'],
  ['virtual-host style', 'results.localhost:9000', '/runs//a.json', 'results', 'runs//a.json'],
  ['path style again, of another host', '127.0.0.1:9000', '/results/', 'results', ''],
  ['a bucket', 'localhost', '/results', 'results', ''],
  ['a bucket by its host', 'results.localhost', '/', 'results', ''],
  ['the service', 'localhost', '/?x-id=ListBuckets', '', ''],
  ['a whole URL, which is for a proxy', 'localhost', 'http://localhost/results/a.json', '', ''],
  ['no path at all', 'localhost', '*', '', ''],
])('reads %s', (_what, host, url, bucket, key) => {
  expect(addressOf({ url, headers: { host } })).toMatchObject({ bucket, key });
});

test.each([
  ['a signature', '?X-Amz-Algorithm=a&X-Amz-Signature=f', true, []],
  [
    'a signature, and what else is asked for',
    '?partNumber=1&X-Amz-Signature=f&uploadId=u',
    true,
    ['partNumber', 'uploadId'],
  ],
  ['a signature whose names are encoded', '?X-Amz%2DSignature=f&a=', true, ['a']],
  [
    'names that only begin like those of a signature',
    '?X-Amz-Signature2=f&X-Amz-Acl=private',
    false,
    ['X-Amz-Signature2', 'X-Amz-Acl'],
  ],
  ['nothing', '?', false, []],
])('sees %s in a query', (_what, query, isPresigned, names) => {
  const address = addressOf({ url: `/bucket/key${query}`, headers: { host: 'localhost' } });
  expect([address.isPresigned, address.names]).toEqual([isPresigned, names]);
});

test.each([
  ['path style', 'localhost:9000', 'http://localhost:9000/results/runs%2Fa%20b.json'],
  ['virtual-host style', 'results.localhost:9000', 'http://results.localhost:9000/runs%2Fa%20b.json'],
])('names an object in %s, and finds it by that', (_style, host, url) => {
  expect(objectUrl({ headers: { host } }, 'results', 'runs/a b.json')).toBe(url);
  const asked = { url: new URL(url).pathname, headers: { host } };
  expect(addressOf(asked)).toMatchObject({ bucket: 'results', key: 'runs/a b.json' });
});
