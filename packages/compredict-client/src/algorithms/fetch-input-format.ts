import type { FormatNode } from '@x/result-schema';
import type { Session } from '../auth/session.ts';
import { algorithmMethods } from './algorithm-methods.ts';
import { latestVersion } from './latest-version.ts';

/** Asks AI Core what a version of an algorithm, or its latest, takes. Empty for an algorithm without versions. */
export async function fetchInputFormat(
  session: Session,
  id: string,
  version: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly FormatNode[]> {
  const { getAlgorithmVersion, getAlgorithmVersions } = algorithmMethods(session);
  const options = signal === undefined ? {} : { signal };
  if (version !== undefined) return (await getAlgorithmVersion(id, version, options)).features_format;
  return latestVersion(await getAlgorithmVersions(id, options))?.features_format ?? [];
}
