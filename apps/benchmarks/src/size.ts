import { gzipSync } from 'node:zlib';
import { build, type Platform } from 'esbuild';
import { table } from './table.ts';

// What it weighs to presign, ours and others', bundled by one bundler in one run: minified, and minified and gzipped.

interface Contender {
  readonly name: string;
  /** What an app would import. */
  readonly code: string;
  readonly platforms: readonly Platform[];
}

const EVERYWHERE: readonly Platform[] = ['node', 'browser'];

const CONTENDERS: readonly Contender[] = [
  {
    name: '@x/s3-presign/signer (URLs, POST)',
    code: "export { createSigner } from '@x/s3-presign/signer'",
    platforms: EVERYWHERE,
  },
  {
    name: '@x/s3-presign/inspect (inspect alone)',
    code: "export { inspect } from '@x/s3-presign/inspect'",
    platforms: EVERYWHERE,
  },
  {
    name: 'both',
    code: "export { createSigner } from '@x/s3-presign/signer'; export { inspect } from '@x/s3-presign/inspect'",
    platforms: EVERYWHERE,
  },
  {
    name: 'aws4fetch (URLs)',
    code: "export { AwsV4Signer } from 'aws4fetch'",
    platforms: EVERYWHERE,
  },
  {
    name: 'lean-s3 (URLs, a client)',
    code: "export { S3Client } from 'lean-s3'",
    platforms: ['node'],
  },
  {
    name: 'minio (URLs, POST, a client)',
    code: "export { Client } from 'minio'",
    platforms: ['node'],
  },
  {
    name: 'AWS SDK (URLs)',
    code: "export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'; export { getSignedUrl } from '@aws-sdk/s3-request-presigner'",
    platforms: EVERYWHERE,
  },
  {
    name: 'AWS SDK (URLs, POST)',
    code: "export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'; export { getSignedUrl } from '@aws-sdk/s3-request-presigner'; export { createPresignedPost } from '@aws-sdk/s3-presigned-post'",
    platforms: EVERYWHERE,
  },
];

for (const platform of EVERYWHERE) {
  const rows: (readonly [name: string, minified: number, gzipped: number])[] = [];
  for (const { name, code, platforms } of CONTENDERS)
    if (platforms.includes(platform)) rows.push([name, ...(await weigh(code, platform))]);
  const own = rows[0]?.[2] ?? Number.NaN;
  console.log(`\nFor ${platform === 'node' ? 'Node.js' : 'browsers'}\n`);
  console.log(
    table(
      ['', 'minified, kB', 'gzipped, kB', '× our signer'],
      rows.map(([name, minified, gzipped]) => [
        name,
        (minified / 1000).toFixed(1),
        (gzipped / 1000).toFixed(1),
        (gzipped / own).toFixed(1),
      ]),
    ),
  );
}

/** Bytes of a bundle, minified, and minified and gzipped. */
async function weigh(
  code: string,
  platform: Platform,
): Promise<readonly [minified: number, gzipped: number]> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    platform,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The bundler wrote nothing');
  return [file.contents.length, gzipSync(file.contents, { level: 9 }).length];
}
