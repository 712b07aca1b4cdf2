import { randomBytes, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';

/** What a token is good for. */
export type TokenType = 'access' | 'refresh';

/** Lifetimes of tokens in seconds. */
export interface TokenLifetimes {
  readonly access: number;
  readonly refresh: number;
}

/** Issues and checks JSON Web Tokens, with a key that lives as long as this object. */
export interface Tokens {
  issue(type: TokenType, username: string): Promise<string>;
  /** The user the token speaks for; `undefined` if it is forged, expired or, when a type is asked for, of another type. */
  verify(token: string, type?: TokenType): Promise<string | undefined>;
}

/** Makes tokens with the claims of SimpleJWT: `token_type`, `exp`, `iat`, `jti`, `user_id`. */
export function createTokens(lifetimes: TokenLifetimes, now: () => Date): Tokens {
  const key = randomBytes(32);
  return {
    issue(type, username) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT({ token_type: type, user_id: username })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimes[type])
        .setJti(randomUUID())
        .sign(key);
    },
    async verify(token, type) {
      try {
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
  };
}
