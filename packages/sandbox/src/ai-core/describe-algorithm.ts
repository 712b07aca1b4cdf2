import type { FeatureColumns, OutputColumns } from '../columns.ts';
import type { ServedAlgorithm, ServedVersion } from './catalog.ts';

/** An algorithm as AI Core describes it: wire contract, section 6. */
export function describeAlgorithm(served: ServedAlgorithm): Record<string, unknown> {
  const { id, name, description = '', evaluations } = served.algorithm;
  return {
    id,
    name,
    description,
    active: true,
    evaluations: evaluations ?? [],
    versions: served.versions.map((version) => describeVersion(served, version)),
  };
}

/** One version of an algorithm as AI Core describes it. */
export function describeVersion(
  { algorithm }: ServedAlgorithm,
  { version, changeDescription, sampleLimit }: ServedVersion,
): Record<string, unknown> {
  return {
    version,
    change_description: changeDescription,
    // Prose, as the real service gives it: clients must not decide by it whether a run is queued.
    results: `Requests with more than ${sampleLimit} samples, and requests with a callback_url, are queued. Others are answered at once.`,
    features_format: [
      {
        input_name: 'data',
        description: 'Table of features',
        type: 'dict',
        mandatory: true,
        children: formatNodes(algorithm.features, 'list'),
      },
    ],
    output_format: formatNodes(algorithm.output),
    monitoring_tools: (algorithm.monitors ?? []).map(({ name, signal, readings }) => ({
      name,
      monitored_signal: signal,
      output_schema: readings,
    })),
  };
}

/** Feature columns are lists, whatever one cell holds; outputs are what they say. */
function formatNodes(columns: FeatureColumns | OutputColumns, type?: 'list'): Record<string, unknown>[] {
  return Object.entries(columns).map(([name, column]) => ({
    input_name: name,
    description: column.description ?? '',
    type: type ?? column.type,
    mandatory: !('mandatory' in column) || column.mandatory === true || column.mandatory === undefined,
    children: [],
  }));
}
