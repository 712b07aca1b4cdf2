/**
 * Which queued run: its id, or anything that has it as `job_id`: a task, a delivered result, what was read from a file or a
 * queue by another process. Only `job_id` is looked at.
 */
export type JobReference = string | { readonly job_id: string };

/** The id that is meant. Whether it is fit for a path is checked where it becomes part of one. */
export function jobIdOf(job: JobReference): string {
  return typeof job === 'object' && job !== null ? job.job_id : job;
}
