import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPresigner } from '../src/index.ts';
import {
  getOptions,
  key,
  postOptions,
  postTarget,
  presignerOptions,
  putOptions,
} from './support/arbitraries.ts';

// The AWS SDK signs in one lane and this package in the other: two implementations that must agree byte for byte.

test('a session gives the same URL as the AWS SDK lane', async () => {
  await fc.assert(
    fc.asyncProperty(presignerOptions, key, putOptions, getOptions, async (options, objectKey, put, get) => {
      const presigner = createPresigner(options);
      const session = await presigner.session();
      expect(session.put(objectKey, put)).toEqual(await presigner.put(objectKey, put));
      expect(session.get(objectKey, get)).toEqual(await presigner.get(objectKey, get));
      expect(session.head(objectKey, get)).toEqual(await presigner.head(objectKey, get));
      expect(session.delete(objectKey)).toEqual(await presigner.delete(objectKey));
      const part = { uploadId: 'abc.DEF_123', partNumber: 7 };
      expect(session.uploadPart(objectKey, part)).toEqual(await presigner.uploadPart(objectKey, part));
    }),
    { numRuns: 1500 },
  );
});

test('a session gives the same form as the AWS SDK lane', async () => {
  await fc.assert(
    fc.asyncProperty(presignerOptions, postTarget, postOptions, async (options, target, post) => {
      const presigner = createPresigner(options);
      const session = await presigner.session();
      expect({ ...session.post(target, post) }).toEqual({ ...(await presigner.post(target, post)) });
    }),
    { numRuns: 1500 },
  );
});
