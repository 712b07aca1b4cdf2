import type { Session } from './session.ts';
import type { Tokens } from './tokens.ts';

/** Options of the token calls. */
export interface TokenCallOptions {
  /** Gives up at once, with `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** Tokens. None of these needs to be called: the client logs in and renews by itself. */
export interface TokenMethods {
  /** Logs in with the client's username and password, and uses the new tokens from now on. */
  login(options?: TokenCallOptions): Promise<Tokens>;
  /** Buys a new access token with the refresh token, and uses it from now on. */
  refreshToken(options?: TokenCallOptions): Promise<Tokens>;
  /** Whether AI Core accepts the client's access token, or the one given. */
  verifyToken(options?: TokenCallOptions & { readonly token?: string }): Promise<boolean>;
}

/** Makes {@link TokenMethods}. */
export function tokenMethods(session: Session): TokenMethods {
  return {
    login: ({ signal } = {}) => session.login(signal),
    refreshToken: ({ signal } = {}) => session.refresh(signal),
    verifyToken: ({ signal, token } = {}) => session.verify(token, signal),
  };
}
