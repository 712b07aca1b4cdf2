import type { MiddlewareHandler } from 'hono';
import { unauthorized } from './api-error.ts';
import type { Tokens } from './tokens.ts';
import type { User, Users } from './users.ts';

/** What a request knows once it is let in. */
export interface ApiEnv {
  Variables: { user: User };
}

/** Finds out who sends a request, or throws 401. */
export type Authenticate = (authorization: string | undefined) => Promise<User>;

/** v2: `Bearer` and a valid access token. */
export const byAccessToken =
  (users: Users, tokens: Tokens): Authenticate =>
  async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw unauthorized('Authentication credentials were not provided.', 'not_authenticated');
    }
    const user = users.named((await tokens.verify(token, 'access')) ?? '');
    if (user === undefined) throw unauthorized('Given token not valid for any token type', 'token_not_valid');
    return user;
  };

/** v1: `Token` and the key of an account, which never expires. */
export const byApiKey =
  (users: Users): Authenticate =>
  async (authorization) => {
    const key = /^Token +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) {
      throw unauthorized('Authentication credentials were not provided.', 'not_authenticated', 'Token');
    }
    const user = users.withApiKey(key);
    if (user === undefined) throw unauthorized('Invalid token.', 'authentication_failed', 'Token');
    return user;
  };

/** Lets a request pass only from somebody with an account, and not too often. */
export function requireUser(
  authenticate: Authenticate,
  throttle: (user: string) => void,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const user = await authenticate(c.req.header('authorization'));
    throttle(user.account.username);
    c.set('user', user);
    await next();
  };
}
