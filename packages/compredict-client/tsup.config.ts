import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  entry: ['src/index.ts'],
  target: 'node22',
  platform: 'neutral',
  external: [/^node:/],
  sourcemap: true,
};

/** `web` is the condition of `@x/http` for its part that runs outside Node.js; the types are the same. */
const esm = (conditions: string[]): Options => ({
  ...shared,
  format: 'esm',
  esbuildOptions(options) {
    options.conditions = conditions;
  },
});

const cjs = (conditions: string[]): Options => ({
  ...shared,
  format: 'cjs',
  // These are ES modules only, whose default export CommonJS does not find where a bundler put it: so they come along.
  noExternal: ['hyparquet-writer', 'hyparquet'],
  esbuildOptions(options) {
    // The writer's browser entry is the one without the file system.
    options.conditions = ['browser', ...conditions];
    options.banner = {
      js: '/*! Includes hyparquet and hyparquet-writer (MIT License, Hyperparam, Platypii). */',
    };
  },
});

const outDir = 'dist/web';

const config: Options[] = defineConfig([
  // The command shares its chunks with the package: one client, one set of error classes.
  { ...esm([]), entry: { index: 'src/index.ts', cli: 'src/cli/cli.ts' }, dts: { entry: 'src/index.ts' } },
  { ...cjs([]), dts: true },
  { ...esm(['web']), outDir },
  { ...cjs(['web']), outDir },
]) as Options[];

export default config;
