import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { AlgorithmError } from '../algorithm-error.ts';
import { Documents } from '../data-dir/documents.ts';
import type { ServedVersion, VersionKeeper } from './catalog.ts';
import type { Job } from './job.ts';
import type { JobKeeper } from './job-queue.ts';

type KeptJob = Omit<Job, 'controller' | 'createdAt' | 'endedAt'> & {
  readonly createdAt: number;
  readonly endedAt?: number | undefined;
};
interface KeptVersions {
  readonly owner: string;
  readonly algorithmId: string;
  readonly versions: readonly (Omit<ServedVersion, 'model'> & { readonly model: string })[];
}

/** Keeps AI Core's state in a folder: a document for each job, and one for the versions of each algorithm trained. */
export class KeptState implements JobKeeper {
  readonly #jobs: Documents<KeptJob>;
  readonly #versions: Documents<KeptVersions>;

  constructor(folder: string) {
    this.#jobs = new Documents(join(folder, 'jobs'));
    this.#versions = new Documents(join(folder, 'versions'));
  }

  load(): readonly Job[] {
    return this.#jobs
      .load()
      .sort((a, b) => a.createdAt - b.createdAt)
      .map(({ createdAt, endedAt, ...job }) => ({
        ...job,
        createdAt: new Date(createdAt),
        ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt) }),
        controller: new AbortController(),
      }));
  }

  save({ controller: _, createdAt, endedAt, ...job }: Job): void {
    this.#jobs.save(job.id, { ...job, createdAt: createdAt.getTime(), endedAt: endedAt?.getTime() });
  }

  remove({ id }: Job): void {
    this.#jobs.remove(id);
  }

  /** Keeps the versions of one account's algorithms. */
  versionsOf(owner: string): VersionKeeper {
    return {
      load: (algorithmId) =>
        this.#versions
          .load()
          .filter((kept) => kept.owner === owner && kept.algorithmId === algorithmId)
          .flatMap(({ versions }) => versions)
          .map(({ model, ...version }) => ({ ...version, model: deserialize(Buffer.from(model, 'base64')) })),
      save: (algorithmId, versions) => {
        const kept = versions.map(({ model, ...version }) => ({ ...version, model: toText(model) }));
        this.#versions.save(`${owner}/${algorithmId}`, { owner, algorithmId, versions: kept });
      },
    };
  }
}

/** Models may hold typed arrays, maps and dates, which JSON does not know. */
function toText(model: unknown): string {
  try {
    return serialize(model).toString('base64');
  } catch (error) {
    throw new AlgorithmError(
      'The model holds something that cannot be kept in the data folder, such as a function.',
      {
        cause: error,
      },
    );
  }
}
