import { defineConfig, type Options } from 'tsup';

const common: Options = { target: 'node22', platform: 'node', sourcemap: true };

const config: Options[] = defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts', 'feature-worker': 'src/ai-core/features/feature-worker.ts' },
    format: ['cjs'],
    dts: { entry: { index: 'src/index.ts' } },
    // `import.meta.url`, which finds the worker, in CommonJS too.
    shims: true,
  },
  {
    ...common,
    // Vitest is an ES module only, and so is what imports it.
    entry: {
      cli: 'src/cli/cli.ts',
      index: 'src/index.ts',
      'feature-worker': 'src/ai-core/features/feature-worker.ts',
      vitest: 'src/vitest/index.ts',
    },
    format: ['esm'],
    dts: { entry: { index: 'src/index.ts', vitest: 'src/vitest/index.ts' } },
  },
]) as Options[];

export default config;
