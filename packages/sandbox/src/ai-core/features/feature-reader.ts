import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BadRequest } from '../api-error.ts';
import type { AskedColumns, CheckedFeatures } from './check-features.ts';
import type { FeatureAnswer, FeatureRequest } from './feature-worker.ts';
import { unpackColumns } from './pack-columns.ts';
import type { Formats } from './read-table.ts';
import type { TableLimits } from './table.ts';

/** How a features file may be, and how long reading it may take. */
export interface FeatureLimits extends TableLimits {
  readonly timeoutMs: number;
}

/** Features as an algorithm gets them. */
export interface Features {
  readonly rows: number;
  readonly features: CheckedFeatures;
  /** Parameters that v1 clients put into the same file; else `undefined`. */
  readonly parameters: unknown;
}

// Built files lie side by side; tests run the sources, which Node.js strips of their types.
const WORKER = new URL(`./feature-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/**
 * Far more than the rows that are allowed by default need; what a damaged file makes the decoder ask for ends here, in
 * the worker, and not in the process.
 */
const HEAP_MIB = 2048;

/**
 * Reads features files, one after the other, in a worker thread: neither a large file nor a damaged one, which can keep
 * a decoder busy for ever, holds up the server.
 */
export class FeatureReader {
  readonly #limits: FeatureLimits;
  readonly #stopped = new AbortController();
  #worker: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(limits: FeatureLimits) {
    this.#limits = limits;
  }

  /**
   * Reads a file and checks it against the columns asked for. The bytes are handed over: they are gone afterwards.
   *
   * @throws {BadRequest} not a file that can be read, not in time, or not with these columns.
   */
  read(bytes: Uint8Array<ArrayBuffer>, asked: AskedColumns, formats: Formats = 'parquet'): Promise<Features> {
    const mine = this.#turn.then(() => this.#read({ bytes, asked, limits: this.#limits, formats }));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#worker?.terminate();
  }

  async #read(request: FeatureRequest): Promise<Features> {
    const answer = await this.#ask(request);
    if (!answer.ok) throw new BadRequest(answer.problems.map((problem) => `features : ${problem}`));
    const { rows, columns, parameters } = answer;
    return { rows, features: unpackColumns(columns), parameters };
  }

  async #ask(request: FeatureRequest): Promise<FeatureAnswer> {
    this.#stopped.signal.throwIfAborted();
    const worker = this.#worker ?? (await this.#start());
    const deadline = AbortSignal.timeout(this.#limits.timeoutMs);
    try {
      worker.postMessage(request, [request.bytes.buffer]);
      const signal = AbortSignal.any([deadline, this.#stopped.signal]);
      const [answer] = (await once(worker, 'message', { signal })) as [FeatureAnswer];
      return answer;
    } catch (error) {
      // It may be busy for ever, or be out of memory: the next file gets another.
      this.#worker = undefined;
      await worker.terminate();
      return { ok: false, problems: [this.#reason(error, deadline)] };
    }
  }

  /** Starts a thread and waits until it listens: the deadline of a file is about the file alone. */
  async #start(): Promise<Worker> {
    const worker = new Worker(WORKER, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
      // Not those of the process: `--eval` and `--input-type` do not go with a file.
      execArgv: [],
    });
    // Whoever waits for its answer hears of it, too. Unheard here, it would end the process.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    this.#worker = worker;
    await once(worker, 'message', { signal: this.#stopped.signal });
    return worker;
  }

  #reason(error: unknown, deadline: AbortSignal): string {
    if (deadline.aborted)
      return `The file could not be read within ${this.#limits.timeoutMs} ms. Is it damaged?`;
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
      return 'The file needs more memory to be read than there is. Is it damaged?';
    return 'The file could not be read. Is it damaged?';
  }
}
