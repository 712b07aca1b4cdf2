import { type Context, Hono } from 'hono';
import { refusal } from '../refusal.ts';
import { algorithmsRoutes } from './algorithms-routes.ts';
import { ApiError, notFound, ServerError } from './api-error.ts';
import { type AuthContext, authRoutes } from './auth-routes.ts';
import { type ApiEnv, byAccessToken, byApiKey, requireUser } from './authenticate.ts';
import { djangoPage } from './django-page.ts';
import { describeFailure } from './run-algorithm.ts';
import { type ApiVersion, type RunsContext, runsRoutes } from './runs-routes.ts';
import { tasksRoutes } from './tasks-routes.ts';

/** What AI Core is made of. */
export interface AppContext extends RunsContext, AuthContext {
  /** Counts a request of a user who is logged in; throws 429 when there were too many. */
  readonly throttle: (user: string) => void;
}

/** AI Core v2 under `/api/v2` and v1 under `/api/v1`, every path with and without a trailing slash. */
export function createApp(context: AppContext): Hono {
  const { users, tokens, throttle } = context;
  const api = (version: ApiVersion): Hono<ApiEnv> =>
    new Hono<ApiEnv>({ strict: false })
      .use(
        '/algorithms/*',
        requireUser(version === 'v1' ? byApiKey(users) : byAccessToken(users, tokens), throttle),
      )
      // Before the algorithms: `tasks` is no algorithm.
      .route('/algorithms/tasks', tasksRoutes(context.queue))
      .route('/algorithms', runsRoutes(context, version))
      .route('/algorithms', algorithmsRoutes());

  return new Hono({ strict: false })
    .route('/api/v2/token', authRoutes(context))
    .route('/api/v2', api('v2'))
    .route('/api/v1', api('v1'))
    .notFound((c) => answer(notFound(), c))
    .onError((error, c) =>
      error instanceof ApiError
        ? answer(error, c)
        : crash(error instanceof ServerError ? error : new ServerError(describeFailure(error), []), c),
    );
}

const answer = ({ status, body, headers }: ApiError, c: Context): Response =>
  refusal(c.req.raw, status, body, headers);

function crash({ message, post }: ServerError, c: Context): Response {
  const { method, path } = c.req;
  const page = djangoPage({ type: 'RuntimeError', message, method, path, post }, c.req.header('accept'));
  return new Response(page.body, { status: 500, headers: { 'content-type': page.contentType } });
}
