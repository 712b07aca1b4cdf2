import * as v from 'valibot';
import { ConfigurationError } from '../errors/input-errors.ts';
import { AuthenticationError } from '../errors/response-errors.ts';
import type { TokenFunction } from './credentials.ts';
import { TokenText } from './tokens.ts';

/** The caller's own token, checked like any other. Its errors may quote secrets, so that they are a cause and no message. */
export async function askForToken(give: TokenFunction): Promise<string> {
  let token: string;
  try {
    token = await give();
  } catch (cause) {
    throw new AuthenticationError('The function that gives the token failed.', undefined, { cause });
  }
  if (v.is(TokenText, token)) return token;
  throw new ConfigurationError(
    'The function that gives the token must answer visible ASCII characters only.',
  );
}
