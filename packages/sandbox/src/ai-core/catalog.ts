import type { Algorithm, AlgorithmVersion } from '../define-algorithm.ts';
import { notFound } from './api-error.ts';

/** A version as it is served, with the model that training left. */
export interface ServedVersion {
  readonly version: string;
  readonly changeDescription: string;
  /** Requests with more samples are queued. */
  readonly sampleLimit: number;
  /** Whether training made it, and no declaration. */
  readonly trained: boolean;
  model: unknown;
}

/** An algorithm as it is served. Its versions grow by training. */
export interface ServedAlgorithm {
  readonly algorithm: Algorithm;
  /** Newest first; never empty. */
  readonly versions: readonly ServedVersion[];
  /** Puts a new version on top, numbered after the newest. */
  addVersion(model: unknown, changeDescription: string): ServedVersion;
  /** Gives a version the model that training left. */
  train(version: ServedVersion, model: unknown): ServedVersion;
}

/** Where the versions of an account's algorithms, with their models, outlive the process. */
export interface VersionKeeper {
  /** What was kept, newest first; nothing before the first training. */
  load(algorithmId: string): readonly ServedVersion[];
  save(algorithmId: string, versions: readonly ServedVersion[]): void;
}

/** Every algorithm of a sandbox. */
export interface Catalog {
  readonly all: readonly ServedAlgorithm[];
  /** @throws {ApiError} 404 if there is none. */
  find(id: string): ServedAlgorithm;
}

/** Starts to serve algorithms; of several with one id, the last wins. */
export function createCatalog(
  algorithms: readonly Algorithm[],
  sampleLimit: number,
  keeper?: VersionKeeper,
): Catalog {
  const byId = new Map(algorithms.map((algorithm) => [algorithm.id, serve(algorithm, sampleLimit, keeper)]));
  return {
    all: [...byId.values()],
    find(id) {
      const served = byId.get(id);
      if (served === undefined) throw notFound(`Algorithm \`${id}\` does not exist or is not yours.`);
      return served;
    },
  };
}

function serve(algorithm: Algorithm, sampleLimit: number, keeper?: VersionKeeper): ServedAlgorithm {
  const kept = new Map(keeper?.load(algorithm.id).map((version) => [version.version, version]));
  const served = (version: AlgorithmVersion): ServedVersion => ({
    version: version.version,
    changeDescription: version.changeDescription ?? '',
    sampleLimit: version.sampleLimit ?? sampleLimit,
    trained: false,
    model: kept.get(version.version)?.model,
  });
  const declared = algorithm.versions.map(served);
  for (const { version } of declared) kept.delete(version);
  // What training made stays above what is declared, and what is declared no longer comes last: others took its place.
  const others = [...kept.values()];
  const versions = [
    ...others.filter(({ trained }) => trained),
    ...declared,
    ...others.filter(({ trained }) => !trained),
  ];
  return {
    algorithm,
    versions,
    addVersion(model, changeDescription) {
      const newest = versions[0];
      const version: ServedVersion = {
        version: versionAfter(newest?.version ?? '0.0.0', new Set(versions.map(({ version }) => version))),
        changeDescription,
        sampleLimit: newest?.sampleLimit ?? sampleLimit,
        trained: true,
        model,
      };
      // First what may fail.
      keeper?.save(algorithm.id, [version, ...versions]);
      versions.unshift(version);
      return version;
    },
    train(version, model) {
      keeper?.save(
        algorithm.id,
        versions.map((other) => (other === version ? { ...version, model } : other)),
      );
      version.model = model;
      return version;
    },
  };
}

/** `1.4.2` is followed by `1.5.0`, `beta` by `beta.1`. */
function versionAfter(version: string, taken: ReadonlySet<string>): string {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(version) ?? [];
  for (let step = 1; ; step += 1) {
    const next = major === undefined ? `${version}.${step}` : `${major}.${Number(minor) + step}.0`;
    if (!taken.has(next)) return next;
  }
}
