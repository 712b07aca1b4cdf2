import { fileURLToPath } from 'node:url';
import { defineConfig, type Options } from 'tsup';

const config: Options[] = defineConfig([
  {
    entry: {
      cli: 'src/cli/cli.ts',
      index: 'src/index.ts',
      inspect: 'src/inspect/index.ts',
      signer: 'src/signer/index.ts',
      upload: 'src/upload/index.ts',
      verify: 'src/verify/index.ts',
    },
    format: ['esm', 'cjs'],
    target: 'node22',
    platform: 'node',
    dts: true,
    sourcemap: true,
    clean: ['!web'],
  },
  {
    // What runs outside Node.js too: hashes in plain JavaScript instead of node:crypto. The types are the same.
    entry: {
      inspect: 'src/inspect/index.ts',
      signer: 'src/signer/index.ts',
      upload: 'src/upload/index.ts',
      verify: 'src/verify/index.ts',
    },
    outDir: 'dist/web',
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'browser',
    sourcemap: true,
    clean: true,
    esbuildPlugins: [
      {
        name: 'web-hash',
        setup(build) {
          const path = fileURLToPath(new URL('src/sigv4/hash-web.ts', import.meta.url));
          build.onResolve({ filter: /\/hash\.ts$/ }, () => ({ path }));
        },
      },
    ],
  },
]) as Options[];

export default config;
