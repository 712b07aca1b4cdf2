import { Algorithm, AlgorithmVersion, listOf } from '@x/result-schema';
import type { Session } from '../auth/session.ts';
import { type CallOptions, requestOptions } from '../call-options.ts';
import { readJson } from '../http/read-json.ts';
import { type Document, documentOf } from './document.ts';
import { newestFirst } from './latest-version.ts';
import { pathSegment } from './path-segment.ts';

/** Which document of an algorithm. */
export interface DocumentOptions extends CallOptions {
  /**
   * What it describes.
   *
   * @default 'input'
   */
  readonly type?: 'input' | 'output' | 'parameters';
  /** Default: the latest version. */
  readonly version?: string;
}

/** What there is to run. */
export interface AlgorithmMethods {
  /** All algorithms that the account may run, their versions newest first. */
  getAlgorithms(options?: CallOptions): Promise<Algorithm[]>;
  /** One algorithm, with its versions, newest first. */
  getAlgorithm(id: string, options?: CallOptions): Promise<Algorithm>;
  /**
   * All versions of an algorithm, newest first by Semantic Versioning: nothing promises that of AI Core's own order, nor that
   * the first is the one that runs when no `version` is given.
   */
  getAlgorithmVersions(id: string, options?: CallOptions): Promise<AlgorithmVersion[]>;
  /** One version of an algorithm. */
  getAlgorithmVersion(id: string, version: string, options?: CallOptions): Promise<AlgorithmVersion>;
  /** The template of an algorithm's input, output or parameters: an example of the data, usually JSON. */
  getTemplate(id: string, options?: DocumentOptions): Promise<Document>;
  /** A picture of an algorithm's input, output or parameters, usually PNG. */
  getGraph(id: string, options?: DocumentOptions): Promise<Document>;
}

/** Makes {@link AlgorithmMethods}. */
export function algorithmMethods(session: Session): AlgorithmMethods {
  const algorithms = listOf(Algorithm);
  const versions = listOf(AlgorithmVersion);
  const pathOf = (id: string) => `/algorithms/${pathSegment('id', id)}`;

  async function getDocument(kind: string, id: string, options: DocumentOptions): Promise<Document> {
    const { type = 'input', version } = options;
    const path = `${pathOf(id)}/${kind}`;
    return documentOf(
      await session.send({ method: 'GET', path, query: { type, version }, ...requestOptions(options) }),
    );
  }

  return {
    async getAlgorithms(options) {
      const response = await session.send({ method: 'GET', path: '/algorithms', ...requestOptions(options) });
      return readJson(response, algorithms).map(inOrder);
    },
    async getAlgorithm(id, options) {
      const response = await session.send({ method: 'GET', path: pathOf(id), ...requestOptions(options) });
      return inOrder(readJson(response, Algorithm));
    },
    async getAlgorithmVersions(id, options) {
      const path = `${pathOf(id)}/versions`;
      return newestFirst(
        readJson(await session.send({ method: 'GET', path, ...requestOptions(options) }), versions),
      );
    },
    async getAlgorithmVersion(id, version, options) {
      const path = `${pathOf(id)}/versions/${pathSegment('version', version)}`;
      return readJson(
        await session.send({ method: 'GET', path, ...requestOptions(options) }),
        AlgorithmVersion,
      );
    },
    getTemplate: (id, options = {}) => getDocument('template', id, options),
    getGraph: (id, options = {}) => getDocument('graph', id, options),
  };
}

function inOrder(algorithm: Algorithm): Algorithm {
  return { ...algorithm, versions: newestFirst(algorithm.versions) };
}
