import { type AlgorithmMethods, algorithmMethods } from './algorithms/algorithm-methods.ts';
import { createSession } from './auth/session.ts';
import { type TokenMethods, tokenMethods } from './auth/token-methods.ts';
import { type ClientOptions, checkOptions } from './client-options.ts';
import { createTransport } from './http/transport.ts';
import { type Settled, settleMethods } from './outcome.ts';
import { type RunMethods, runMethods } from './runs/run-methods.ts';
import { type TaskMethods, taskMethods } from './tasks/task-methods.ts';
import type { SettledMethods } from './typed-algorithms/settled-methods.ts';
import { createKeySession } from './v1/key-session.ts';

/** Every call to AI Core. */
export interface AiCoreMethods extends AlgorithmMethods, RunMethods, TaskMethods, TokenMethods {}

/** A client whose methods throw. */
export interface AiCoreClient extends AiCoreMethods {
  /** Tells the two kinds of client apart. */
  readonly failOnError: true;
}

/** A client whose methods answer `{ ok: true, data }` or `{ ok: false, error }`. What ends a whole `runMany` is still thrown. */
export interface SafeAiCoreClient extends Omit<Settled<AiCoreMethods>, keyof SettledMethods>, SettledMethods {
  /** Tells the two kinds of client apart. */
  readonly failOnError: false;
}

/**
 * A client of COMPREDICT AI Core: v2, or v1 with `apiVersion: 'v1'`. Makes no request by itself; holds its secrets where neither `inspect` nor
 * `JSON.stringify` finds them.
 *
 * @throws {@link ConfigurationError} when an option is unusable.
 *
 * @example
 * ```ts
 * const aiCore = createClient({ username: 'me@example.com', password });
 * const run = await aiCore.runAlgorithm('mass-estimation', { features: { speed: [1, 2, 3] } });
 * ```
 */
export function createClient(options: ClientOptions & { readonly failOnError: false }): SafeAiCoreClient;
export function createClient(options: ClientOptions & { readonly failOnError?: true }): AiCoreClient;
export function createClient(options: ClientOptions): AiCoreClient | SafeAiCoreClient;
export function createClient(options: ClientOptions): AiCoreClient | SafeAiCoreClient {
  const { credentials, transport, runs, now } = checkOptions(options);
  const sender = createTransport(transport);
  const session =
    credentials.apiVersion === 'v1'
      ? createKeySession(sender, credentials)
      : createSession(sender, credentials, now);
  const methods: AiCoreMethods = {
    ...algorithmMethods(session),
    ...runMethods(session, runs, now),
    ...taskMethods(session),
    ...tokenMethods(session),
  };
  // A batch answers outcomes anyway; an iterator is no promise to settle.
  const { runMany, ...settled } = methods;
  return options.failOnError === false
    ? ({ ...settleMethods(settled), runMany, failOnError: false } as SafeAiCoreClient)
    : { ...methods, failOnError: true };
}
