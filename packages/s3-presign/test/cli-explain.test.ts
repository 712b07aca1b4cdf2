import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Refusal, verifyPresignedPost, verifyPresignedUrl } from '../src/verify/index.ts';
import { cli, credentials, folder } from './support/cli.ts';

// Each test starts processes, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 });

/** What S3 answers to a request that it refuses. */
function refused(answer: { readonly ok: true } | Refusal): string {
  if (answer.ok) throw new Error('S3 would accept it');
  return answer.toXml({ RequestId: 'R1' });
}

const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const presign = async (...args: string[]) => (await cli([...args, '--json'])).stdout;

describe('of a URL', () => {
  const sent = async () => {
    const presigned = await presign('put', 's3://results/a', '--content-type', 'text/csv');
    const { url } = JSON.parse(presigned);
    const request = { method: 'PUT', url, headers: { 'content-type': 'application/json' } };
    const flags = ['--method', 'PUT', '--header', 'Content-Type: application/json'];
    return { presigned, url, answer: refused(verifyPresignedUrl(request, { credentials })), flags };
  };

  test('names the header that was sent otherwise than presigned, and no secret', async () => {
    const { presigned, url, answer, flags } = await sent();
    const args = ['explain', url, ...flags, '--presigned', await file('presigned.json', presigned)];
    const { exitCode, stdout, stderr } = await cli(args, answer, {});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      `SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
  request id  R1
  header: The signed header content-type is not the one that was presigned.
    expected  text/csv
    actual    application/json
`,
    );
    const json = await cli([...args, '--json', '--answer', await file('answer.xml', answer)], '', {});
    expect(JSON.parse(json.stdout)).toMatchObject({
      code: 'SignatureDoesNotMatch',
      requestId: 'R1',
      reasons: [{ kind: 'header', name: 'content-type', expected: 'text/csv', actual: 'application/json' }],
    });
    for (const text of [stdout, json.stdout]) expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  test('claims nothing of the method where a URL alone was presigned, or sent', async () => {
    const { url, answer, flags } = await sent();
    const compared = await cli(['explain', url, ...flags, '--presigned', url], answer, {});
    expect(compared.stdout).toContain('\n  signature: What was sent reached S3 as it was');
    expect(compared.stdout).not.toContain('  method: ');
    const alone = await cli(['explain', url], answer, {});
    expect(alone.stdout).not.toContain('  method: ');
  });

  test('signs again with the credentials of the environment or a profile', async () => {
    const { url, answer, flags } = await sent();
    const { stdout } = await cli(['explain', url, ...flags, '--sign-again'], answer);
    expect(stdout).toContain('header: It was signed for another header content-type than was sent.\n');
    expect(stdout).not.toContain(credentials.secretAccessKey);

    const AWS_SHARED_CREDENTIALS_FILE = await file(
      'credentials',
      '[other]\naws_access_key_id=AKIDOTHER\naws_secret_access_key=other\n',
    );
    const args = ['explain', url, ...flags, '--sign-again', '--profile', 'other'];
    const other = await cli(args, answer, { AWS_SHARED_CREDENTIALS_FILE, AWS_REGION: 'eu-central-1' });
    expect(other.stdout).toContain('signature: This secret key did not sign this request');
  });

  test('takes method and headers from the JSON of put', async () => {
    const presigned = await presign('put', 's3://results/a', '--content-type', 'text/csv');
    const answer = refused(
      verifyPresignedUrl({ method: 'PUT', url: JSON.parse(presigned).url }, { credentials }),
    );
    const { stdout } = await cli(
      ['explain', await file('sent.json', presigned), '--method', 'get'],
      answer,
      {},
    );
    expect(stdout).toContain('  method: The method');
  });
});

test('of a form, takes the file and the fields that were sent besides', async () => {
  const form = await presign(
    ...['post', 's3://results/in/', '--starts-with', '--content-length-range', '1,3'],
    ...['--metadata-starts-with', 'trip=7'],
  );
  const { fields } = JSON.parse(form);
  const sent = { bucket: 'results', fields: { ...fields, acl: 'private' }, file: { size: 4, name: 'b.csv' } };
  const answer = refused(verifyPresignedPost(sent, { credentials }));
  const { stdout, stderr } = await cli(
    [
      ...['explain', await file('form.json', form), '--file', await file('b.csv', 'a,b\n')],
      ...['--field', 'acl=private', '--field', 'x-amz-meta-trip=8'],
    ],
    answer,
    {},
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('size: The file is too large for the form.\n    expected  1 to 3 bytes\n');
  expect(stdout).toContain('condition: The policy says that x-amz-meta-trip must begin with "7".\n');
  expect(stdout).toContain('extra-field: No condition of the policy covers the field acl');
  expect(stdout).not.toContain(fields.Policy);
});

test.each([
  ['a file that is not there', ['explain', 'nothing'], 'explain takes a URL'],
  ['JSON without url', ['explain', '-', '--answer', '/dev/null'], 'JSON with url'],
  ['two things from standard input', ['explain', '-'], 'one thing to read'],
  [
    'an answer that is not there',
    ['explain', 'https://a.example/', '--answer', 'nothing'],
    "--answer says where S3's answer is, - for standard input",
  ],
  ['a header that is none', ['explain', 'https://a.example/', '--header', 'a=b'], "takes 'NAME: VALUE'"],
  ['fields of a URL', ['explain', 'https://a.example/', '--field', 'a=b'], 'are for forms'],
])('ends with 2 for %s', async (_, args, message) => {
  expect(await cli(args, '{"method":"PUT"}', {})).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  });
});
