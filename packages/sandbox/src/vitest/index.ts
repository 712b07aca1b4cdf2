export { type SandboxFixtures, sandboxTest } from './sandbox-test.ts';
