import { defineConfig, type Options } from 'tsup';

const config: Options = defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'node22',
  platform: 'node',
  dts: true,
  sourcemap: true,
  clean: true,
}) as Options;

export default config;
