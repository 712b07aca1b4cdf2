import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { answerTo } from './answer.ts';
import { CEPH_REQUESTS } from './ceph-requests.ts';
import { FORGERIES } from './forgeries.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { randomForm } from './random-form.ts';
import { REQUESTS } from './requests.ts';
import { connect, type S3Access, type S3UnderTest } from './s3-under-test.ts';
import { startSandboxAs } from './start-sandbox-as.ts';

// The same requests on every S3: on the sandbox as AWS and as Ceph, and on Ceph RGW by `pnpm test:ceph`, which provides it.

declare module 'vitest' {
  interface ProvidedContext {
    s3: S3Access | undefined;
  }
}

const given = inject('s3');

describe.each([
  ...(given === undefined ? [] : [{ name: given.name, provider: given.provider, start: async () => given }]),
  ...(['aws', 'ceph'] as const).map((provider) => ({
    name: provider === 'aws' ? 'sandbox' : 'sandbox as ceph',
    provider,
    start: (stack: AsyncDisposableStack) => startSandboxAs(provider, stack),
  })),
])('$name', ({ name: server, provider, start }) => {
  let s3: S3UnderTest;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    s3 = stack.use(await connect(await start(stack)));
  });
  afterAll(() => stack.disposeAsync());

  const isKnown = (request: string) =>
    KNOWN_DIFFERENCES.some(({ name, server: of }) => name === request && (of === server || of === provider));

  test.each(REQUESTS.map((request, index) => ({ ...request, key: `conformance/${index}` })))(
    '$name',
    async ({ name, accepted, send, key }) => {
      const answer = await answerTo(send, s3, key);
      const status = Number.parseInt(answer, 10);
      const expected = isKnown(name) ? !accepted : accepted;
      expect({ answer, accepted: status < 400 }).toEqual({ answer, accepted: expected });
      // A refusal is S3's own, never a fault of the server.
      expect(status).toBeLessThan(500);
    },
  );

  test('of 31 forged requests takes none, and Ceph the three that are known', async () => {
    const forged = REQUESTS.filter(({ name }) => FORGERIES.includes(name));
    expect(forged).toHaveLength(31);
    const taken: string[] = [];
    for (const [index, { name, send }] of forged.entries()) {
      const answer = await answerTo(send, s3, `forged/${index}`);
      if (answer.startsWith('2')) taken.push(name);
    }
    expect(taken).toEqual(forged.map(({ name }) => name).filter(isKnown));
    expect(taken).toHaveLength(provider === 'aws' ? 0 : 3);
  });

  if (provider === 'ceph')
    test.each(CEPH_REQUESTS)('$name: $answer', async ({ name, send, answer }) => {
      expect(await answerTo(send, s3, `conformance/${name}`)).toBe(answer);
    });
});

// To refuse what Ceph refuses is not enough: status and code must be the same.
if (given?.name === 'ceph')
  describe('the sandbox as ceph answers as Ceph RGW does', () => {
    let ceph: S3UnderTest;
    let sandbox: S3UnderTest;
    const stack = new AsyncDisposableStack();
    beforeAll(async () => {
      ceph = stack.use(await connect({ ...given, bucket: `${given.bucket}-agreement` }));
      sandbox = stack.use(await connect(await startSandboxAs('ceph', stack)));
    });
    afterAll(() => stack.disposeAsync());

    test.each(REQUESTS.map((request, index) => ({ ...request, key: `agreed/${index}` })))(
      '$name',
      async ({ send, key }) => {
        expect(await answerTo(send, sandbox, key)).toBe(await answerTo(send, ceph, key));
      },
    );

    test('300 random forms', { timeout: 60_000 }, async () => {
      const answers = new Set<string>();
      for (let seed = 1; seed <= 300; seed++) {
        const { text, send } = randomForm(seed);
        const answer = await answerTo(send, ceph, `random/${seed}`);
        answers.add(answer);
        expect({ text, answer: await answerTo(send, sandbox, `random/${seed}`) }).toEqual({ text, answer });
      }
      // Not all of them were refused for one reason, nor taken.
      expect(answers.size).toBeGreaterThan(3);
    });
  });

test('every known difference is about a request that there is', () => {
  const names = REQUESTS.map(({ name }) => name);
  for (const { name } of KNOWN_DIFFERENCES) expect(names).toContain(name);
  expect(new Set(names).size).toBe(names.length);
});
