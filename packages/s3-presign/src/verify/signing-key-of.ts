import { type HmacKey, textSigner } from '../sigv4/hash.ts';
import { signingKey } from '../sigv4/signing-key.ts';

interface Known {
  readonly secretAccessKey: string;
}

interface Scope {
  readonly day: string;
  readonly region: string;
}

interface Made extends Scope {
  readonly secret: string;
  readonly key: HmacKey;
  readonly sign: (text: string) => string;
}

// A server sees the same credentials all day, and the key costs as much as the rest of a signature. The last one of each
// is kept, for as long as the credentials are.
const made = new WeakMap<Known, Made>();

/** The key that a request of these credentials is signed with. */
export function signingKeyOf(known: Known, scope: Scope): HmacKey {
  return keyOf(known, scope).key;
}

/** Signs texts with the key of {@link signingKeyOf}: the signature in hex. */
export function signerOf(known: Known, scope: Scope): (text: string) => string {
  return keyOf(known, scope).sign;
}

function keyOf(known: Known, { day, region }: Scope): Made {
  const { secretAccessKey: secret } = known;
  const last = made.get(known);
  if (last !== undefined && last.secret === secret && last.day === day && last.region === region) return last;
  const key = signingKey(secret, day, region);
  const one = { secret, day, region, key, sign: textSigner(key) };
  made.set(known, one);
  return one;
}
