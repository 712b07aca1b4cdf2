import * as v from 'valibot';
import { FormatNode } from './format-node.ts';
import { NamedValues } from './object-of.ts';

/** A tool that watches one signal of a version's output. */
export interface MonitoringTool {
  readonly name: string;
  readonly monitored_signal: string;
  /** What its readings hold, by name. */
  readonly output_schema: NamedValues;
}

/** Schema of {@link MonitoringTool}. Unknown keys are kept. */
export const MonitoringTool: v.GenericSchema<unknown, MonitoringTool> = v.looseObject({
  name: v.string(),
  monitored_signal: v.nullish(v.string(), ''),
  output_schema: v.nullish(NamedValues, {}),
});

/** One version of an algorithm. */
export interface AlgorithmVersion {
  /** Such as `1.2.0`. */
  readonly version: string;
  readonly change_description: string;
  /** Prose about queueing, such as "Requests are queued above 500 samples."; not data. */
  readonly results: string;
  /** What the features must hold. */
  readonly features_format: readonly FormatNode[];
  /** What the results will hold. */
  readonly output_format: readonly FormatNode[];
  readonly monitoring_tools: readonly MonitoringTool[];
}

/** Schema of {@link AlgorithmVersion}. Lists that AI Core leaves away are empty, texts are `''`; unknown keys are kept. */
export const AlgorithmVersion: v.GenericSchema<unknown, AlgorithmVersion> = v.looseObject({
  version: v.pipe(v.string(), v.nonEmpty()),
  change_description: v.nullish(v.string(), ''),
  results: v.nullish(v.string(), ''),
  features_format: v.nullish(v.array(FormatNode), []),
  output_format: v.nullish(v.array(FormatNode), []),
  monitoring_tools: v.nullish(v.array(MonitoringTool), []),
});
