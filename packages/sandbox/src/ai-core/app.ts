import { type Context, Hono } from 'hono';
import { algorithmsRoutes } from './algorithms-routes.ts';
import { ApiError, notFound } from './api-error.ts';
import { type Account, authRoutes, requireAccess } from './auth-routes.ts';
import { type RunsContext, runsRoutes } from './runs-routes.ts';
import { tasksRoutes } from './tasks-routes.ts';
import type { Tokens } from './tokens.ts';

/** What AI Core is made of. */
export interface AppContext extends RunsContext {
  readonly account: Account;
  readonly tokens: Tokens;
}

/** AI Core v2 under `/api/v2`, every path with and without a trailing slash. */
export function createApp(context: AppContext): Hono {
  const api = new Hono({ strict: false })
    .route('/token', authRoutes(context.account, context.tokens))
    .use('/algorithms/*', requireAccess(context.tokens))
    // Before the algorithms: `tasks` is no algorithm.
    .route('/algorithms/tasks', tasksRoutes(context.queue))
    .route('/algorithms', algorithmsRoutes(context.catalog))
    .route('/algorithms', runsRoutes(context));

  return new Hono({ strict: false })
    .route('/api/v2', api)
    .notFound((c) => answer(notFound(), c))
    .onError((error, c) =>
      answer(error instanceof ApiError ? error : new ApiError(500, { error: error.message }), c),
    );
}

function answer({ status, body, headers }: ApiError, c: Context): Response {
  // An upload that was refused unread must not be followed by another request on the same connection: what is left of
  // the body is in the way, and the connection is about to be closed.
  const unread = c.req.method === 'POST' && (status === 413 || !c.req.raw.bodyUsed);
  return Response.json(body, { status, headers: unread ? { ...headers, connection: 'close' } : headers });
}
