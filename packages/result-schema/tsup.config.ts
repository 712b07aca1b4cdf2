import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  target: 'node22',
  platform: 'neutral',
  dts: true,
  sourcemap: true,
};

const config: Options[] = defineConfig([
  { ...shared, entry: ['src/index.ts'], format: ['esm', 'cjs'] },
  { ...shared, entry: { seal: 'src/seal/index.ts' }, format: 'esm' },
  {
    ...shared,
    entry: { seal: 'src/seal/index.ts' },
    format: 'cjs',
    // An ES module only, which the first releases of Node.js 22 cannot require: so it comes along.
    noExternal: ['jose'],
    esbuildOptions(options) {
      options.banner = { js: '/*! Includes jose (MIT License, Filip Skokan). */' };
    },
  },
]) as Options[];

export default config;
