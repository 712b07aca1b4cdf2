import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';

/**
 * Schema of a list of something: the bare list that AI Core sends, or an object whose `results` hold it, as its web
 * framework would write a page.
 */
export function listOf<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> {
  return v.pipe(
    v.unknown(),
    v.transform((body) => (isPlainObject(body) ? (body.results ?? body) : body)),
    v.array(item),
  );
}
