import * as v from 'valibot';
import { AbortedError, TimeoutError } from '../errors/connection-errors.ts';
import { ConfigurationError } from '../errors/input-errors.ts';
import { AuthenticationError, ValidationError } from '../errors/response-errors.ts';
import { attemptLimit } from '../http/attempt-limit.ts';
import { isRepeatable } from '../http/form.ts';
import { readJson } from '../http/read-json.ts';
import type { ApiRequest, ApiResponse, Transport } from '../http/transport.ts';
import { untilAborted } from '../http/until-aborted.ts';
import { askForToken } from './ask-for-token.ts';
import type { TokenFunction, UserCredentials } from './credentials.ts';
import { renewalTime } from './renewal-time.ts';
import { singleFlight } from './single-flight.ts';
import { Tokens } from './tokens.ts';

/** Sends requests as somebody, and keeps that somebody's tokens fresh. */
export interface Session {
  /**
   * Sends a request with an access token, which is got first if there is none yet, and renewed if it is about to end. When AI
   * Core answers 401, the token is renewed, once for all requests that wait for it, and the request sent once more: one that
   * was not authenticated has done nothing. A 403 goes to the caller.
   */
  send(request: ApiRequest): Promise<ApiResponse>;
  /** Logs in with username and password. */
  login(signal?: AbortSignal): Promise<Tokens>;
  /** Buys a new access token with the refresh token. */
  refresh(signal?: AbortSignal): Promise<Tokens>;
  /** Whether AI Core accepts a token. Default: the one held. */
  verify(token?: string, signal?: AbortSignal): Promise<boolean>;
}

/** Makes a {@link Session}. The secrets live in its closure and nowhere else. */
export function createSession(transport: Transport, credentials: UserCredentials, now: () => Date): Session {
  const { token: given, username, password } = credentials;
  let refreshToken = credentials.refreshToken;
  let access: string | undefined;
  /** When the token is renewed unasked; undefined for not before a 401. */
  let renewAt: number | undefined;
  if (typeof given === 'string') hold(given, false);

  function hold(token: string, fresh: boolean): void {
    access = token;
    renewAt = renewalTime(token, now().getTime(), fresh);
  }

  /** A token call. These are never aborted half-way: others may wait for the same answer. */
  async function call(path: string, json: unknown): Promise<Tokens> {
    const tokens = readJson(await transport.send({ method: 'POST', path, json }), Tokens);
    hold(tokens.access, true);
    // With rotation on, AI Core sends a new refresh token along and the old one is spent.
    refreshToken = tokens.refresh ?? refreshToken;
    return tokens;
  }

  const logIn = singleFlight(() => call('/token/', { username, password }));
  const login = async () => {
    if (username !== undefined) return logIn();
    throw new ConfigurationError(
      'Cannot log in: the client was created with a token, not with username and password.',
    );
  };

  // With rotation on, a refresh token works once: whoever asks meanwhile gets the same answer.
  const buy = singleFlight(() => call('/token/refresh/', { refresh: refreshToken }));
  const refresh = async () => {
    if (refreshToken !== undefined) return buy();
    const hint = username === undefined ? 'Create the client with `refreshToken`.' : 'Call login() first.';
    throw new ConfigurationError(`Cannot refresh: there is no refresh token. ${hint}`);
  };

  const ask = singleFlight(async (give: TokenFunction) => {
    const token = await askForToken(give);
    if (token !== access) hold(token, true);
    return token;
  });

  /** The first token. */
  async function obtain(): Promise<string> {
    return typeof given === 'function' ? ask(given) : (await login()).access;
  }

  const renewOnce = singleFlight(async (): Promise<string | undefined> => {
    if (typeof given === 'function') return ask(given);
    if (refreshToken !== undefined) {
      try {
        return (await refresh()).access;
      } catch (error) {
        if (!(error instanceof AuthenticationError || error instanceof ValidationError)) throw error;
        refreshToken = undefined;
      }
    }
    return username === undefined ? undefined : (await login()).access;
  });

  /** A token better than the stale one; undefined when there is no way to get one. */
  async function renew(stale: string): Promise<string | undefined> {
    if (access !== undefined && access !== stale) return access;
    const renewed = await renewOnce();
    return renewed === stale ? undefined : renewed;
  }

  /** The token to send, renewed if it is about to end. */
  async function currentToken(): Promise<string> {
    if (access === undefined) return obtain();
    if (renewAt === undefined || now().getTime() < renewAt) return access;
    const ending = access;
    try {
      const renewed = await renew(ending);
      if (renewed !== undefined) return renewed;
    } catch {
      // It may still do. If not, AI Core says so, and the reason why there is no other is told then.
    }
    renewAt = undefined;
    return ending;
  }

  return {
    async send(request) {
      // One for all that this call may come to: a login, a renewal, the request and its repetition.
      const deadline = transport.deadline();
      const limits = { signal: request.signal, deadline };
      const token = await within(limits, currentToken());
      try {
        return await transport.send({ ...request, deadline, authorization: `Bearer ${token}` });
      } catch (error) {
        if (!(error instanceof AuthenticationError) || isSpent(request)) throw error;
        const renewed = await within(limits, renew(token));
        if (renewed === undefined) throw error;
        return transport.send({ ...request, deadline, authorization: `Bearer ${renewed}` });
      }
    },
    login: (signal) => within({ signal }, login()),
    refresh: (signal) => within({ signal }, refresh()),
    async verify(token, signal) {
      const deadline = transport.deadline();
      const subject = token ?? access ?? (await within({ signal, deadline }, obtain()));
      try {
        const response = await transport.send({
          method: 'POST',
          path: '/token/verify/',
          json: { token: subject },
          signal,
          deadline,
        });
        // AI Core says `{}`, or nothing at all. A page of something between says neither.
        if (response.bytes.length > 0) readJson(response, v.unknown());
        return true;
      } catch (error) {
        if (error instanceof AuthenticationError) return false;
        throw error;
      }
    },
  };
}

/** Gives up waiting as soon as the signal or the time says so; the work goes on for whoever else waits for it. */
async function within<T>(
  { signal, deadline = Number.POSITIVE_INFINITY }: Pick<ApiRequest, 'signal' | 'deadline'>,
  work: Promise<T>,
): Promise<T> {
  if (!signal && deadline === Number.POSITIVE_INFINITY) return work;
  const limit = attemptLimit(deadline - performance.now(), signal);
  const reason = () =>
    limit.timedOut()
      ? new TimeoutError('No access token in time.')
      : new AbortedError('Aborted by the caller.', undefined, { cause: signal?.reason });
  try {
    return await untilAborted(work, limit.signal, reason);
  } finally {
    limit.clear();
  }
}

/** Whether a request was sent from a stream, which cannot be read a second time. */
function isSpent({ form }: ApiRequest): boolean {
  return form !== undefined && !isRepeatable(form);
}
