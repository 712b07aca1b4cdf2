import * as v from 'valibot';

/**
 * The same schema of an object, for all that valibot takes a list for an object with its indices as keys: refuses lists, but
 * for the empty one, which is how some languages write an empty object.
 */
export function objectOf<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  return v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || !Array.isArray(dataset.value) || dataset.value.length === 0) return;
      addIssue({ expected: 'Object', message: 'Expected an object' });
    }),
    schema,
  );
}

/** Values by their names, whatever they are. */
export type NamedValues = Readonly<Record<string, unknown>>;

/** Schema of {@link NamedValues}. */
export const NamedValues: v.GenericSchema<unknown, NamedValues> = objectOf(v.record(v.string(), v.unknown()));
