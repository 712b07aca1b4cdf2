import { Hono } from 'hono';
import * as v from 'valibot';
import { readJson } from '../read-json.ts';
import { BadRequest, methodNotAllowed, refuse, tooLarge, unauthorized } from './api-error.ts';
import type { Tokens } from './tokens.ts';
import type { Users } from './users.ts';

const text = v.pipe(v.string('This field is required.'), v.minLength(1, 'This field may not be blank.'));

/** Reads a JSON body of text fields; says which is missing in the server's own style. */
async function readFields<const N extends string>(
  request: Request,
  ...names: N[]
): Promise<Record<N, string>> {
  const schema = v.object(
    Object.fromEntries(names.map((name) => [name, text])) as Record<N, typeof text>,
    'This field is required.',
  );
  const parsed = v.safeParse(schema, await readJson(request, { tooLarge, malformed }));
  if (parsed.success) return parsed.output as Record<N, string>;
  throw new BadRequest(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'} : ${issue.message}`));
}

const malformed = () => refuse('body', 'JSON parse error: the body is not valid JSON.');

/** What logging in needs. */
export interface AuthContext {
  readonly users: Users;
  readonly tokens: Tokens;
  /** Counts a call for a user; throws 429 when there were too many. */
  readonly throttleLogin: (user: string) => void;
}

/** `POST /token/`, `/token/refresh/`, `/token/verify/`: AI Core wire contract, section 2. */
export function authRoutes({ users, tokens, throttleLogin }: AuthContext): Hono {
  // All of whom nobody knows whose they are count as one; no account has an empty name.
  const count = (username = ''): void => throttleLogin(users.named(username)?.account.username ?? '');
  return new Hono()
    .post('/', async (c) => {
      const { username, password } = await readFields(c.req.raw, 'username', 'password');
      count(username);
      if (users.withPassword(username, password) === undefined) {
        throw unauthorized('No active account found with the given credentials', 'no_active_account');
      }
      return c.json({
        access: await tokens.issue('access', username),
        refresh: await tokens.issue('refresh', username),
      });
    })
    .post('/refresh', async (c) => {
      const { refresh } = await readFields(c.req.raw, 'refresh');
      count(await tokens.verify(refresh, 'refresh'));
      const renewed = await tokens.renew(refresh);
      if (renewed === undefined) throw unauthorized('Token is invalid or expired', 'token_not_valid');
      return c.json(renewed);
    })
    .post('/verify', async (c) => {
      const { token } = await readFields(c.req.raw, 'token');
      const username = await tokens.verify(token);
      count(username);
      if (username === undefined) throw unauthorized('Token is invalid or expired', 'token_not_valid');
      return c.json({});
    })
    .all('/', methodNotAllowed('POST'))
    .all('/refresh', methodNotAllowed('POST'))
    .all('/verify', methodNotAllowed('POST'));
}
