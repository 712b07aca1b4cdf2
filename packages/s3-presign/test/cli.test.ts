import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer } from '@x/test-kit';
import { describe, expect, test, vi } from 'vitest';
import { verifyPresignedPost, verifyPresignedUrl } from '../src/verify/index.ts';
import { cli, credentials, execute, firstLine, folder } from './support/cli.ts';

// Each test starts processes, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 });

describe('put, get, head and delete', () => {
  test.each([
    [
      'put',
      'PUT',
      ['--metadata', 'trip=7', '--metadata', 'run=a=b', '--acl', 'private', '--tagging', 'team=x'],
    ],
    ['get', 'GET', ['--response-content-type', 'text/plain', '--response-expires', '2030-01-01T00:00:00Z']],
    ['head', 'HEAD', ['--version-id', 'v1']],
    ['delete', 'DELETE', ['--version-id', 'v1']],
  ])('%s prints a URL alone that S3 accepts', async (command, method, flags) => {
    const { exitCode, stdout, stderr } = await cli([command, 's3://results/runs/a b.json', ...flags]);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`${method} s3://results/runs/a b.json until `),
    });
    const url = stdout.trimEnd();
    expect(url).toMatch(/^https:\/\/results\.s3\.eu-central-1\.amazonaws\.com\/runs\/a%20b\.json\?\S+$/);
    expect(verifyPresignedUrl({ method, url }, { credentials })).toMatchObject({ ok: true });
    if (command === 'put')
      expect(verifyPresignedUrl({ method, url }, { credentials })).toMatchObject({
        hoisted: {
          'x-amz-meta-trip': '7',
          'x-amz-meta-run': 'a=b',
          'x-amz-acl': 'private',
          'x-amz-tagging': 'team=x',
        },
      });
    // The URL is the one secret, and belongs to standard output alone.
    expect(stderr).not.toContain('X-Amz-');
  });

  test('says which headers the sender must send', async () => {
    const { stderr } = await cli([
      'put',
      's3://results/a',
      '--content-type',
      'text/csv',
      '--if-none-match',
      '*',
    ]);
    expect(stderr).toContain('  content-type: text/csv\n  if-none-match: *\n');
  });

  test('--json prints everything', async () => {
    const { stdout, stderr } = await cli(['put', 's3://results/a', '--content-length', '0', '--json']);
    expect(stderr).toBe('');
    const { url, ...rest } = JSON.parse(stdout);
    expect(rest).toMatchObject({
      method: 'PUT',
      bucket: 'results',
      key: 'a',
      headers: { 'content-length': '0' },
      expiresAt: expect.stringMatching(/Z$/),
    });
    const sent = { method: 'PUT', url, headers: { 'content-length': '0' } };
    expect(verifyPresignedUrl(sent, { credentials }).ok).toBe(true);
  });

  test.each([
    ['90', '90'],
    ['90s', '90'],
    ['15m', '900'],
    ['2h', '7200'],
    ['7d', '604800'],
  ])('--expires-in %s is %s seconds', async (given, seconds) => {
    const { stdout } = await cli(['get', 's3://results/a', '--expires-in', given]);
    expect(new URL(stdout).searchParams.get('X-Amz-Expires')).toBe(seconds);
  });

  test('takes region, endpoint, path style, profile and access points as the AWS CLI does', async () => {
    const elsewhere = await cli(['get', 's3://results/a', '--region', 'us-west-2']);
    expect(elsewhere.stdout).toContain('results.s3.us-west-2.amazonaws.com/a');
    const fast = await cli([
      'get',
      's3://results/a',
      '--use-accelerate-endpoint',
      '--use-dualstack-endpoint',
    ]);
    expect(fast.stdout).toContain('https://results.s3-accelerate.dualstack.amazonaws.com/a?');
    const own = await cli([
      'get',
      's3://results/a',
      '--endpoint-url',
      'https://s3.example.com',
      '--force-path-style',
    ]);
    expect(own.stdout).toContain('https://s3.example.com/results/a?');
    const seen = await cli(['get', 's3://results/a', '--public-endpoint', 'https://files.example.com']);
    expect(seen.stdout).toMatch(/^https:\/\/(results\.)?files\.example\.com\//);
    const access = await cli(['get', 's3://arn:aws:s3:eu-west-1:123456789012:accesspoint/ap/a/b']);
    expect(access.stdout).toContain('https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a/b?');
    const file = join(folder, 'credentials');
    await writeFile(
      file,
      '[other]\naws_access_key_id=AKIDOTHER\naws_secret_access_key=other\nregion=eu-west-3\n',
    );
    const profile = await cli(['get', 's3://results/a', '--profile', 'other', '--json'], '', {
      AWS_SHARED_CREDENTIALS_FILE: file,
      AWS_REGION: 'eu-west-3',
    });
    expect(profile.stdout).toContain('AKIDOTHER');
  });
});

describe('upload-part, upload-parts and command', () => {
  const accepted = (method: string, url: string) =>
    verifyPresignedUrl({ method, url: url.trim() }, { credentials }).ok;

  test('presign a part, or all parts of a size', async () => {
    const upload = ['s3://results/big', '--upload-id', 'abc.DEF'];
    const one = await cli(['upload-part', ...upload, '--part-number', '7']);
    expect(new URL(one.stdout).searchParams.get('partNumber')).toBe('7');
    expect(accepted('PUT', one.stdout)).toBe(true);

    const sizes = ['--size', '11000000', '--part-size', '6000000'];
    const all = await cli(['upload-parts', ...upload, ...sizes]);
    const urls = all.stdout.trim().split('\n');
    expect(urls.map((url) => new URL(url).searchParams.get('partNumber'))).toEqual(['1', '2']);
    expect(urls.every((url) => accepted('PUT', url))).toBe(true);
    expect(all.stderr).toContain('part 2: bytes 6000000 to 10999999');
    // More than a pipe holds.
    const first = await firstLine(['upload-parts', ...upload, '--size', '60000000000']);
    expect(first.stdout.split('\n')).toHaveLength(2);
    expect(first.stderr).not.toMatch(/EPIPE|node:/);

    const json = await cli(['upload-parts', ...upload, ...sizes, '--json']);
    expect(JSON.parse(json.stdout)[1]).toMatchObject({
      partNumber: 2,
      start: 6_000_000,
      presigned: { method: 'PUT', url: expect.stringContaining('partNumber=2') },
    });
    const exact = await cli(['upload-parts', ...upload, ...sizes, '--exact-sizes']);
    expect(exact.stderr.match(/to be sent with content-length: \d+/g)).toEqual([
      'to be sent with content-length: 6000000',
      'to be sent with content-length: 5000000',
    ]);
  });

  test('presign any operation', async () => {
    const input = ['--name', 'ListObjectsV2', '--input', '{"Prefix":"in/"}', '--expires-in', '1h'];
    const { stdout, stderr } = await cli(['command', 's3://results', ...input]);
    expect(new URL(stdout).searchParams.get('prefix')).toBe('in/');
    expect(new URL(stdout).searchParams.get('X-Amz-Expires')).toBe('3600');
    expect(accepted('GET', stdout)).toBe(true);
    expect(stderr).toMatch(/^ListObjectsV2 s3:\/\/results until \S+Z\n$/);
    const put = ['--name', 'PutObject', '--input', '{"ContentType":"text/plain"}', '--json'];
    expect(JSON.parse((await cli(['command', 's3://results/a', ...put])).stdout)).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
    });
  });
});

test('--window gives one URL all through it', async () => {
  const args = ['get', 's3://results/a', '--window', '12h', '--expires-in', '2d'];
  const { stdout } = await cli(args);
  const signedAt = new URL(stdout).searchParams.get('X-Amz-Date');
  expect(signedAt).toMatch(/T(00|12)0000Z$/);
  expect(await cli([...args, '--window', '1'])).toMatchObject({ exitCode: 2 });
});

test('a key of the caller comes from a file, and is not printed beside the URL', async () => {
  const path = join(folder, 'key');
  await writeFile(path, Buffer.alloc(32, 7));
  const raw = await cli(['put', 's3://results/a', '--sse-customer-key-file', path]);
  expect(raw.stderr).toContain('  x-amz-server-side-encryption-customer-key: [redacted]\n');
  await writeFile(path, `${Buffer.alloc(32, 7).toString('base64')}\n`);
  const { stdout } = await cli(['put', 's3://results/a', '--sse-customer-key-file', path, '--json']);
  expect(JSON.parse(stdout).headers).toMatchObject({
    'x-amz-server-side-encryption-customer-key': Buffer.alloc(32, 7).toString('base64'),
  });
});

describe('post', () => {
  const FLAGS = [
    '--content-length-range',
    '1,1000',
    '--metadata',
    "driver=o'hara",
    '--content-type',
    'text/csv',
  ];

  test('--json prints a form that S3 accepts', async () => {
    const { stdout, stderr } = await cli(['post', 's3://results/a', '--json', ...FLAGS]);
    expect(stderr).toBe('');
    const form = { bucket: 'results', fields: JSON.parse(stdout).fields };
    expect(verifyPresignedPost({ ...form, file: { size: 1000 } }, { credentials })).toMatchObject({
      ok: true,
      key: 'a',
    });
    expect(verifyPresignedPost({ ...form, file: { size: 1001 } }, { credentials })).toMatchObject({
      code: 'EntityTooLarge',
    });
  });

  test('prints a curl line that sends the form, file last', async ({ skip }) => {
    const version = await execute('curl', ['--version']).catch(() => undefined);
    skip(version === undefined, 'curl is not installed');
    await using server = await startServer((_, response) => {
      response.writeHead(204).end();
    });
    await writeFile(join(folder, 'b.csv'), 'trip,load\n');
    const { stdout, stderr } = await cli([
      'post',
      's3://results/in/',
      '--starts-with',
      '--endpoint-url',
      server.url,
      '--metadata-starts-with',
      'trip=7',
      ...FLAGS,
    ]);
    expect(stderr).toMatch(/^POST s3:\/\/results\/in\/ until \S+Z\n$/);
    const line = stdout.replace('FILE', join(folder, 'b.csv')).replace('=VALUE', '=7a');
    const sent = await execute('sh', ['-c', line]);
    expect(sent).toMatchObject({ exitCode: 0 });
    const form = (await server.requests[0]?.form()) ?? new FormData();
    const entries = [...form.entries()];
    expect(entries.at(-1)?.[0]).toBe('file');
    const fields = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    expect(
      verifyPresignedPost({ bucket: 'results', fields, file: { size: 10, name: 'b.csv' } }, { credentials }),
    ).toMatchObject({ ok: true, key: 'in/b.csv', fields: { 'x-amz-meta-driver': "o'hara" } });
  });

  test('takes fields and conditions that have no flag', async () => {
    const { stdout } = await cli([
      ...['post', 's3://results/a', '--json', '--fields', 'x-amz-website-redirect-location=/done'],
      ...['--conditions', '["starts-with","$Content-Language","de"]'],
    ]);
    const fields = { ...JSON.parse(stdout).fields, 'Content-Language': 'de-AT' };
    expect(
      verifyPresignedPost({ bucket: 'results', fields, file: { size: 1 } }, { credentials }),
    ).toMatchObject({ ok: true, fields: { 'x-amz-website-redirect-location': '/done' } });
  });

  test('prints HTML that cannot be broken out of', async () => {
    const { stdout } = await cli([
      'post',
      's3://results/a"><b>&',
      '--as',
      'html',
      '--content-type-starts-with',
      'image/',
    ]);
    expect(stdout).toContain('name="key" value="a&quot;&gt;&lt;b&gt;&amp;"');
    expect(stdout).toContain('<input name="content-type" placeholder="content-type">');
    expect(stdout.indexOf('name="file"')).toBeGreaterThan(stdout.indexOf('name="Policy"'));
    expect(stdout).not.toContain('<b>');
  });
});

describe('inspect', () => {
  const presigned = async () =>
    (await cli(['put', 's3://results/a b', '--content-type', 'text/csv'])).stdout.trim();

  test('tells of a URL, as argument, from standard input and from a file', async () => {
    const url = await presigned();
    const told = await cli(['inspect', url, '--method', 'PUT'], '', {});
    expect(told).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.stdout).toMatch(/^PUT s3:\/\/results\/a b\n/);
    expect(told.stdout).toMatch(/must send +content-type\n/);
    expect(told.stdout).toMatch(/\(in 14 min \d+ s\)\n/);
    expect(told.stdout).not.toContain('X-Amz-');
    const piped = await cli(['inspect', '-', '--json'], `${url}\n`, {});
    expect(JSON.parse(piped.stdout)).toMatchObject({
      kind: 'url',
      key: 'a b',
      signedHeaders: ['content-type', 'host'],
    });
    await writeFile(join(folder, 'url.txt'), url);
    expect((await cli(['inspect', join(folder, 'url.txt')], '', {})).stdout).toContain('s3://results/a b\n');
  });

  test('tells of a form in JSON, with its warnings', async () => {
    const { stdout } = await cli(['post', 's3://results/a', '--json', '--acl', 'private']);
    await writeFile(join(folder, 'form.json'), stdout);
    const told = await cli(['inspect', join(folder, 'form.json')], '', {});
    expect(told.stdout).toContain('condition    acl must be "private"\n');
    expect(told.stdout).toContain('warning      NoSizeLimit: ');
    const { fields } = JSON.parse(stdout);
    for (const secret of [fields.Policy, fields['X-Amz-Signature']])
      expect(told.stdout).not.toContain(secret);
  });

  test('spells out what could take over a terminal', async () => {
    const { stdout } = await cli([
      'inspect',
      'https://s3.example.com/b/%1b%5b2J%e2%80%aea?X-Amz-Signature=f',
    ]);
    expect(stdout).toContain('s3://b/\\u001b[2J\\u202ea\n');
  });
});

describe('ends with', () => {
  test('0 and help', async () => {
    for (const args of [['--help'], ['help'], ['help', 'explain'], ['put', '--help'], ['inspect', '-h']]) {
      const { exitCode, stdout, stderr } = await cli(args, '', {});
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('s3-presign');
    }
    expect((await cli(['post', '--help'])).stdout).toContain('--content-length-range MIN,MAX');
  });

  test.each([
    ['a life beyond S3', ['put', 's3://results/a', '--expires-in', '8d'], 'expiresIn must be'],
    ['a life of nothing', ['put', 's3://results/a', '--expires-in', '0'], 'expiresIn must be'],
    ['a key that nobody can reach', ['get', 's3://results/a/../b'], 'key must not have'],
    ['no bucket name', ['get', 's3://x/a'], 'bucket must be'],
    ['an unknown ACL', ['put', 's3://results/a', '--acl', 'pubic-read'], 'acl must be one of'],
    [
      'a range upside down',
      ['post', 's3://results/a', '--content-length-range', '10,1'],
      'contentLengthRange',
    ],
    ['no presigned URL', ['inspect', 'https://example.com/'], 'not presigned'],
  ])('1 for %s', async (_, args, message) => {
    expect(await cli(args)).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('1 without credentials', async () => {
    const { exitCode, stderr } = await cli(['get', 's3://results/a'], '', { AWS_REGION: 'eu-central-1' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('AWS_ACCESS_KEY_ID');
    expect(stderr).toContain('(cause: Could not load credentials from any providers)');
  });

  test('1 with what the credential provider says, such as to log in', async () => {
    const file = join(folder, 'config');
    await writeFile(
      file,
      `[profile lab]
sso_session=s
sso_account_id=123456789012
sso_role_name=r
[sso-session s]
sso_region=eu-central-1
sso_start_url=https://x.awsapps.com/start
`,
    );
    const { exitCode, stderr } = await cli(['get', 's3://results/a', '--profile', 'lab'], '', {
      AWS_CONFIG_FILE: file,
      AWS_REGION: 'eu-central-1',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/\(cause: .*aws sso login.*\)/);
  });

  test.each([
    ['no command', [], 'command is missing'],
    ['an unknown command', ['list', 's3://results/a'], 'no such command'],
    ['an inherited name', ['toString', 's3://results/a'], 'no such command'],
    ['no object', ['put'], 'missing'],
    ['two objects', ['put', 's3://results/a', 's3://results/b'], 'More than one'],
    ['no S3 URI', ['put', 'results/a'], 's3://bucket/key'],
    ['an unknown flag', ['put', 's3://results/a', '--colour', 'red'], 'Wrong flag --colour'],
    ['a flag of another command', ['get', 's3://results/a', '--acl', 'private'], 'Wrong flag --acl'],
    ['a flag without its value', ['put', 's3://results/a', '--acl'], 'Wrong flag --acl'],
    [
      'a flag given twice',
      ['put', 's3://results/a', '--acl', 'private', '--acl', 'private'],
      '--acl is given more',
    ],
    ['a time that is none', ['put', 's3://results/a', '--expires-in', '15min'], '--expires-in takes'],
    ['a number that is none', ['put', 's3://results/a', '--content-length', '1e3'], '--content-length takes'],
    ['a pair that is none', ['put', 's3://results/a', '--metadata', 'trip'], '--metadata takes NAME=VALUE'],
    [
      'a name given twice',
      ['put', 's3://results/a', '--metadata', 'a=1', '--metadata', 'a=2'],
      'gives a twice',
    ],
    ['no part number', ['upload-part', 's3://results/a', '--upload-id', 'u'], '--part-number is missing'],
    ['an unknown operation', ['command', 's3://results', '--name', 'Fly'], '--name takes'],
    ['input that is none', ['command', 's3://results', '--name', 'HeadBucket', '--input', '{'], 'takes JSON'],
    [
      'input that is no object',
      ['command', 's3://results', '--name', 'HeadBucket', '--input', '5'],
      'JSON object',
    ],
    ['a date that is a number', ['put', 's3://results/a', '--expires', '5'], '--expires takes a date'],
    [
      'a key file that is not there',
      ['put', 's3://x/a', '--sse-customer-key-file', 'nothing'],
      'name of a file',
    ],
    ['a range that is none', ['post', 's3://results/a', '--content-length-range', '1,2,3'], 'two numbers'],
    ['an unknown way to print', ['post', 's3://results/a', '--as', 'xml'], '--as takes'],
    ['a file that is not there', ['inspect', 'nothing'], 'inspect takes a URL'],
    ['JSON that is none', ['inspect', '-'], 'JSON cannot be read'],
  ])('2 for %s', async (_, args, message) => {
    expect(await cli(args, '{')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});
