import { Task } from '@x/result-schema';
import * as v from 'valibot';
import { pathSegment } from '../algorithms/path-segment.ts';
import type { Session } from '../auth/session.ts';
import { type CallOptions, requestOptions } from '../call-options.ts';
import { readJson } from '../http/read-json.ts';
import type { ApiRequest } from '../http/transport.ts';

/** Asks how a run stands. */
export type GetTask = (
  jobId: string,
  options: CallOptions & { readonly signal: AbortSignal },
) => Promise<Task>;

/** Asks how a run stands, or cancels it. */
export async function taskRequest(
  session: Session,
  method: 'GET' | 'DELETE',
  jobId: string,
  { repeat, ...options }: CallOptions & Pick<ApiRequest, 'repeat'>,
): Promise<Task> {
  const path = `/algorithms/tasks/${pathSegment('jobId', jobId)}`;
  return readJson(await session.send({ method, path, repeat, ...requestOptions(options) }), taskOf(jobId));
}

/** The task that was asked for: AI Core may leave its id away. */
function taskOf(jobId: string): v.GenericSchema<unknown, Task> {
  return v.pipe(
    v.unknown(),
    v.transform((body) =>
      typeof body === 'object' && body !== null && !('job_id' in body) && !('reference' in body)
        ? { ...body, job_id: jobId }
        : body,
    ),
    Task,
  );
}
