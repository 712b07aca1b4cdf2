import { Hono, type MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import { BadRequest, unauthorized } from './api-error.ts';
import type { Tokens } from './tokens.ts';

/** Who may log in. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

const text = v.pipe(v.string('This field is required.'), v.minLength(1, 'This field may not be blank.'));

/** Reads a JSON body of text fields; says which is missing in the server's own style. */
async function readFields<const N extends string>(
  request: Request,
  ...names: N[]
): Promise<Record<N, string>> {
  const body: unknown = await request.json().catch(() => {
    throw new BadRequest(['body : JSON parse error: the body is not valid JSON.']);
  });
  const schema = v.object(
    Object.fromEntries(names.map((name) => [name, text])) as Record<N, typeof text>,
    'This field is required.',
  );
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output as Record<N, string>;
  throw new BadRequest(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'} : ${issue.message}`));
}

/** `POST /token/`, `/token/refresh/`, `/token/verify/`: AI Core wire contract, section 2. */
export function authRoutes(account: Account, tokens: Tokens): Hono {
  return new Hono()
    .post('/', async (c) => {
      const { username, password } = await readFields(c.req.raw, 'username', 'password');
      if (username !== account.username || password !== account.password) {
        throw unauthorized('No active account found with the given credentials', 'no_active_account');
      }
      return c.json({
        access: await tokens.issue('access', username),
        refresh: await tokens.issue('refresh', username),
      });
    })
    .post('/refresh', async (c) => {
      const { refresh } = await readFields(c.req.raw, 'refresh');
      const username = await tokens.verify(refresh, 'refresh');
      if (username === undefined) throw unauthorized('Token is invalid or expired', 'token_not_valid');
      return c.json({ access: await tokens.issue('access', username) });
    })
    .post('/verify', async (c) => {
      const { token } = await readFields(c.req.raw, 'token');
      if ((await tokens.verify(token)) === undefined) {
        throw unauthorized('Token is invalid or expired', 'token_not_valid');
      }
      return c.json({});
    });
}

/** Lets a request pass only with a valid access token. */
export function requireAccess(tokens: Tokens): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header('authorization');
    const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) {
      throw unauthorized('Authentication credentials were not provided.', 'not_authenticated');
    }
    if ((await tokens.verify(token, 'access')) === undefined) {
      throw unauthorized('Given token not valid for any token type', 'token_not_valid');
    }
    await next();
  };
}
