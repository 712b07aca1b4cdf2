import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { answerTo } from './answer.ts';
import { REQUESTS } from './requests.ts';
import { connect, type S3UnderTest } from './s3-under-test.ts';
import { startSandboxAs } from './start-sandbox-as.ts';

// The sandbox that passes for Ceph, held against Ceph itself: every request of the table must get the same status and the
// same code.
// Only where `pnpm test:ceph` provides it.

const given = inject('s3');

describe.skipIf(given?.name !== 'ceph')('sandbox as ceph', () => {
  let ceph: S3UnderTest;
  let sandbox: S3UnderTest;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    if (given === undefined) throw new Error('there is no Ceph');
    ceph = stack.use(await connect({ ...given, bucket: `${given.bucket}-agreement` }));
    sandbox = stack.use(await connect(await startSandboxAs('ceph', stack)));
  });
  afterAll(() => stack.disposeAsync());

  test.each(REQUESTS.map((request, index) => ({ ...request, key: `agreed/${index}` })))(
    'answers as Ceph RGW does: $name',
    async ({ send, key }) => {
      expect(await answerTo(send, sandbox, key)).toEqual(await answerTo(send, ceph, key));
    },
  );
});
