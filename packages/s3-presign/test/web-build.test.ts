import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  getOptions,
  key,
  postOptions,
  postTarget,
  presignerOptions,
  putOptions,
} from './support/arbitraries.ts';

// What a bundler for the browser makes of the built package, found by its `exports` as users find it.
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    legalComments: 'none',
  });
  return outputFiles[0]?.text ?? '';
}

async function load<Module>(contents: string): Promise<Module> {
  const text = await bundle(contents);
  return (await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)) as Module;
}

describe.each([
  ['inspect', "export { inspect } from '@x/s3-presign/inspect';", 7700],
  ['signer', "export { createSigner } from '@x/s3-presign/signer';", 14_900],
  ['upload', "export { upload } from '@x/s3-presign/upload';", 8300],
  ['verify', "export * from '@x/s3-presign/verify';", 11_500],
])('/%s in a browser', (name, contents, budget) => {
  test('needs nothing of Node.js', async () => {
    const text = await bundle(contents);
    expect(text.match(/\bnode:\w+|\bBuffer\b|\bprocess\.|\brequire\(/g)).toBeNull();
  });

  test('stays small', async () => {
    const bytes = gzipSync(await bundle(contents), { level: 9 }).length;
    console.log(`/${name} for browsers: ${bytes} bytes, minified and gzipped`);
    expect(bytes).toBeLessThan(budget);
  });
});

test('signs in a browser as on Node.js, and each verifies the other', async () => {
  const web = {
    ...(await load<typeof import('../src/signer/index.ts')>("export * from '@x/s3-presign/signer'")),
    ...(await load<typeof import('../src/verify/index.ts')>("export * from '@x/s3-presign/verify'")),
  };
  const node = { ...(await import('../dist/signer.js')), ...(await import('../dist/verify.js')) };
  fc.assert(
    fc.property(
      presignerOptions,
      key,
      putOptions,
      getOptions,
      postTarget,
      postOptions,
      (options, ...inputs) => {
        const [objectKey, put, get, target, post] = inputs;
        const { credentials, onShortCredentials: _, now = () => new Date(), ...rest } = options;
        const keys = credentials as { accessKeyId: string; secretAccessKey: string };
        const signers = [web, node].map((lane) =>
          lane.createSigner({ region: 'us-east-1', now, ...rest, ...keys }),
        );
        const signed = signers.map((signer) => ({
          put: { ...signer.put(objectKey, put) },
          get: { ...signer.get(objectKey, get) },
          post: { ...signer.post(target, post) },
        }));
        expect(signed[0]).toEqual(signed[1]);
        const request = { method: 'GET', url: signed[0]?.get.url, headers: signed[0]?.get.headers };
        const answer = { ok: true, accessKeyId: keys.accessKeyId };
        for (const lane of [web, node])
          expect(lane.verifyPresignedUrl(request, { credentials: keys, now })).toMatchObject(answer);
      },
    ),
    { numRuns: 300 },
  );
});
