import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Job, Outcome } from './job.ts';
import { describeFailure } from './run-algorithm.ts';
import { throttled } from './throttle.ts';

/** How the queue works. */
export interface QueueOptions {
  /** How many jobs run at once. With 0, every job stays Pending. */
  readonly workers: number;
  /** Milliseconds a job is held In Progress before it is computed. */
  readonly latencyMs: number;
  /** How many jobs may wait for a worker. */
  readonly capacity: number;
  /** Days after which an ended job is forgotten. */
  readonly keepDays: number;
}

const DAY = 86_400_000;

/** What is done for a job. */
export interface Work {
  /** Computes. Must not reject: what goes wrong is an outcome. */
  compute(signal: AbortSignal): Promise<Outcome>;
  /** Follows when the job is Finished; no worker is held meanwhile. Must not reject. */
  followUp(outcome: Outcome): Promise<void>;
}

/** Where jobs outlive the process. */
export interface JobKeeper {
  /** What was kept, oldest first. None is running any more. */
  load(): readonly Job[];
  /** @throws {DataDirError} it cannot be kept. */
  save(job: Job): void;
  remove(job: Job): void;
}

/** Runs jobs in the order they came, a few at a time. */
export class JobQueue {
  readonly #options: QueueOptions;
  readonly #now: () => Date;
  readonly #keeper: JobKeeper | undefined;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: { readonly job: Job; readonly work: Work }[] = [];
  readonly #open = new Set<Promise<void>>();
  /** Runs something as nobody's request: what holds for the one that queued a job, or made room for it, is no job's. */
  readonly #apart = AsyncLocalStorage.snapshot();
  #busy = 0;
  #stopped = false;
  /** Why something could not be kept, the first time. One stands for all: they lie in one folder. */
  #lost: unknown;

  constructor(options: QueueOptions, now: () => Date, keeper?: JobKeeper) {
    this.#options = options;
    this.#now = () => this.#apart(now);
    this.#keeper = keeper;
    for (const job of keeper?.load() ?? []) {
      this.#jobs.set(job.id, job);
      // Its features went with the process that was to compute it.
      this.cancel(job);
    }
  }

  /** Every job that is not forgotten, oldest first. */
  get jobs(): readonly Job[] {
    return [...this.#jobs.values()].filter(({ id }) => this.find(id) !== undefined);
  }

  /**
   * Queues a job.
   *
   * @throws {ApiError} 429 if as many are waiting as may wait.
   * @throws {DataDirError} it cannot be kept: there is no such job then.
   */
  add(job: Job, work: Work): void {
    const { workers, capacity } = this.#options;
    if (this.#busy >= workers && this.#waiting.length >= capacity) throw throttled(1);
    this.#save(job);
    this.#jobs.set(job.id, job);
    this.#waiting.push({ job, work });
    this.#next();
  }

  /** The job of that id, however it ended, unless that was too long ago. */
  find(id: string): Job | undefined {
    const job = this.#jobs.get(id);
    const forgotten = this.#now().getTime() - this.#options.keepDays * DAY;
    if (job?.endedAt === undefined || job.endedAt.getTime() > forgotten) return job;
    this.#jobs.delete(id);
    this.#keeper?.remove(job);
    return undefined;
  }

  /**
   * Cancels a job that is not yet Finished.
   *
   * @throws {DataDirError} that it is Canceled could not be kept; it is all the same, after a restart too.
   */
  cancel(job: Job): void {
    if (job.endedAt !== undefined) return;
    job.status = 'Canceled';
    job.endedAt = this.#now();
    job.controller.abort(new Error('The job was cancelled.'));
    const index = this.#waiting.findIndex((entry) => entry.job === job);
    if (index !== -1) this.#waiting.splice(index, 1);
    this.#save(job);
  }

  /** Resolves when no job runs and every follow-up is over; with no worker, waiting jobs do not count. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  /**
   * Cancels everything that is not Finished and takes no more.
   *
   * @throws {DataDirError} when all is over: a job could not be kept, now or since the start.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#jobs.values()) {
      try {
        this.cancel(job);
      } catch {
        // Said when all is over.
      }
    }
    await this.settled();
    if (this.#lost !== undefined) throw this.#lost;
  }

  #save(job: Job): void {
    try {
      this.#keeper?.save(job);
    } catch (error) {
      this.#lost ??= error;
      throw error;
    }
  }

  #next(): void {
    while (!this.#stopped && this.#busy < this.#options.workers) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      const done = this.#apart(() => this.#run(entry.job, entry.work)).finally(() => this.#open.delete(done));
      this.#open.add(done);
    }
  }

  async #run(job: Job, work: Work): Promise<void> {
    this.#busy += 1;
    job.status = 'In Progress';
    const outcome = await this.#compute(job, work);
    this.#busy -= 1;
    this.#next();
    if (outcome === undefined) return;
    job.status = 'Finished';
    job.endedAt = this.#now();
    job.outcome = this.#kept({ ...job, outcome });
    await work.followUp(job.outcome);
  }

  /** The outcome of a job that has ended. What cannot be kept has failed: a restart would find the job Canceled. */
  #kept(job: Job & { readonly outcome: Outcome }): Outcome {
    try {
      this.#save(job);
      return job.outcome;
    } catch (error) {
      return { success: false, error: describeFailure(error) };
    }
  }

  /** The outcome, or nothing when the job was cancelled meanwhile. */
  async #compute({ controller: { signal } }: Job, work: Work): Promise<Outcome | undefined> {
    let cancel = (): void => {};
    const cancelled = new Promise<undefined>((resolve) => {
      cancel = () => resolve(undefined);
      signal.addEventListener('abort', cancel);
    });
    const computed = async (): Promise<Outcome | undefined> => {
      // Also with no latency: a job is seen In Progress before it is Finished, and a request is answered before that.
      await wait(this.#options.latencyMs, undefined, { signal }).catch(() => undefined);
      return signal.aborted ? undefined : work.compute(signal);
    };
    try {
      const outcome = await Promise.race([cancelled, computed()]);
      return signal.aborted ? undefined : outcome;
    } finally {
      // The job is there for days, and what listens to its signal holds the features and the upload.
      signal.removeEventListener('abort', cancel);
    }
  }
}
