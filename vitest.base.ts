/** How every package's tests run. */
const config: {
  readonly test: {
    readonly include: string[];
    readonly testTimeout: number;
    readonly hookTimeout: number;
    readonly typecheck: { readonly enabled: boolean; readonly include: string[] };
  };
} = {
  test: {
    include: ['{src,test}/**/*.test.ts'],
    // Milliseconds. Two cores run all packages at once, and properties are tried hundreds of times.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    typecheck: { enabled: true, include: ['{src,test}/**/*.test-d.ts'] },
  },
};

export default config;
