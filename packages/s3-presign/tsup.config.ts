import { fileURLToPath } from 'node:url';
import { defineConfig, type Options } from 'tsup';

const signer = { signer: 'src/signer/index.ts' };
const others = {
  cli: 'src/cli/cli.ts',
  index: 'src/index.ts',
  inspect: 'src/inspect/index.ts',
  upload: 'src/upload/index.ts',
  verify: 'src/verify/index.ts',
};

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** Hashes in plain JavaScript instead of node:crypto. */
const webHash: Plugin = {
  name: 'web-hash',
  setup(build) {
    const path = fileURLToPath(new URL('src/sigv4/hash-web.ts', import.meta.url));
    build.onResolve({ filter: /\/hash\.ts$/ }, () => ({ path }));
  },
};

const config: Options[] = defineConfig([
  {
    entry: others,
    format: ['esm', 'cjs'],
    target: 'node22',
    platform: 'node',
    dts: { entry: { ...others, ...signer } },
    sourcemap: true,
    clean: ['!web/**', '!signer.*'],
  },
  {
    // Shares no chunk with the other entries, and is packed close: the signer is imported where every millisecond of a
    // start counts, and to read and parse it is most of its import. Names stay, for the sake of stack traces.
    entry: signer,
    format: ['esm', 'cjs'],
    splitting: false,
    esbuildOptions(options) {
      options.minifyWhitespace = true;
      options.minifySyntax = true;
    },
    target: 'node22',
    platform: 'node',
    sourcemap: true,
  },
  {
    // What runs outside Node.js too. The types are the same.
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
    esbuildOptions(options) {
      options.conditions = ['web', 'browser', 'module'];
    },
    esbuildPlugins: [webHash],
  },
]) as Options[];

export default config;
