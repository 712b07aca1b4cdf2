import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);

test.each([
  ['import', async (entry: string) => import(`../dist/${entry}.js`)],
  ['require', async (entry: string) => require(`../dist/${entry}.cjs`)],
  ['import in a browser', async (entry: string) => import(`../dist/web/${entry}.js`)],
])('every entry has the same error classes, by %s', async (way, load) => {
  const names = ['InvalidInputError', 'PresignError', 'NotPresignedError', 'S3ResponseError', 'UploadError'];
  const entries = ['signer', 'inspect', 'upload', ...(way.includes('browser') ? [] : ['index'])];
  const modules = await Promise.all(entries.map(load));
  for (const name of names) {
    const classes = modules.flatMap((module) => module[name] ?? []);
    expect(new Set(classes).size).toBe(1);
  }
  const [signer, , upload] = modules;
  const options = { bucket: 'x', region: 'eu-central-1', accessKeyId: 'a', secretAccessKey: 'b' };
  expect(() => signer.createSigner(options)).toThrow(upload.InvalidInputError);
});
