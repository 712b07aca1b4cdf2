import { BadRequest } from './api-error.ts';

type Readers = Readonly<Record<string, () => unknown>>;
type Read<R extends Readers> = { readonly [K in keyof R]: Awaited<ReturnType<R[K]>> };

/**
 * Reads every part of a request and reports all that is wrong at once, not only the first.
 *
 * @throws {BadRequest} with the errors of all readers, in their order.
 */
export async function gather<R extends Readers>(readers: R): Promise<Read<R>> {
  const errors: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(readers)) {
    try {
      read[name] = await reader();
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new BadRequest(errors);
  return read as Read<R>;
}
