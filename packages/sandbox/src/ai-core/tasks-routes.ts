import { Hono } from 'hono';
import { notFound } from './api-error.ts';
import { type Job, taskBody } from './job.ts';
import type { JobQueue } from './job-queue.ts';

/** `GET` and `DELETE /algorithms/tasks/{job_id}`: AI Core wire contract, section 4. */
export function tasksRoutes(queue: JobQueue): Hono {
  const find = (id: string): Job => {
    const job = queue.find(id);
    if (job === undefined) throw notFound('The task does not exist or has expired.');
    return job;
  };
  return new Hono()
    .get('/:job', (c) => c.json(taskBody(find(c.req.param('job')))))
    .delete('/:job', (c) => {
      const job = find(c.req.param('job'));
      queue.cancel(job);
      return c.json(taskBody(job), 202);
    });
}
