import { type Context, Hono } from 'hono';
import { methodNotAllowed, notFound } from './api-error.ts';
import type { ApiEnv } from './authenticate.ts';
import { type Job, taskBody } from './job.ts';
import type { JobQueue } from './job-queue.ts';

/** `GET` and `DELETE /algorithms/tasks/{job_id}`: AI Core wire contract, section 4. */
export function tasksRoutes(queue: JobQueue): Hono<ApiEnv> {
  const find = (c: Context<ApiEnv>, id: string): Job => {
    const job = queue.find(id);
    // Somebody else's is answered as if it did not exist.
    if (job === undefined || job.owner !== c.get('user').account.username) {
      throw notFound('The task does not exist or has expired.');
    }
    return job;
  };
  return new Hono<ApiEnv>()
    .get('/:job', (c) => c.json(taskBody(find(c, c.req.param('job')))))
    .delete('/:job', (c) => {
      const job = find(c, c.req.param('job'));
      queue.cancel(job);
      return c.json(taskBody(job), 202);
    })
    .all('/:job', methodNotAllowed('GET, HEAD, DELETE'));
}
