import * as v from 'valibot';

/** What AI Core's login answers. Whoever holds these is you: store them like passwords. */
export interface Tokens {
  /** The access token, sent with every request. */
  readonly access: string;
  /** The refresh token, which buys a new access token. */
  readonly refresh?: string;
}

/** A token goes into a header: anything but visible ASCII would make fetch print it in an error. */
export const TokenText: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** Schema of {@link Tokens}. Unknown keys are kept. */
export const Tokens: v.GenericSchema<unknown, Tokens> = v.looseObject({
  access: TokenText,
  refresh: v.exactOptional(TokenText),
});
