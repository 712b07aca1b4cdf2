import { defineConfig, type Options } from 'tsup';

const config: Options = defineConfig({
  entry: { index: 'src/index.ts', 'feature-worker': 'src/ai-core/features/feature-worker.ts' },
  format: ['esm', 'cjs'],
  target: 'node22',
  platform: 'node',
  dts: { entry: { index: 'src/index.ts' } },
  // `import.meta.url`, which finds the worker, in CommonJS too.
  shims: true,
  sourcemap: true,
  clean: true,
}) as Options;

export default config;
