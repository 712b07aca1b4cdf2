import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { AlgorithmError } from '../algorithm-error.ts';
import { Documents } from '../data-dir/documents.ts';
import type { Fields } from '../schema-parts.ts';
import type { ServedVersion, VersionKeeper } from './catalog.ts';
import type { Job, ResultBody } from './job.ts';
import type { JobKeeper } from './job-queue.ts';

type KeptJob = Omit<Job, 'controller' | 'createdAt' | 'endedAt'> & {
  readonly createdAt: number;
  readonly endedAt?: number | undefined;
};
interface KeptVersions {
  readonly owner: string;
  readonly algorithmId: string;
  /** With their models, which are texts in the file. */
  readonly versions: readonly ServedVersion[];
}

// `Fields` makes sure that none is forgotten: it would be lost at the next start.
const keptJob: v.GenericSchema<unknown, KeptJob> = v.object({
  id: v.string(),
  owner: v.string(),
  algorithmId: v.string(),
  purpose: v.picklist(['predict', 'fit']),
  callbackParam: v.unknown(),
  status: v.picklist(['Pending', 'In Progress', 'Finished', 'Canceled']),
  createdAt: v.number(),
  endedAt: v.exactOptional(v.number()),
  outcome: v.exactOptional(
    v.variant('success', [
      v.object({
        success: v.literal(true),
        body: v.object({
          // JSON has no undefined: what is a defect now was once kept without results.
          results: v.optional(v.unknown(), null),
          evaluations: v.unknown(),
          monitors: v.unknown(),
          is_encrypted: v.boolean(),
        } satisfies Fields<ResultBody>),
      }),
      v.object({ success: v.literal(false), error: v.string() }),
    ]),
  ),
} satisfies Fields<KeptJob>);

const keptModel = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return deserialize(Buffer.from(dataset.value, 'base64'));
    } catch {
      addIssue();
      return NEVER;
    }
  }),
);

const keptVersions: v.GenericSchema<unknown, KeptVersions> = v.object({
  owner: v.string(),
  algorithmId: v.string(),
  versions: v.array(
    v.object({
      version: v.string(),
      changeDescription: v.string(),
      // JSON has no infinity.
      sampleLimit: v.pipe(
        v.nullable(v.number()),
        v.transform((limit) => limit ?? Number.POSITIVE_INFINITY),
      ),
      // Not kept once, when all that was not declared counted as trained.
      trained: v.optional(v.boolean(), true),
      model: keptModel,
    } satisfies Fields<ServedVersion>),
  ),
} satisfies Fields<KeptVersions>);

/** Keeps AI Core's state in a folder: a document for each job, and one for the versions of each algorithm trained. */
export class KeptState implements JobKeeper {
  readonly #jobs: Documents<KeptJob>;
  readonly #versions: Documents<KeptVersions>;
  /** What was kept at the start; training changes them. */
  readonly #trained: readonly KeptVersions[];

  /** @throws {DataDirError} a document is damaged. */
  constructor(folder: string) {
    this.#jobs = new Documents(join(folder, 'jobs'), keptJob);
    this.#versions = new Documents(join(folder, 'versions'), keptVersions);
    this.#trained = this.#versions.load();
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
        this.#trained
          .filter((kept) => kept.owner === owner && kept.algorithmId === algorithmId)
          .flatMap(({ versions }) => versions),
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
