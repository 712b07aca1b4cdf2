import { randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';

/** What a token is good for. */
export type TokenType = 'access' | 'refresh';

/** Lifetimes of tokens in seconds. */
export interface TokenLifetimes {
  readonly access: number;
  readonly refresh: number;
}

/** How tokens are issued. */
export interface TokenOptions {
  readonly lifetimes: TokenLifetimes;
  /** Whether refreshing gives a new refresh token, and ends the old one. */
  readonly rotate: boolean;
}

/** What a refresh token is exchanged for; `refresh` only if it rotates. */
export interface Renewed {
  readonly access: string;
  readonly refresh?: string;
}

/** Issues and checks JSON Web Tokens, with a key that lives as long as this object. */
export interface Tokens {
  issue(type: TokenType, username: string): Promise<string>;
  /** The user the token speaks for; `undefined` if it is forged, expired or, when a type is asked for, of another type. */
  verify(token: string, type?: TokenType): Promise<string | undefined>;
  /** `undefined` if it is no valid refresh token, or one that was rotated out. */
  renew(refresh: string): Promise<Renewed | undefined>;
  /** Ends every access token issued so far. */
  expireAccess(): void;
}

/** Makes tokens with the claims of SimpleJWT: `token_type`, `exp`, `iat`, `jti`, `user_id`. */
export function createTokens({ lifetimes, rotate }: TokenOptions, now: () => Date): Tokens {
  const keys = { access: randomBytes(32), refresh: randomBytes(32) };
  const ended = new Set<string>();
  const tokens: Tokens = {
    issue(type, username) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT({ token_type: type, user_id: username })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimes[type])
        .setJti(randomUUID())
        .sign(keys[type]);
    },
    async verify(token, type) {
      if (ended.has(token)) return undefined;
      try {
        // Not yet to be believed: it only says whose key the signature must be of.
        const key = keys[decodeJwt(token).token_type === 'refresh' ? 'refresh' : 'access'];
        const { payload } = await jwtVerify<{ token_type: TokenType; user_id: string }>(token, key, {
          algorithms: ['HS256'],
          currentDate: now(),
        });
        return type === undefined || payload.token_type === type ? payload.user_id : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    expireAccess() {
      keys.access = randomBytes(32);
    },
    async renew(refresh) {
      const username = await tokens.verify(refresh, 'refresh');
      // Another exchange may have ended it while this one was verifying.
      if (username === undefined || ended.has(refresh)) return undefined;
      if (rotate) ended.add(refresh);
      const access = await tokens.issue('access', username);
      return rotate ? { access, refresh: await tokens.issue('refresh', username) } : { access };
    },
  };
  return tokens;
}
