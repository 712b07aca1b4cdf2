import { readBody } from './read-body.ts';

/** More than any login or list of rules that a person or a program writes. */
const MAX_BYTES = 2 ** 20;

/** How a server says what is wrong with a body. */
export interface JsonRefusals {
  readonly tooLarge: (maxBytes: number) => Error;
  readonly malformed: () => Error;
}

/**
 * Reads the JSON of a request, which may have 1 MiB.
 *
 * @throws {Error} one of `refusals`.
 */
export async function readJson(request: Request, refusals: JsonRefusals): Promise<unknown> {
  const body = await readBody(request, MAX_BYTES);
  if (body === undefined) throw refusals.tooLarge(MAX_BYTES);
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw refusals.malformed();
  }
}
