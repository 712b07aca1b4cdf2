import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planUploadParts } from './plan-upload-parts.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const uploadId = 'U';

test('cuts an object into parts of 8 MiB', () => {
  expect(planUploadParts({ uploadId, size: 20 * MIB })).toEqual([
    { partNumber: 1, start: 0, end: 8 * MIB },
    { partNumber: 2, start: 8 * MIB, end: 16 * MIB },
    { partNumber: 3, start: 16 * MIB, end: 20 * MIB },
  ]);
  expect(planUploadParts({ uploadId, size: 1 })).toEqual([{ partNumber: 1, start: 0, end: 1 }]);
});

test('any size that S3 takes, without a gap, within its limits', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 1, max: 100 * MIB }),
    fc.integer({ min: 1, max: 10_000 * 5 * GIB }),
    fc.constantFrom(10_000 * 8 * MIB, 10_000 * 8 * MIB + 1, 10_000 * 5 * GIB),
  );
  fc.assert(
    fc.property(sizes, (size) => {
      const parts = planUploadParts({ uploadId, size });
      expect(parts.length).toBeLessThanOrEqual(10_000);
      expect(parts.at(-1)?.end).toBe(size);
      let at = 0;
      for (const [index, { partNumber, start, end }] of parts.entries()) {
        if (partNumber !== index + 1 || start !== at || end <= start || end - start > 5 * GIB)
          expect.fail(`part ${partNumber} is ${start} to ${end}`);
        if (end !== size && end - start < 5 * MIB) expect.fail(`part ${partNumber} is too small`);
        at = end;
      }
    }),
  );
});

test.each<[size: unknown, partSize: unknown, option: string]>([
  [0, undefined, 'size'],
  [-1, undefined, 'size'],
  [1.5, undefined, 'size'],
  [Number.NaN, undefined, 'size'],
  ['7', undefined, 'size'],
  [10_000 * 5 * GIB + 1, undefined, 'size'],
  [10 * MIB, 5 * MIB - 1, 'partSize'],
  [10 * MIB, 5 * GIB + 1, 'partSize'],
  [10 * MIB, null, 'partSize'],
  [10_000 * 5 * MIB + 1, 5 * MIB, 'partSize'],
])('refuses size %s in parts of %s', (size, partSize, option) => {
  const options = { uploadId, size, ...(partSize === undefined ? {} : { partSize }) } as never;
  expect(() => planUploadParts(options)).toThrow(
    expect.objectContaining({ code: 'InvalidContentLength', option }),
  );
});
