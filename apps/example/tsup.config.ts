import { defineConfig, type Options } from 'tsup';

const config: Options = defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  target: 'node24',
  platform: 'node',
  sourcemap: true,
  clean: true,
}) as Options;

export default config;
