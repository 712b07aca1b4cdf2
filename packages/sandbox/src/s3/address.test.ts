import { expect, test } from 'vitest';
import { addressOf, objectUrl } from './address.ts';

const isBucket = (name: string) => name === 'results' || name === 'results.2030';

test.each([
  ['path style', '127.0.0.1:9000', '/results/runs/a%20b.json?acl', 'results', 'runs/a b.json'],
  ['virtual-host style', 'results.localhost:9000', '/runs//a.json', 'results', 'runs//a.json'],
  ['path style again, of another host', '127.0.0.1:9000', '/results/', 'results', ''],
  ['a bucket', 'localhost', '/results', 'results', ''],
  ['a bucket by its host', 'results.localhost', '/', 'results', ''],
  ['a bucket that is yet to be made', 'new.bucket.localhost', '/', 'new.bucket', ''],
  ['a bucket before a name of localhost', 'results.s3.localhost:9000', '/a.json', 'results', 'a.json'],
  ['a bucket with a dot before a name of localhost', 'results.2030.s3.localhost', '/a', 'results.2030', 'a'],
  ['path style, of a container’s host', 'host.docker.internal:9000', '/results/a.json', 'results', 'a.json'],
  ['path style, of a machine in the network', 'my-pc.lan', '/results/', 'results', ''],
  ['path style, of a name that holds the address', '127.0.0.1.nip.io', '/results/a', 'results', 'a'],
  ['a bucket before a container’s name', 'results.sandbox:9000', '/a.json', 'results', 'a.json'],
  ['a bucket before a name that holds the address', 'results.127.0.0.1.nip.io', '/a', 'results', 'a'],
  ['a bucket with a dot', 'results.2030.s3.test', '/a', 'results.2030', 'a'],
  ['a bucket with a dot, by the path', 's3.test', '/results.2030/a', 'results.2030', 'a'],
  ['a host that only begins like a bucket', 'results-of-all.test', '/results/a', 'results', 'a'],
  ['the service', 'localhost', '/?x-id=ListBuckets', '', ''],
  ['no path at all', 'localhost', '*', '', ''],
])('reads %s', (_what, host, url, bucket, key) => {
  expect(addressOf({ url, headers: { host } }, isBucket)).toMatchObject({ bucket, key });
});

test('asks anew whether there is such a bucket, though the host is the same', () => {
  const buckets = new Set<string>();
  const bucketOf = () =>
    addressOf({ url: '/a/b', headers: { host: 'late.test' } }, (name) => buckets.has(name)).bucket;
  expect(bucketOf()).toBe('a');
  buckets.add('late');
  expect(bucketOf()).toBe('late');
  buckets.delete('late');
  expect(bucketOf()).toBe('a');
});

test.each([
  ['a signature', '?X-Amz-Algorithm=a&X-Amz-Signature=f', true, []],
  [
    'a signature, and what else is asked for',
    '?partNumber=1&X-Amz-Signature=f&uploadId=u',
    true,
    ['partNumber', 'uploadId'],
  ],
  [
    'a signature as boto writes it',
    '?X-Amz-Algorithm=a&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Signature=f',
    true,
    [],
  ],
  [
    'a signature in order, and what comes behind it',
    '?X-Amz-Algorithm=a&X-Amz-Date=d&X-Amz-Signature=f&X-Amz-SignedHeaders=host&x-id=PutObject',
    true,
    ['x-id'],
  ],
  ['a signature in another order', '?X-Amz-Signature=f&X-Amz-Date=d&acl', true, ['acl']],
  ['a signature whose names are encoded', '?X-Amz%2DSignature=f&a=', true, ['a']],
  [
    'names that only begin like those of a signature',
    '?X-Amz-Signature2=f&X-Amz-Acl=private',
    false,
    ['X-Amz-Signature2', 'X-Amz-Acl'],
  ],
  ['nothing', '?', false, []],
])('sees %s in a query', (_what, query, isPresigned, names) => {
  const address = addressOf({ url: `/bucket/key${query}`, headers: { host: 'localhost' } }, isBucket);
  expect([address.isPresigned, address.names]).toEqual([isPresigned, names]);
});

test.each([
  ['path style', 'localhost:9000', 'http://localhost:9000/results/runs%2Fa%20b.json'],
  ['virtual-host style', 'results.localhost:9000', 'http://results.localhost:9000/runs%2Fa%20b.json'],
])('names an object in %s, and finds it by that', (_style, host, url) => {
  const headers = { host };
  const asked = host.startsWith('results') ? '/' : '/results';
  expect(objectUrl(headers, addressOf({ url: asked, headers }, isBucket), 'runs/a b.json')).toBe(url);
  const address = addressOf({ url: new URL(url).pathname, headers }, isBucket);
  expect(address).toMatchObject({ bucket: 'results', key: 'runs/a b.json' });
});
