import * as v from 'valibot';

/** Schema of a task's id: text, not empty. Its form (a UUID today) is AI Core's business. */
export const JobId: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.nonEmpty());
