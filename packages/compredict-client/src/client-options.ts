import * as v from 'valibot';
import type { Credentials, UserCredentials } from './auth/credentials.ts';
import { TokenText } from './auth/tokens.ts';
import { ConfigurationError } from './errors/input-errors.ts';
import type { Hooks } from './http/hooks.ts';
import type { Fetch } from './http/send-by-fetch.ts';
import { sendFor } from './http/send-for.ts';
import { isTimeout, timeoutRule } from './http/timeout.ts';
import type { TlsOptions } from './http/tls-options.ts';
import type { TransportOptions } from './http/transport.ts';
import type { RunDefaults } from './runs/run-methods.ts';
import type { ApiKeyCredentials } from './v1/api-key-credentials.ts';
import { checkPrivateKey } from './v1/private-key.ts';

/** What a client can be told besides who it is. */
export interface ClientSettings {
  /**
   * Base URL of AI Core, with its version. Trailing slashes do not matter.
   *
   * @default 'https://core.compredict.ai/api/v2', with `apiVersion: 'v1'` its `/api/v1`
   */
  readonly url?: string | URL;
  /**
   * Makes the requests instead: a test double, another HTTP client. Called with a URL and its options; a form is a Blob.
   * Default: in Node.js, Bun and Deno node:http, which streams what it sends; in browsers their `fetch`.
   */
  readonly fetch?: Fetch;
  /**
   * URL of the proxy for all requests, http or https, with user and password if it wants them; false for none. Not in
   * browsers, nor with `fetch`. Default: what the environment says in `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, except
   * for this machine. Needs Node.js 22.21, 24.5 or later; older ones, Bun and Deno leave the environment's aside.
   */
  readonly proxy?: string | URL | false;
  /** Whom to trust and what to show when connecting by TLS. Not in browsers, nor with `fetch`. */
  readonly tls?: TlsOptions;
  /** Told of every request, without secrets, for logs and traces. */
  readonly hooks?: Hooks;
  /**
   * Milliseconds that one attempt may take until its whole answer is there; more than 0, at most 2147483647 (24 days), or
   * false for no limit. Every retry has it anew. Runs have a limit of their own, `runTimeout`.
   *
   * @default 60000
   */
  readonly timeout?: number | false;
  /**
   * The same for `runAlgorithm` and `trainAlgorithm`, which upload the features and may compute at once. Nothing else ends
   * a long run, but `fetch: globalThis.fetch` in Node.js, which gives up after 300 s without an answer.
   *
   * @default 300000
   */
  readonly runTimeout?: number | false;
  /**
   * Milliseconds that a call may take with all its attempts, the waits between them and the access token it may need first, or
   * false for no limit. For one call, give it a signal: `AbortSignal.timeout(ms)`.
   *
   * @default false
   */
  readonly totalTimeout?: number | false;
  /**
   * How often a GET is repeated after 429, 5xx (but 501 and 505), a lost connection or a timeout; 0 for never. Anything else
   * is repeated only where no connection was ever made: a run might be queued twice.
   *
   * @default 2
   */
  readonly retry?: number | RetryOptions;
  /**
   * Milliseconds that a presigned callback must have left when a run is sent, 0 or more. Less than the default is no time for
   * AI Core to take the features in, compute and deliver, and S3's clock is not this one. It cannot know how long yours
   * takes: let targets live until after the slowest run.
   *
   * @default 30000
   */
  readonly callbackMargin?: number;
  /**
   * When false, no method throws: each answers `{ ok: true, data }` or `{ ok: false, error }`.
   *
   * @default true
   */
  readonly failOnError?: boolean;
  /** The clock that expiry dates of tokens and callbacks are compared with. */
  readonly now?: () => Date;
}

/** How requests are repeated. */
export interface RetryOptions {
  /**
   * How often.
   *
   * @default 2
   */
  readonly limit?: number;
  /**
   * Milliseconds before the first repetition; doubles with each, with jitter. What AI Core itself asks for goes first.
   *
   * @default 500
   */
  readonly baseDelayMs?: number;
  /**
   * Longest wait in milliseconds. When AI Core asks for a longer one, the call ends with its error.
   *
   * @default 30000
   */
  readonly maxDelayMs?: number;
  /**
   * Whether runs and trainings are repeated as GETs are. AI Core then may compute twice: it knows no way to tell a
   * repetition from a second run. What is sent from a stream is never repeated.
   *
   * @default false
   */
  readonly runs?: boolean;
}

/** Everything `createClient` takes: who you are, and settings. */
export type ClientOptions = Credentials & ClientSettings;

/** Where AI Core v2 is. */
export const defaultUrl = 'https://core.compredict.ai/api/v2';
const defaultUrlOfV1 = 'https://core.compredict.ai/api/v1';

/** Options with nothing left to check. */
export interface CheckedOptions {
  readonly credentials: Credentials;
  readonly transport: TransportOptions;
  readonly runs: RunDefaults;
  readonly now: () => Date;
}

/**
 * Checks options and fills defaults in.
 *
 * @throws {@link ConfigurationError}
 */
export function checkOptions(options: ClientOptions): CheckedOptions {
  const now = options.now ?? (() => new Date());
  const credentials = checkCredentials(options);
  const isV1 = credentials.apiVersion === 'v1';
  const retry: { readonly [Name in keyof RetryOptions]: RetryOptions[Name] | undefined } =
    typeof options.retry === 'object' ? options.retry : { limit: options.retry };
  return {
    credentials,
    now,
    runs: {
      apiVersion: isV1 ? 'v1' : 'v2',
      encrypt: credentials.apiVersion === 'v1' && credentials.privateKey !== undefined,
      timeoutMs: checkTimeout('runTimeout', options.runTimeout ?? 300_000),
      repeat: retry.runs ?? false,
      callbackMarginMs: checkNumber('callbackMargin', options.callbackMargin ?? 30_000, Number.isFinite),
    },
    transport: {
      now,
      url: checkUrl(options.url ?? (isV1 ? defaultUrlOfV1 : defaultUrl)),
      send: sendFor(options),
      hooks: options.hooks ?? {},
      timeoutMs: checkTimeout('timeout', options.timeout ?? 60_000),
      totalTimeoutMs: checkTimeout('totalTimeout', options.totalTimeout ?? false),
      retry: {
        limit: checkNumber('retry', retry.limit ?? 2, Number.isSafeInteger),
        baseDelayMs: checkNumber('retry.baseDelayMs', retry.baseDelayMs ?? 500, Number.isFinite),
        maxDelayMs: checkNumber('retry.maxDelayMs', retry.maxDelayMs ?? 30_000, Number.isFinite),
      },
    },
  };
}

function checkCredentials(options: ClientOptions): Credentials {
  const { apiVersion = 'v2' } = options;
  if (apiVersion !== 'v1' && apiVersion !== 'v2') {
    throw new ConfigurationError('`apiVersion` must be `v1` or `v2`.');
  }
  return options.apiVersion === 'v1' ? checkApiKey(options) : checkUser(options);
}

function checkApiKey({ apiKey, privateKey }: ApiKeyCredentials): ApiKeyCredentials {
  checkToken('apiKey', apiKey);
  if (privateKey === undefined) return { apiVersion: 'v1', apiKey };
  checkPrivateKey(privateKey);
  return { apiVersion: 'v1', apiKey, privateKey };
}

function checkUser({ token, refreshToken, username, password }: UserCredentials): UserCredentials {
  if (typeof token === 'function') return { token };
  if (token !== undefined) {
    checkToken('token', token);
    if (refreshToken === undefined) return { token };
    checkToken('refreshToken', refreshToken);
    return { token, refreshToken };
  }
  if (username === undefined || password === undefined || username === '' || password === '') {
    throw new ConfigurationError('Give `token`, or `username` and `password`. They must not be empty.');
  }
  return { username, password };
}

function checkToken(name: string, token: string): void {
  if (!v.is(TokenText, token)) {
    throw new ConfigurationError(
      `\`${name}\` must be visible ASCII characters only, without blanks or line ends.`,
    );
  }
}

function checkUrl(input: string | URL): string {
  const url = URL.parse(input);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationError(`\`url\` must be an http or https address such as ${defaultUrl}.`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new ConfigurationError('`url` must not have a user, a password, a query or a fragment.');
  }
  return url.href.replace(/\/+$/, '');
}

function checkTimeout(name: string, ms: number | false): number | false {
  if (!isTimeout(ms)) throw new ConfigurationError(`\`${name}\` ${timeoutRule}`);
  return ms;
}

function checkNumber(name: string, value: number, check: (value: number) => boolean): number {
  if (!check(value) || value < 0) throw new ConfigurationError(`\`${name}\` must be a number, 0 or more.`);
  return value;
}
