import type * as v from 'valibot';
import { Results } from './results.ts';

/** Evaluations of a run or of an algorithm: a list (empty in most answers) or an object by evaluation name. */
export type Evaluations = Readonly<Record<string, unknown>> | readonly unknown[];

/** Schema of {@link Evaluations}: any object or list, handed through as it is. */
export const Evaluations: v.GenericSchema<unknown, Evaluations> = Results;
