import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { credentialSource } from './credential-source.ts';

/** A role as a credential provider sees it: each time it is assumed, a session of so many seconds begins. */
function role(lifeOf: (assumed: number) => number) {
  let clock = Date.now();
  let assumed = 0;
  const client = new S3Client({
    region: 'eu-central-1',
    credentials: async () => ({
      accessKeyId: `A${++assumed}`,
      secretAccessKey: 'B',
      expiration: new Date(clock + lifeOf(assumed) * 1000),
    }),
  });
  return {
    source: (refreshShort: boolean) => credentialSource(client, () => new Date(clock), refreshShort),
    pass: (seconds: number) => {
      clock += seconds * 1000;
    },
    assumed: () => assumed,
  };
}

test('asks for new credentials when those at hand end too early', async () => {
  const { source, pass, assumed } = role(() => 3600);
  const credentialsFor = source(true);
  expect((await credentialsFor(900)).accessKeyId).toBe('A1');
  pass(2701);
  expect((await credentialsFor(899)).accessKeyId).toBe('A1');
  expect((await credentialsFor(900)).accessKeyId).toBe('A2');
  expect(assumed()).toBe(2);
});

test('does not, unless asked to', async () => {
  const { source, pass, assumed } = role(() => 3600);
  const credentialsFor = source(false);
  await credentialsFor(900);
  pass(3000);
  await credentialsFor(900);
  expect(assumed()).toBe(1);
});

test('does not assume a role anew for every URL that it cannot serve', async () => {
  const { source, pass, assumed } = role(() => 3600);
  const credentialsFor = source(true);
  for (let urls = 0; urls < 100; urls++) await credentialsFor(7200);
  expect(assumed()).toBe(2);
  pass(61);
  for (let urls = 0; urls < 100; urls++) await credentialsFor(7200);
  expect(assumed()).toBe(3);
});

test('refreshes for a short life too', async () => {
  const { source, pass, assumed } = role(() => 3600);
  const credentialsFor = source(true);
  await credentialsFor(7200);
  pass(3585);
  await credentialsFor(30);
  expect(assumed()).toBe(3);
});

test('fails as a first look-up does', async () => {
  let fail = false;
  const client = new S3Client({
    region: 'eu-central-1',
    credentials: async () => {
      if (fail) throw new Error('the role is gone');
      return { accessKeyId: 'A', secretAccessKey: 'B', expiration: new Date(Date.now() + 600_000) };
    },
  });
  const credentialsFor = credentialSource(client, () => new Date(), true);
  await credentialsFor(60);
  fail = true;
  await expect(credentialsFor(900)).rejects.toMatchObject({
    code: 'CredentialsNotFound',
    message: expect.stringContaining('`cause` says why'),
    cause: expect.objectContaining({ message: 'the role is gone' }),
  });
});
