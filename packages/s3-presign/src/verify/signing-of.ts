import { type HmacKey, textSigner } from '../sigv4/hash.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { credentialScope, requestSigner } from '../sigv4/string-to-sign.ts';

interface Known {
  readonly secretAccessKey: string;
}

interface Scope {
  readonly day: string;
  readonly region: string;
}

/** What is signed with one key. */
export interface Signing {
  readonly key: HmacKey;
  /** The signature of a text, in hex. */
  readonly text: (text: string) => string;
  /** The signature of a canonical request, in hex. */
  readonly request: (date: string, canonical: string) => string;
}

interface Made extends Scope, Signing {
  readonly secret: string;
}

// A server sees the same credentials all day, and the key costs as much as the rest of a signature. The last one of each
// is kept, for as long as the credentials are.
const made = new WeakMap<Known, Made>();

/** The key that requests of these credentials are signed with, and what it signs. */
export function signingOf(known: Known, { day, region }: Scope): Signing {
  const { secretAccessKey: secret } = known;
  const last = made.get(known);
  if (last !== undefined && last.secret === secret && last.day === day && last.region === region) return last;
  const key = signingKey(secret, day, region);
  const request = requestSigner(key, credentialScope(day, region));
  const one = { secret, day, region, key, text: textSigner(key), request };
  made.set(known, one);
  return one;
}
