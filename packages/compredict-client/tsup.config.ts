import { defineConfig, type Options } from 'tsup';

const index = 'src/index.ts';
const entries = { index, node: 'src/node/index.ts' };

const shared: Options = {
  // Entries share chunks: one client, one set of error classes.
  splitting: true,
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
  { ...esm([]), entry: { ...entries, cli: 'src/cli/cli.ts' }, dts: { entry: entries } },
  { ...cjs([]), entry: entries, dts: true },
  { ...esm(['web']), entry: { index }, outDir },
  { ...cjs(['web']), entry: { index }, outDir },
]) as Options[];

export default config;
