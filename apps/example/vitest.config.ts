import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['{src,test}/**/*.test.ts'],
    typecheck: { enabled: true, include: ['{src,test}/**/*.test-d.ts'] },
  },
});

export default config;
