import * as v from 'valibot';

// Messages follow the name of what they are about, and quote nothing of it: it may be a password.

/** Timers of Node.js overflow above 2³¹ - 1 ms and then fire at once. */
const LARGEST = 2 ** 31 - 1;

/** A whole number, both ends included. */
export function whole(least: number, most: number = LARGEST): v.GenericSchema<number> {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const SAMPLES = 'must be a whole number from 0 up, or Infinity';

/** A number of samples: any whole number, or infinity. */
export const samples: v.GenericSchema<number> = v.pipe(
  v.number(SAMPLES),
  v.minValue(0, SAMPLES),
  v.check((limit) => limit === Number.POSITIVE_INFINITY || Number.isInteger(limit), SAMPLES),
);

const NOT_EMPTY = 'must be a text that is not empty';

/** A text that says something. */
export const text: v.GenericSchema<string> = v.pipe(v.string(NOT_EMPTY), v.nonEmpty(NOT_EMPTY));

/** True or false, and no word for it. */
export const flag: v.GenericSchema<boolean> = v.boolean('must be true or false');

/** One of some words. */
export const oneOf = <const T extends string>(...words: readonly T[]): v.GenericSchema<T> =>
  v.picklist(words, `must be one of ${words.join(', ')}`);

/** Something to call. */
export const callable: v.GenericSchema<(...args: unknown[]) => unknown> = v.function('must be a function');

/** A list of something. */
export const listOf = <T>(item: v.GenericSchema<T>): v.GenericSchema<T[]> => v.array(item, 'must be a list');

/** A schema for every field of an object, optional or not. */
export type Fields<T> = Readonly<Record<keyof T, v.GenericSchema>>;

/** What schemas of objects say of something else, and of a field that is missing. */
export const objectMessage = ({ path }: v.BaseIssue<unknown>): string =>
  path === undefined ? 'must be an object' : 'is missing';

/** An object with these fields and no others: what is misspelt would silently not hold. @param other - Said of another. */
export const only = <const T extends v.ObjectEntries, const M extends string>(
  fields: T,
  other: M,
): v.ObjectWithRestSchema<T, v.UndefinedSchema<M>, typeof objectMessage> =>
  v.objectWithRest(fields, v.undefined(other), objectMessage);

/** What is wrong with a value. */
export interface Problem {
  /** Such as `queue.workers`; nothing if it is the value itself. */
  readonly path: string | undefined;
  readonly message: string;
}

/** The first problem that a schema finds. */
export function problemOf(schema: v.GenericSchema, value: unknown): Problem | undefined {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  return issue && { path: v.getDotPath(issue) ?? undefined, message: issue.message };
}
