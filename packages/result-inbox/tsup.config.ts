import { defineConfig, type Options } from 'tsup';

const config: Options = defineConfig({
  entry: {
    bucket: 'src/bucket/bucket-source.ts',
    index: 'src/index.ts',
    sqlite: 'src/store/sqlite-store.ts',
    sqs: 'src/sqs/sqs-source.ts',
    'store-suite': 'src/store/store-suite.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node22',
  platform: 'node',
  // esbuild knows node:sqlite by its prefix alone.
  removeNodeProtocol: false,
  dts: true,
  sourcemap: true,
  clean: true,
}) as Options;

export default config;
