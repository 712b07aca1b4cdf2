import { countMembers } from './count-members.ts';
import { diagnoseJson } from './diagnose-json.ts';
import { replaceNonFinite } from './replace-non-finite.ts';
import { ResultParseError } from './result-parse-error.ts';

/** A JSON text, and what it says. */
export interface ParsedJson {
  /** The text that was parsed: with null for numbers that JSON does not have, if that was asked for. */
  readonly json: string;
  readonly value: unknown;
}

/**
 * `JSON.parse` with an error that says what is wrong and where, and quotes nothing.
 *
 * @throws {@link ResultParseError}: `Empty`, `Truncated`, `NonFiniteNumber` or `InvalidJson`.
 */
export function parseJson(text: string, nonFinite: 'refuse' | 'null'): ParsedJson {
  try {
    return { json: text, value: JSON.parse(text) };
  } catch {
    // The SyntaxError is not kept as the cause: it quotes the text.
    if (text.trim() === '') throw new ResultParseError('Empty');
    const error = faultIn(text);
    if (error.code !== 'NonFiniteNumber' || nonFinite === 'refuse') throw error;
    return parseJson(replaceNonFinite(text), 'refuse');
  }
}

/**
 * `JSON.parse` keeps the last one of a key that is there twice, and says nothing.
 *
 * @param members how many members the objects of the parsed text have.
 * @throws {@link ResultParseError} `DuplicateKey` when the text has more.
 */
export function refuseDuplicateKeys({ json }: ParsedJson, members: number): void {
  if (countMembers(json) !== members) throw faultIn(json);
}

function faultIn(text: string): ResultParseError {
  const { code, path, expected } = diagnoseJson(text);
  return new ResultParseError(code, [{ path: path.join('.'), expected }]);
}
