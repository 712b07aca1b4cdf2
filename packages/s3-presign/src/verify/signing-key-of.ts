import type { HmacKey } from '../sigv4/hash.ts';
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
}

// A server sees the same credentials all day, and the key costs as much as the rest of a signature. The last one of each
// is kept, for as long as the credentials are.
const made = new WeakMap<Known, Made>();

/** The key that a request of these credentials is signed with. */
export function signingKeyOf(known: Known, { day, region }: Scope): HmacKey {
  const { secretAccessKey: secret } = known;
  const last = made.get(known);
  if (last !== undefined && last.secret === secret && last.day === day && last.region === region)
    return last.key;
  const key = signingKey(secret, day, region);
  made.set(known, { secret, day, region, key });
  return key;
}
