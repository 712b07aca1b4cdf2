/**
 * A value as JSON has it, so that what is answered, kept and delivered is one and the same, whatever happens to the
 * original later.
 *
 * @throws {TypeError} JSON cannot hold it: a BigInt, a list that holds itself.
 */
export const jsonValue = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
