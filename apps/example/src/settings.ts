/** Which services to use, read from the environment; `undefined` stands for the sandbox's. */
export interface Settings {
  readonly aiCore: 'sandbox' | 'remote';
  readonly s3: { readonly bucket: string; readonly region?: string; readonly endpoint?: string } | undefined;
  /** Stop at the first delivery that fails. Otherwise the others go on, and the exit code tells. */
  readonly failOnError: boolean;
}

/** An environment that says two things at once, or one half of a thing. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'InvalidSettings';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings, by the names of COMPREDICT's own notebook.
 *
 * @throws SettingsError when they cannot work together.
 */
export function readSettings(env: Environment): Settings {
  const set = (name: string) => env[name]?.trim() || undefined;
  const username = set('COMPREDICT_AI_CORE_USERNAME');
  const password = set('COMPREDICT_AI_CORE_PASSWORD');
  if ((username === undefined) !== (password === undefined))
    throw new SettingsError('Set COMPREDICT_AI_CORE_USERNAME and COMPREDICT_AI_CORE_PASSWORD together.');
  const aiCore = username !== undefined || set('COMPREDICT_AI_CORE_KEY') !== undefined ? 'remote' : 'sandbox';
  const url = set('COMPREDICT_AI_CORE_URL');
  if (aiCore === 'sandbox' && url !== undefined)
    throw new SettingsError(
      'COMPREDICT_AI_CORE_URL is set, but no way to log in there: set COMPREDICT_AI_CORE_KEY, or COMPREDICT_AI_CORE_USERNAME and COMPREDICT_AI_CORE_PASSWORD.',
    );

  const bucket = set('BUCKET');
  if (bucket === undefined && aiCore === 'remote' && !isLoopback(url))
    throw new SettingsError(
      'AI Core cannot reach the sandbox S3 of this machine: set BUCKET, REGION and AWS credentials for a bucket that it can reach.',
    );
  const region = set('REGION');
  const endpoint = set('AWS_ENDPOINT_URL_S3');
  return {
    aiCore,
    s3:
      bucket === undefined
        ? undefined
        : {
            bucket,
            ...(region === undefined ? {} : { region }),
            ...(endpoint === undefined ? {} : { endpoint }),
          },
    failOnError: /^(true|1|yes|on)$/i.test(set('COMPREDICT_AI_CORE_FAIL_ON_ERROR') ?? ''),
  };
}

function isLoopback(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
