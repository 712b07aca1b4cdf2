import * as v from 'valibot';
import { NamedValues, objectOf } from './object-of.ts';

/** What one monitoring tool found out about one signal. */
export interface Monitor {
  /** True when the tool raised its alarm. */
  readonly is_alarmed?: boolean;
  /** False when the tool itself could not run. */
  readonly success?: boolean;
  /** The tool's figures, after its `output_schema`. */
  readonly readings?: NamedValues;
}

/** Schema of {@link Monitor}. Unknown keys are kept. */
export const Monitor: v.GenericSchema<unknown, Monitor> = objectOf(
  v.looseObject({
    is_alarmed: v.exactOptional(v.boolean()),
    success: v.exactOptional(v.boolean()),
    readings: v.exactOptional(NamedValues),
  }),
);

/** Monitors of a run, by `<tool name>#<monitored signal>`, such as `Range#load`. */
export type Monitors = Readonly<Record<string, Monitor>>;

/** Schema of {@link Monitors}. */
export const Monitors: v.GenericSchema<unknown, Monitors> = objectOf(v.record(v.string(), Monitor));
