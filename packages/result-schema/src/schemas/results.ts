import * as v from 'valibot';

/**
 * What an algorithm computed: named series and values after the version's `output_format`, or a list (early AI Core).
 * The values are not walked: a result of millions of numbers costs nothing here. Check them with a schema of your own
 * ({@link createResultSchema}).
 */
export type Results = Readonly<Record<string, unknown>> | readonly unknown[];

/** Schema of {@link Results}: any object or list, handed through as it is. */
export const Results: v.GenericSchema<unknown, Results> = v.custom<Results>(
  (value) => typeof value === 'object' && value !== null,
  'Expected an object or a list',
);
