import { startSandbox } from '@x/compredict-sandbox';
import { S3ResponseError } from '@x/s3-presign';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { REQUESTS } from './requests.ts';
import { connect, type S3Access, type S3UnderTest } from './s3-under-test.ts';

// The same requests on every S3: on the sandbox here, on Ceph RGW by `pnpm test:ceph`, which provides it.

declare module 'vitest' {
  interface ProvidedContext {
    s3: S3Access | undefined;
  }
}

const given = inject('s3');
const server = given?.name ?? 'sandbox';

let s3: S3UnderTest;
const stack = new AsyncDisposableStack();
beforeAll(async () => {
  s3 = stack.use(await connect(given ?? (await sandboxAccess())));
});
afterAll(() => stack.disposeAsync());

async function sandboxAccess(): Promise<S3Access> {
  const { s3Url: url, region, bucket, credentials } = stack.use(await startSandbox());
  return { name: 'sandbox', url, region, bucket, credentials };
}

describe(server, () => {
  test.each(REQUESTS.map((request, index) => ({ ...request, key: `conformance/${index}` })))(
    '$name',
    async ({ name, accepted, send, key }) => {
      const { status } = await send(s3, key).catch((error: unknown) => {
        if (error instanceof S3ResponseError) return error;
        throw error;
      });
      const known = KNOWN_DIFFERENCES.find(
        (difference) => difference.server === server && difference.name === name,
      );
      const expected = known === undefined ? accepted : !accepted;
      expect({ status, accepted: status < 400 }).toEqual({ status, accepted: expected });
      // A refusal is S3's own, never a fault of the server.
      expect(status).toBeLessThan(500);
    },
  );

  test('every known difference is about a request that there is', () => {
    const names = REQUESTS.map(({ name }) => name);
    for (const { name } of KNOWN_DIFFERENCES) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });
});
