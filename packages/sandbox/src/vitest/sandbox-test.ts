import { type TestAPI, test } from 'vitest';
import type { SandboxOptions } from '../sandbox-options.ts';
import { type Sandbox, type SandboxWithEvents, startSandbox } from '../start-sandbox.ts';

/** What a test gets. */
export interface SandboxFixtures<S extends Sandbox = Sandbox> {
  /** A sandbox of the test's own, started when the test asks for it and stopped at its end. */
  readonly sandbox: S;
}

/**
 * A `test` of Vitest that hands each test a sandbox of its own. Of a test that fails, the deliveries that were refused
 * are printed, without secrets.
 *
 * @param options - As of `startSandbox`.
 *
 * @example
 * ```ts
 * const test = sandboxTest({ queue: { workers: 2 } });
 *
 * test('delivers', async ({ sandbox }) => {
 *   await fetch(`${sandbox.aiCoreUrl}/algorithms`);
 * });
 * ```
 */
export function sandboxTest(
  options: SandboxOptions & { readonly events: true },
): TestAPI<SandboxFixtures<SandboxWithEvents>>;
export function sandboxTest(options?: SandboxOptions): TestAPI<SandboxFixtures>;
export function sandboxTest(
  options: SandboxOptions = {},
): TestAPI<SandboxFixtures> | TestAPI<SandboxFixtures<SandboxWithEvents>> {
  return test.extend<SandboxFixtures>({
    sandbox: async ({ onTestFailed }, use) => {
      const sandbox = await startSandbox(options);
      onTestFailed(() => {
        for (const { ok, kind, target, error } of sandbox.deliveries)
          if (!ok) console.error(`${kind} ${target} was refused. ${error?.code}: ${error?.message}`);
      });
      await use(sandbox);
      await sandbox.stop();
    },
  });
}
