import { countMembers } from './count-members.ts';
import { diagnoseJson } from './diagnose-json.ts';
import { replaceNonFinite } from './replace-non-finite.ts';
import { ResultParseError } from './result-parse-error.ts';

/**
 * `JSON.parse` with an error that says what is wrong and where, and quotes nothing.
 *
 * @throws {@link ResultParseError}: `Empty`, `Truncated`, `NonFiniteNumber` or `InvalidJson`.
 */
export function parseJson(text: string, nonFinite: 'refuse' | 'null'): unknown {
  try {
    return JSON.parse(text);
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
export function refuseDuplicateKeys(text: string, members: number): void {
  if (countMembers(text) !== members) throw faultIn(text);
}

function faultIn(text: string): ResultParseError {
  const { code, path, expected } = diagnoseJson(text);
  return new ResultParseError(code, [{ path: path.join('.'), expected }]);
}
