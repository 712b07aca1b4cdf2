import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  entry: ['src/index.ts'],
  target: 'node22',
  platform: 'neutral',
  sourcemap: true,
};

const config: Options[] = defineConfig([
  { ...shared, format: 'esm', dts: true },
  {
    ...shared,
    format: 'cjs',
    dts: true,
    // These are ES modules only, whose default export CommonJS does not find where a bundler put it: so they come along.
    noExternal: ['ky', 'hyparquet-writer', 'hyparquet'],
    esbuildOptions(options) {
      // The writer's browser entry is the one without the file system.
      options.conditions = ['browser'];
      options.banner = {
        js: '/*! Includes ky (MIT License, Sindre Sorhus), hyparquet and hyparquet-writer (MIT License, Hyperparam, Platypii). */',
      };
    },
  },
]) as Options[];

export default config;
