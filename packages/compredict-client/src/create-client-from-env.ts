import type { Credentials } from './auth/credentials.ts';
import type { ClientSettings } from './client-options.ts';
import { type AiCoreClient, createClient, type SafeAiCoreClient } from './create-client.ts';
import { ConfigurationError } from './errors/input-errors.ts';

/** Environment variables, such as `process.env`. Empty ones count as unset. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * A client from the environment variables of the official examples.
 *
 * | variable                           | meaning                                                           |
 * | ---------------------------------- | ----------------------------------------------------------------- |
 * | `COMPREDICT_AI_CORE_KEY`           | access token; goes before username and password                   |
 * | `COMPREDICT_AI_CORE_USERNAME`      | with `COMPREDICT_AI_CORE_PASSWORD`                                |
 * | `COMPREDICT_AI_CORE_URL`           | base URL                                                          |
 * | `COMPREDICT_AI_CORE_FAIL_ON_ERROR` | `False`, `0`, `no` or `off`: methods answer outcomes, not throw   |
 *
 * Whether methods throw decides how your code is written, so say it in `settings.failOnError`, which goes before the
 * variable; then the type of the client is known. Without it, narrow by `client.failOnError`.
 *
 * @param env - Default: `process.env`, where there is one.
 * @throws {@link ConfigurationError} that names the variables, when no credentials are set or one is unusable.
 */
export function createClientFromEnv(
  env: Env | undefined,
  settings: ClientSettings & { readonly failOnError: false },
): SafeAiCoreClient;
export function createClientFromEnv(
  env: Env | undefined,
  settings: ClientSettings & { readonly failOnError: true },
): AiCoreClient;
export function createClientFromEnv(env?: Env, settings?: ClientSettings): AiCoreClient | SafeAiCoreClient;
export function createClientFromEnv(
  env: Env = globalThis.process?.env ?? {},
  settings: ClientSettings = {},
): AiCoreClient | SafeAiCoreClient {
  const read = (name: string) => env[`COMPREDICT_AI_CORE_${name}`]?.trim() || undefined;
  const url = settings.url ?? read('URL');
  return createClient({
    ...credentialsOf(read),
    ...settings,
    ...(url === undefined ? {} : { url }),
    failOnError: settings.failOnError ?? readFlag(read('FAIL_ON_ERROR')),
  });
}

function credentialsOf(read: (name: string) => string | undefined): Credentials {
  const token = read('KEY');
  if (token !== undefined) return { token };
  const username = read('USERNAME');
  const password = read('PASSWORD');
  if (username !== undefined && password !== undefined) return { username, password };
  throw new ConfigurationError(
    'Set COMPREDICT_AI_CORE_KEY, or COMPREDICT_AI_CORE_USERNAME and COMPREDICT_AI_CORE_PASSWORD.',
  );
}

function readFlag(text = 'true'): boolean {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  throw new ConfigurationError('COMPREDICT_AI_CORE_FAIL_ON_ERROR must be True or False.');
}
